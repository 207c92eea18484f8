// Images and files made to bring their own instructions into the Dockerfile that is written.
import { expect, test } from 'vitest';
import { decodeDockerfile } from '../../../src/dockerfile/dockerfile-text.ts';
import { parseDockerfile } from '../../../src/dockerfile/parsing/parse-dockerfile.ts';
import { makeImage, splitText } from './split-text.ts';

const GO = 'FROM golang:1.22\nRUN go build -o /app .\nCMD ["/app"]\n';
const namesOf = (text: string): readonly string[] =>
  parseDockerfile(decodeDockerfile(Buffer.from(text))).instructions.map(({ name }) => name);

test.each(['/lib/a\nRUN evil\n/libc.so.6', '/lib/\r/libc.so.6', '/lib/\0/libc.so.6'])(
  'a library at %j is not written',
  (path) => {
    const image = makeImage(['/app'], [{ soname: 'libc.so.6', path }]);
    expect(splitText(GO, { image })).toMatchObject({
      kind: 'unknown',
      problem: 'a path has control characters',
    });
  },
);

test('a loader with a line end is not written', () => {
  const image = makeImage(['/app'], [], ['/lib/ld\nRUN evil']);
  expect(splitText(GO, { image })).toMatchObject({ kind: 'unknown' });
});

test.each(['/my lib/libc.so.6', '/$HOME/libc.so.6', '/a"b/libc.so.6', '/[ab]/libc.so.6', '/a\\b/libc.so.6'])(
  'a library at %j is one word',
  (path) => {
    const outcome = splitText(GO, { image: makeImage(['/app'], [{ soname: 'libc.so.6', path }]) });
    if (outcome.kind !== 'split') throw new Error(JSON.stringify(outcome));
    const copy = parseDockerfile(decodeDockerfile(Buffer.from(outcome.text))).instructions.find(
      ({ name, isJson }) => name === 'COPY' && isJson,
    )!;
    expect(copy.args).toHaveLength(2);
  },
);

test('a package of an image is named only where it is a name', () => {
  const image = makeImage(
    ['/usr/local/lib/python3.11/dist-packages/a.so'],
    ['evil; rm -rf /', '$(evil)', '-o=x', 'good-1'].map((packageName, i) => ({
      soname: `lib${i}.so`,
      path: `/lib/lib${i}.so`,
      packageName,
    })),
  );
  const file = 'FROM debian:12\nRUN apt-get install -y gcc && pip install a\nCMD ["python3", "/a.py"]\n';
  expect(splitText(file, { image })).toMatchObject({
    kind: 'split',
    base: { packages: ['good-1', 'python3'] },
  });
});

test('files of the context bring no instructions', () => {
  const outcome = splitText(
    'FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm run build\nCMD ["npm", "start"]\n',
    {
      files: {
        'package.json': JSON.stringify({ scripts: { build: 'tsc', start: 'node x.js\nRUN evil' } }),
        'tsconfig.json': '{"compilerOptions":{"outDir":"dist\\nRUN evil"}}',
      },
    },
  );
  if (outcome.kind === 'split')
    expect(namesOf(outcome.text)).toHaveLength(
      5 + namesOf(outcome.text.slice(outcome.text.indexOf('FROM', 5))).length,
    );
  else expect(outcome.kind).toBe('unknown');
});

test('long lists of stages, words and commands end', () => {
  const begun = Date.now();
  splitText(`FROM golang:1\n${`RUN ${'go build -o /x . && '.repeat(500)}true\n`.repeat(20)}CMD ["/x"]\n`);
  splitText(
    `FROM node:20\nCOPY ${'a '.repeat(10_000)} /b/\nRUN npm run build\nCMD [${'"a",'.repeat(10_000)}"b"]\n`,
  );
  splitText(`FROM debian:12\nRUN apt-get install -y ${'gcc '.repeat(9_000)}\nCMD ${'a/'.repeat(10_000)}\n`);
  expect(Date.now() - begun).toBeLessThan(60_000);
});
