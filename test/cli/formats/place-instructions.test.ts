// Where an image's layers and config come from in its Dockerfile, whoever built it.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanInstruction } from '../../../src/checks/judging/instruction.ts';
import { placeInstructions } from '../../../src/cli/formats/place-instructions.ts';
import type { ReportBase } from '../../../src/report/image-report.ts';
import type { PlacesOfImage } from '../../../src/report/judgements/judge-images.ts';
import { makeLayer, makeReport } from '../../report/made-reports.ts';

function placesOf(
  dockerfile: string,
  history: readonly string[],
  base: ReportBase | null = null,
): PlacesOfImage | undefined {
  const file = join(mkdtempSync(join(tmpdir(), 'plimsoll-places-')), 'Dockerfile');
  writeFileSync(file, dockerfile);
  const layers = history.map((createdBy, index) =>
    makeLayer({ index, createdBy, instruction: cleanInstruction(createdBy) }),
  );
  const [places] = placeInstructions([{ ...makeReport([]), layers, base }], file).byReport;
  return places;
}

const linesOf = (...args: Parameters<typeof placesOf>): readonly (number | undefined)[] =>
  args[1].map((_, index) => placesOf(...args)?.byLayer.get(index)?.line);

const DOCKERFILE = `ARG BASE=debian:bookworm-slim
FROM \${BASE} AS base
ARG VERSION=1.2
ENV MODE=prod
WORKDIR /srv/app
RUN echo "one $VERSION" > one && \\
    # a comment
    echo two > two
RUN <<EOT
set -e
echo heredoc > three
EOT
COPY a.txt b.txt /data/
FROM scratch AS files
COPY a.txt /from-files
FROM base
ARG OTHER
RUN ["/bin/sh", "-c", "echo exec > /exec"]
COPY --from=files --chown=1:1 /from-files /copied
COPY <<EOT /heredoc.txt
hello
EOT
ADD a-\${OTHER}.tgz \${MODE}/added
SHELL ["/usr/bin/env", "bash", "-c"]
RUN --mount=type=cache,target=/c echo bash > /bash
LABEL org.test=$OTHER
ENV LATE=$VERSION
ENV LATE=again
CMD ["run"]
`;

describe('the layers of an image', () => {
  test('built by BuildKit are at their instructions, those below at FROM', () => {
    expect(
      linesOf(DOCKERFILE, [
        "# debian.sh --arch 'amd64' out/ 'bookworm' '@1690848000'",
        'WORKDIR /srv/app',
        'RUN |1 VERSION=1.2 /bin/sh -c echo "one $VERSION" > one &&     echo two > two # buildkit',
        'RUN |1 VERSION=1.2 /bin/sh -c set -e\necho heredoc > three\n # buildkit',
        'COPY a.txt b.txt /data/ # buildkit',
        'RUN |2 VERSION=1.2 OTHER=9 /bin/sh -c echo exec > /exec # buildkit',
        'COPY --chown=1:1 /from-files /copied # buildkit',
        'COPY <<EOT /heredoc.txt # buildkit',
        'ADD a-9.tgz prod/added # buildkit',
        'RUN |2 VERSION=1.2 OTHER=9 /usr/bin/env bash -c echo bash > /bash # buildkit',
      ]),
    ).toEqual([2, 5, 6, 9, 13, 18, 19, 20, 23, 25]);
  });

  test('built by the classic builder likewise', () => {
    expect(
      linesOf(DOCKERFILE, [
        '/bin/sh -c #(nop) ADD file:12 in / ',
        '/bin/sh -c #(nop) WORKDIR /srv/app',
        '|1 VERSION=1.2 /bin/sh -c echo "one $VERSION" > one &&     echo two > two',
        '/bin/sh -c #(nop) COPY multi:ab in /data/ ',
        '/bin/sh -c #(nop) COPY --chown=1:1file:cd in /copied ',
        '/bin/sh -c #(nop) ADD file:ef in prod/added ',
      ]),
    ).toEqual([2, 5, 6, 13, 19, 23]);
  });

  test('of a base that was built with the same words are at FROM', () => {
    const dockerfile = 'FROM base:1\nRUN apt-get update\nCOPY . /app\n';
    expect(
      linesOf(dockerfile, [
        'ADD x /',
        'RUN apt-get update',
        'COPY . /app',
        'RUN apt-get update',
        'COPY . /app',
      ]),
    ).toEqual([1, 1, 1, 2, 3]);
  });

  test('that say other things are paired by their number, else told at the stage', () => {
    const dockerfile = 'FROM base:1\nRUN one\nRUN two\nRUN three\n';
    expect(linesOf(dockerfile, ['ADD x /', 'RUN one', 'RUN 2', 'RUN three'])).toEqual([1, 2, 3, 4]);
    expect(linesOf(dockerfile, ['ADD x /', 'RUN one', 'x', 'y', 'RUN three'])).toEqual([1, 2, 1, 1, 4]);
    const base = { reference: 'base:1', layerCount: 1 };
    expect(linesOf(dockerfile, ['ADD x /', 'RUN 1', 'RUN two', 'RUN three'], base)).toEqual([1, 2, 3, 4]);
  });

  test('of another stage are found there', () => {
    expect(linesOf(DOCKERFILE, ['COPY a.txt /from-files # buildkit'])).toEqual([15]);
  });

  test('of another Dockerfile have no place', () => {
    expect(placesOf(DOCKERFILE, ['RUN something else'])).toBeUndefined();
  });

  test('in great number are placed in steps that grow with both', () => {
    const many = Array.from({ length: 2000 }, (_, i) => `echo ${i % 7}`);
    const dockerfile = `FROM a\n${many.map((each) => `RUN ${each}\n`).join('')}`;
    const history = many.slice(0, 500).map((each) => `RUN /bin/sh -c ${each} # buildkit`);
    expect(placesOf(dockerfile, history)!.byLayer.size).toBe(500);
  });
});

test('the config is at the last instruction that says it', () => {
  const { byConfig } = placesOf(DOCKERFILE, ['WORKDIR /srv/app'])!;
  const lines = [...byConfig].map(([name, { line }]) => [name, line]);
  expect(Object.fromEntries(lines)).toEqual({
    'Env MODE': 4,
    'Env LATE': 28,
    'Labels org.test': 26,
    WorkingDir: 5,
    Shell: 24,
    Cmd: 29,
  });
});
