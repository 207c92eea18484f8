// What findings about Dockerfiles cost: by an index, by the context, by the layers of an image.
import { describe, expect, test } from 'vitest';
import { matchLayers } from '../../../src/cli/dockerfile/match-layers.ts';
import { priceByContext } from '../../../src/cli/dockerfile/price-context.ts';
import { priceByIndex } from '../../../src/cli/dockerfile/price-packages.ts';
import { inspectMainContext } from '../../../src/context/inspection/inspect-context.ts';
import { readBuild } from '../../../src/context/inspection/read-build.ts';
import { modelDockerfile } from '../../../src/dockerfile/model/model-dockerfile.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';
import type { ReportLayer } from '../../../src/report/image-report.ts';
import { parseText } from '../../dockerfile/parse-text.ts';
import { makeTree } from '../../support/context-trees.ts';
import { makeCatalogue } from '../../support/made-catalogue.ts';

const model = (text: string) => modelDockerfile(readStages(parseText(text)), { platform: 'linux/amd64' });

describe('by an index', () => {
  const pricing = priceByIndex(
    makeCatalogue([
      { name: 'libc', priority: 'required', installedBytes: 10 },
      { name: 'apt', depends: 'libc', recommends: 'keys', installedBytes: 20 },
      { name: 'keys', installedBytes: 5 },
      { name: 'tool', depends: 'libc, lib', recommends: 'docs', installedBytes: 100 },
      { name: 'lib', installedBytes: 200 },
      { name: 'docs', installedBytes: 400 },
    ]),
  );
  const [stage] = model('FROM debian:12\n').stages;

  test('what comes with a package and is not in every base', () => {
    const question = { stage: stage!, names: ['tool'] };
    expect(pricing.priceInstall({ ...question, withRecommends: false })).toMatchObject({ bytes: 300 });
    expect(pricing.priceInstall({ ...question, withRecommends: true })).toMatchObject({ bytes: 700 });
    expect(pricing.priceRecommends(question)).toEqual({ kind: 'packages', bytes: 400, packages: ['docs'] });
  });

  test('says nothing of what it does not know', () => {
    expect(pricing.priceInstall({ stage: stage!, names: ['other'], withRecommends: false })).toBeUndefined();
    const [alpine] = model('FROM alpine\n').stages;
    expect(pricing.priceInstall({ stage: alpine!, names: ['tool'], withRecommends: false })).toBeUndefined();
  });
});

test('by the files that are sent for a source', () => {
  const folder = makeTree({
    Dockerfile: 'FROM a\nCOPY ./app/ /app\nCOPY b /b\n',
    app: { x: 'x'.repeat(300), y: { z: 'x'.repeat(20) } },
    b: 'x',
  });
  const context = inspectMainContext(readBuild(`${folder}/Dockerfile`, {}), { folder, engine: 'buildkit' });
  const price = priceByContext(context);
  expect(price(['./app/'])).toEqual({ kind: 'context', bytes: 320, files: 2 });
  expect(price(['b', 'app'])).toMatchObject({ bytes: 321 });
  expect(price(['other'])).toBeUndefined();
});

describe('by layers', () => {
  const layer = (index: number, instruction: string): ReportLayer =>
    ({ index, instruction }) as unknown as ReportLayer;
  const pairs = (text: string, layers: readonly string[]) =>
    matchLayers(
      model(text),
      layers.map((instruction, i) => layer(i, instruction)),
    ).map(({ step, layer: { index } }) => [step.line, index]);

  test('pairs instructions with what the history tells, past the layers of the base', () => {
    const text =
      'FROM a\nENV A=b\nCOPY x /y\nRUN a && \\\n    b\nRUN --mount=type=tmpfs,target=/t c\nRUN ["d", "e"]\n';
    expect(
      pairs(text, ['ADD rootfs / ', 'RUN a && b', 'COPY x /y', 'RUN a && b', 'RUN c', 'RUN d e']),
    ).toEqual([
      [3, 2],
      [4, 3],
      [6, 4],
      [7, 5],
    ]);
  });

  test("takes the classic builder's digests for sources", () => {
    expect(pairs('FROM a\nCOPY x /y\n', ['COPY dir:0123 in /y'])).toEqual([[2, 0]]);
  });

  test('leaves out what the history does not have', () => {
    expect(pairs('FROM a\nRUN b\nRUN c\n', ['RUN c'])).toEqual([[3, 0]]);
  });
});
