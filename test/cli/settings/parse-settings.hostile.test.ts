import { expect, test } from 'vitest';
import { parseSettings } from '../../../src/cli/settings/parse-settings.ts';

const BOMB = ['a: &a [x,x,x,x,x,x,x,x,x]']
  .concat('bcdefghi'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]`))
  .concat('ignore: *i')
  .join('\n');

test.each([
  ['aliases that multiply', BOMB],
  ['nesting without end', `ignore: ${'['.repeat(100_000)}`],
  ['maps in maps without end', `${'{a: '.repeat(50_000)}`],
  ['an alias to itself', 'ignore: &a [*a]'],
  ['merge keys', 'x: &x {failOn: error}\n<<: *x'],
  ['a key that is a map', '{a: b}: c'],
  ['a tag', 'base: !!js/function "x"'],
  ['many documents', 'failOn: error\n---\nfailOn: never\n'],
  ['bytes that are no text', '\x00\x01\x02: \ufffd'],
  ['a prototype', '__proto__: {failOn: error}\nconstructor: x'],
  ['a very long key', `${'k'.repeat(200_000)}: 1`],
])('%s: problems, soon', (_, text) => {
  const start = performance.now();
  const { settings, problems } = parseSettings(text, 'plimsoll.yaml', ['apt-cache']);
  expect(performance.now() - start).toBeLessThan(50_000);
  if (!text.startsWith('base:')) expect(problems.length).toBeGreaterThan(0);
  expect(problems.length).toBeLessThanOrEqual(20);
  expect(settings.failOn).toBeUndefined();
});
