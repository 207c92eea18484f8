import { expect, test } from 'vitest';
import { describeError } from '../../src/cli/describe-error.ts';
import { PlimsollError } from '../../src/errors.ts';

test('one line and a hint', () => {
  const error = new PlimsollError('LAYER_CORRUPT', 'a header has a wrong checksum', {
    subject: 'layer 3 (sha256:ab)',
    offsetBytes: 1_234_567,
    hint: 'Pull the image again.',
  });
  expect(describeError(error, false)).toEqual([
    'plimsoll: layer 3 (sha256:ab): a header has a wrong checksum (at byte 1,234,567)',
    'hint: Pull the image again.',
  ]);
});

test('further problems have lines of their own', () => {
  const at = (line: number) =>
    new PlimsollError('SETTINGS_INVALID', `problem ${line}`, { subject: 'plimsoll.yaml', line });
  const cause = new AggregateError([at(3), at(9)]);
  const error = new PlimsollError('SETTINGS_INVALID', 'problem 1', {
    subject: 'plimsoll.yaml',
    line: 1,
    cause,
  });
  expect(describeError(error, false)).toEqual([
    'plimsoll: plimsoll.yaml:1: problem 1',
    'plimsoll: plimsoll.yaml:3: problem 3',
    'plimsoll: plimsoll.yaml:9: problem 9',
    'hint: schema/plimsoll-yaml.json in the package describes the file.',
  ]);
});

test.each([
  ['an error nobody expected', new TypeError('x is undefined')],
  ['a broken promise of our own', new PlimsollError('INTERNAL', 'x is undefined')],
])('%s is called a bug', (_, error) => {
  expect(describeError(error, false)).toEqual([
    'plimsoll: this is a bug in plimsoll: x is undefined',
    'hint: Run it again with --debug and report what it prints.',
  ]);
  expect(describeError('x is undefined', false)[0]).toBe(
    'plimsoll: this is a bug in plimsoll: x is undefined',
  );
});

test('the stack and its causes come only with --debug, and causes in a circle end', () => {
  const inner = new Error('inner');
  const error = new PlimsollError('USAGE', 'outer', { cause: inner });
  inner.cause = error;
  const text = describeError(error, true).join('\n');
  expect(text).toContain('describe-error.test.ts');
  expect(text).toContain('Error: inner');
  expect(describeError(error, false)).toEqual([
    'plimsoll: outer',
    "hint: 'plimsoll --help' shows what there is.",
  ]);
});

test('what an image or a registry says cannot drive the terminal', () => {
  const error = new PlimsollError('REGISTRY_REFUSED', 'no\x1b[2J\nhint: run rm', {
    subject: 'a\u202eb',
    hint: '\x07',
  });
  expect(describeError(error, false)).toEqual([
    'plimsoll: a\\u{202e}b: no\\x1b[2J\\x0ahint: run rm',
    'hint: \\x07',
  ]);
});
