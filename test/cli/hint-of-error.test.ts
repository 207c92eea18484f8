import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hintOfError } from '../../src/cli/hint-of-error.ts';
import { type ErrorCode, PlimsollError } from '../../src/errors.ts';

const source = readFileSync(new URL('../../src/errors.ts', import.meta.url), 'utf8');
const codes = [...source.matchAll(/^ {2}\| '([A-Z_]+)'/gm)].map(([, code]) => code as ErrorCode);

test('every error that a user can mend says how, in one sentence', () => {
  expect(codes.length).toBeGreaterThan(20);
  for (const code of codes) {
    const hint = hintOfError(new PlimsollError(code, 'x'));
    if (code === 'ABORTED' || code === 'INTERNAL') expect(hint).toBeUndefined();
    else expect(hint).toMatch(/^[^\n]{20,120}\.$/);
  }
});

test("an error's own hint comes first", () => {
  expect(hintOfError(new PlimsollError('IMAGE_INVALID', 'x', { hint: 'Own.' }))).toBe('Own.');
});
