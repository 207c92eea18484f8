// What findings about Dockerfiles cost: by an index, by the context, by the layers of an image.
import { describe, expect, test } from 'vitest';
import { priceByLayers, type ReadLayers } from '../../../src/cli/dockerfile/image-layers.ts';
import { sumFiles, sumHidden } from '../../../src/cli/dockerfile/layer-files.ts';
import { matchLayers } from '../../../src/cli/dockerfile/match-layers.ts';
import { measurePackages } from '../../../src/cli/dockerfile/measure-packages.ts';
import { priceByContext } from '../../../src/cli/dockerfile/price-context.ts';
import { priceByIndex } from '../../../src/cli/dockerfile/price-packages.ts';
import type { Inventory } from '../../../src/contents/packages/inventory.ts';
import { inspectMainContext } from '../../../src/context/inspection/inspect-context.ts';
import { readBuild } from '../../../src/context/inspection/read-build.ts';
import { modelDockerfile } from '../../../src/dockerfile/model/model-dockerfile.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';
import type { ReportLayer } from '../../../src/report/image-report.ts';
import { parseText } from '../../dockerfile/parse-text.ts';
import { makeTree } from '../../support/context-trees.ts';
import { dir, file, layer, opaque, scanLayers, whiteout } from '../../support/layers.ts';
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
      { name: 'other', depends: 'lib', installedBytes: 1000 },
      { name: 'fetcher', recommends: 'keys', installedBytes: 2000 },
    ]),
  );
  const [stage] = model('FROM debian:12\n').stages;

  test('what comes with a package and is not in every base', () => {
    const question = { stage: stage!, names: ['tool'] };
    expect(pricing.priceInstall({ ...question, withRecommends: false })).toMatchObject({ bytes: 300 });
    expect(pricing.priceInstall({ ...question, withRecommends: true })).toMatchObject({ bytes: 700 });
    expect(pricing.priceRecommends(question)).toEqual({ kind: 'packages', bytes: 400, packages: ['docs'] });
  });

  test('without what comes anyway', () => {
    const question = { stage: stage!, names: ['tool'], withRecommends: true };
    expect(pricing.priceInstall({ ...question, beside: ['other'] })).toMatchObject({ bytes: 500 });
    // Of a third party, and in no index.
    expect(pricing.priceInstall({ ...question, beside: ['other', 'google-chrome'] })).toMatchObject({
      bytes: 500,
    });
    expect(pricing.priceRecommends({ stage: stage!, names: ['tool'], beside: ['docs'] })).toMatchObject({
      bytes: 0,
    });
  });

  test('the named packages alone, where what came with them stays', () => {
    const question = { stage: stage!, names: ['tool'], withRecommends: false, isAlone: true };
    expect(pricing.priceInstall(question)).toEqual({ kind: 'packages', bytes: 100, packages: ['tool'] });
  });

  test('what is recommended, also where a package of the base recommends it too', () => {
    expect(pricing.priceRecommends({ stage: stage!, names: ['fetcher'] })).toMatchObject({ bytes: 5 });
  });

  test('without Perl, which only the merging of /usr brings to a base', () => {
    const merged = priceByIndex(
      makeCatalogue([
        { name: 'init', priority: 'required', depends: 'usrmerge | usr-is-merged' },
        { name: 'apt' },
        { name: 'usrmerge', priority: 'required', depends: 'perl' },
        { name: 'usr-is-merged' },
        { name: 'perl', installedBytes: 50 },
      ]),
    );
    expect(merged.priceInstall({ stage: stage!, names: ['perl'], withRecommends: false })).toMatchObject({
      bytes: 50,
    });
  });

  test('by what an image has of them, where one is given', () => {
    const [docs, keys] = ['docs', 'keys'].map((name) => ({
      state: 'installed',
      record: { type: 'deb', name },
      bytes: 300,
    }));
    const inventory = { packages: [docs, keys] } as unknown as Inventory;
    const measured = measurePackages(pricing, inventory);
    const question = { stage: stage!, names: ['tool'], withRecommends: true };
    expect(measured.priceInstall(question)).toEqual({ kind: 'packages', bytes: 300, packages: ['docs'] });
    expect(measured.priceRecommends(question)).toMatchObject({ bytes: 300 });
    expect(measured.priceInstall({ ...question, names: ['missing'] })).toBeUndefined();
  });

  test('says nothing of what it does not know', () => {
    const question = { stage: stage!, names: ['tool'], withRecommends: false };
    expect(pricing.priceInstall({ ...question, names: ['missing'] })).toBeUndefined();
    for (const base of ['alpine', 'python:3.12', 'node', 'scratch', 'example.com/debian-based:1']) {
      const [other] = model(`FROM ${base}\n`).stages;
      expect(pricing.priceInstall({ ...question, stage: other! }), base).toBeUndefined();
      expect(pricing.priceRecommends({ ...question, stage: other! }), base).toBeUndefined();
    }
  });

  test.each(['debian', 'ubuntu:24.04', 'python:3.12-slim', 'node:20-bookworm-slim', 'amd64/debian:12'])(
    'knows what %s holds',
    (base) => {
      const [plain] = model(`FROM ${base}\n`).stages;
      expect(pricing.priceInstall({ stage: plain!, names: ['tool'], withRecommends: false })).toMatchObject({
        bytes: 300,
      });
    },
  );
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

describe('by files of layers', async () => {
  const facts = await scanLayers([
    layer([file('lists/a', 'x'.repeat(10)), file('kept', 'x'.repeat(5)), dir('tree'), file('tree/a', 'x')]),
    layer([file('kept', 'x'.repeat(7)), file('lists/b', 'x'.repeat(20)), file('tree/b', 'xx')]),
    layer([whiteout('lists'), opaque('tree'), file('tree/c', 'x')]),
  ]);

  test('those that are asked for', () => {
    expect(sumFiles(facts[0]!, (path) => path.startsWith('/lists/'))).toBe(10);
    expect(sumFiles(facts[1]!, () => true)).toBe(29);
    expect(sumFiles(facts[2]!, (path) => path.startsWith('/lists/'))).toBe(0);
  });

  test('those that layers above take away, write again or hide', () => {
    expect(sumHidden(facts)).toBe(10 + 5 + 1 + 20 + 2);
    expect(sumHidden(facts.slice(0, 2))).toBe(5);
    expect(sumHidden(facts.slice(1))).toBe(22);
    expect(sumHidden(facts.slice(2))).toBe(0);
  });

  test('of the layer that an instruction made, and of none where two have its text', () => {
    const dockerfile = model('FROM a\nRUN b\nRUN c\nRUN d\nRUN d\n');
    const layers = ['RUN b', 'RUN c', 'RUN d', 'RUN d'].map((instruction, index) => ({
      index,
      instruction,
      entryBytes: 1,
    }));
    const contents = [...facts, facts[0]!].map((each) => ({ facts: each }));
    const pricing = priceByLayers(dockerfile, { layers, contents } as unknown as Pick<
      ReadLayers,
      'layers' | 'contents'
    >);
    const [b, c, d] = dockerfile.stages[0]!.steps.map(({ evaluated }) => evaluated);
    const isAll = (): boolean => true;
    expect(pricing.priceFiles(c!, isAll)).toEqual({ kind: 'layer', bytes: 29, layer: 1 });
    expect(pricing.priceFiles(d!, isAll)).toBeUndefined();
    expect(pricing.priceHidden([b!, c!])).toEqual({ kind: 'layer', bytes: 5, layer: 0 });
    expect(pricing.priceHidden([b!, c!, d!])).toBeUndefined();
    expect(pricing.priceHidden([])).toBeUndefined();
  });
});

describe('by layers', () => {
  const told = (index: number, instruction: string): ReportLayer =>
    ({ index, instruction }) as unknown as ReportLayer;
  const pairs = (text: string, layers: readonly string[]) =>
    matchLayers(
      model(text),
      layers.map((instruction, i) => told(i, instruction)),
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
