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
  ['a pipe with FORCE_COLOR', PIPE, { FORCE_COLOR: '1' }, true, true],
  ['a pipe with an empty FORCE_COLOR', PIPE, { FORCE_COLOR: '' }, true, false],
  ['a terminal with FORCE_COLOR=0', TERMINAL, { FORCE_COLOR: '0' }, true, false],
  ['FORCE_COLOR and NO_COLOR', PIPE, { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
  ['FORCE_COLOR and --no-color', PIPE, { FORCE_COLOR: '1' }, false, false],
])('%s', (_, stream, env, isAllowed, isColoured) => {
  expect(createPalette(stream, env, isAllowed).bad('x')).toBe(isColoured ? '\x1b[31mx\x1b[39m' : 'x');
});
