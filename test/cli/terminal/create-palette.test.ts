import { expect, test } from 'vitest';
import { createPalette } from '../../../src/cli/terminal/create-palette.ts';

const TERMINAL = { isTTY: true, write: () => true };
const PIPE = { write: () => true };

test.each([
  ['a terminal', TERMINAL, {}, true, true],
  ['a terminal with an empty NO_COLOR', TERMINAL, { NO_COLOR: '' }, true, true],
  ['NO_COLOR', TERMINAL, { NO_COLOR: '1' }, true, false],
  ['--no-color', TERMINAL, {}, false, false],
  ['a dumb terminal', TERMINAL, { TERM: 'dumb' }, true, false],
  ['a pipe', PIPE, {}, true, false],
  ['a pipe, whatever FORCE_COLOR says', PIPE, { FORCE_COLOR: '1' }, true, false],
])('%s', (_, stream, env, isAllowed, isColoured) => {
  expect(createPalette(stream, env, isAllowed).bad('x')).toBe(isColoured ? '\x1b[31mx\x1b[39m' : 'x');
});
