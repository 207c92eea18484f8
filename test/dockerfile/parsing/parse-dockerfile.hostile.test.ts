// Dockerfiles that are made to take long, to take much, or to break the reader.
import { expect, test } from 'vitest';
import { decodeDockerfile } from '../../../src/dockerfile/dockerfile-text.ts';
import { build, errorOf, parseText } from '../parse-text.ts';

/** All of these take less than a second on an idle machine. */
const TIMEOUT_MS = 20_000;

const refused = { code: 'DOCKERFILE_INVALID', line: expect.any(Number), message: expect.any(String) };

test('a line of more than 65,535 bytes is refused, one of as many is not', () => {
  const run = `RUN ${'x'.repeat(65_531)}`;
  expect(parseText(`FROM a\n${run}\n`).instructions).toHaveLength(2);
  expect(errorOf(() => parseText(`FROM a\n${run}x\n`))).toMatchObject({
    line: 2,
    message: expect.stringMatching(/65535/),
  });
  expect(errorOf(() => parseText(`FROM a\nRUN ${'é'.repeat(33_000)}\n`))).toMatchObject({ line: 2 });
});

test('a file of more than 16 MiB is refused', () => {
  expect(errorOf(() => decodeDockerfile(new Uint8Array(16 * 1024 * 1024 + 1))).code).toBe(
    'DOCKERFILE_INVALID',
  );
});

test.each<readonly [string, string]>([
  ['200,000 continuation lines', `RUN a ${'\\\n b '.repeat(200_000)}`],
  ['200,000 continuation lines of ENV', `ENV a=b ${'\\\n c=d '.repeat(200_000)}`],
  ['50,000 instructions', 'RUN a\n'.repeat(50_000)],
  ['an instruction of 100,000 ONBUILDs', 'ONBUILD \\\n'.repeat(100_000)],
  ['100,000 flags', `RUN ${'--mount=x \\\n'.repeat(100_000)}`],
  ['JSON nested 60,000 deep', `RUN ${'['.repeat(60_000)}`],
  ['20,000 heredocs', `RUN ${'<<E \\\n'.repeat(20_000)}x\n${'E\n'.repeat(20_000)}`],
  ['60,000 backslashes', `RUN ${'\\'.repeat(60_000)}`],
  ['60,000 quotes', `ENV a=${'"'.repeat(60_001)}`],
])('%s are read or refused soon', { timeout: TIMEOUT_MS }, (_, text) => {
  try {
    expect(parseText(`FROM a\n${text}`).instructions.length).toBeGreaterThan(1);
  } catch (error) {
    expect(error).toMatchObject({ code: 'DOCKERFILE_INVALID' });
  }
});

test('a chain of stages 5,000 long is followed', { timeout: TIMEOUT_MS }, () => {
  const stages = Array.from(
    { length: 5000 },
    (_, i) => `FROM ${i === 0 ? 'scratch' : `s${i - 1}`} AS s${i}`,
  );
  expect(build(stages.join('\n')).stages).toHaveLength(5000);
});

test('stages that need each other are refused', () => {
  expect(errorOf(() => build('FROM a AS x\nCOPY --from=y / /\nFROM a AS y\nCOPY --from=x / /'))).toEqual(
    refused,
  );
  expect(errorOf(() => build('FROM a AS x\nCOPY --from=x / /'))).toEqual(refused);
});

test('values that double on each line are stopped', { timeout: TIMEOUT_MS }, () => {
  const lines = Array.from({ length: 100 }, () => 'ENV A=$A$A$A$A$A$A$A$A');
  expect(errorOf(() => build(`FROM scratch\nENV A=aaaaaaaa\n${lines.join('\n')}`))).toEqual(refused);
});

test('substitutions nested 20,000 deep are refused', () => {
  const nested = `${'${A:-'.repeat(10_000)}x${'}'.repeat(10_000)}`;
  expect(errorOf(() => build(`FROM scratch\nUSER ${nested}`))).toEqual(refused);
});

test('patterns that go back and forth are stopped', { timeout: TIMEOUT_MS }, () => {
  const value = 'a'.repeat(60_000);
  const pattern = '*a'.repeat(10_000);
  expect(errorOf(() => build(`FROM scratch\nENV A=${value}\nUSER \${A/${pattern}b/x}`))).toEqual(refused);
  expect(build(`FROM scratch\nENV A=${value}\nUSER \${A##*a*a*a*a*a*a*a*a*b}`).stages).toHaveLength(1);
});

test('names of objects of JavaScript are names like any other', () => {
  const text = 'FROM scratch AS constructor\nARG __proto__\nCOPY $__proto__ $toString /d/\nFROM constructor';
  expect(build(text, { buildArgs: { toString: 'x' } }).mainContext.followPaths).toBeUndefined();
  expect(errorOf(() => build('FROM a\nRUN --constructor=x a'))).toEqual(refused);
});
