import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NameFilter } from '../../../src/checks/judging/name-filter.ts';

function mayHold(patterns: readonly string[], name: string): boolean {
  const filter = new NameFilter();
  for (const pattern of patterns) filter.add(pattern);
  const bytes = Buffer.from(`before${name}after`);
  return filter.mayHold(bytes, 6, bytes.length - 5);
}

test('a name, an ending, a beginning, both ends', () => {
  const patterns = ['core', '*.pyc', '*~', '._*', 'hs_err_pid*.log'];
  for (const name of ['core', 'a.pyc', '.pyc', 'x~', '~', '._', '._x', 'hs_err_pid1.log'])
    expect([name, mayHold(patterns, name)]).toEqual([name, true]);
  for (const name of [
    '',
    'cor',
    'cores',
    'a.py',
    'a.pyc.x',
    'pyc',
    'x._',
    'hs_err_pid1.txt',
    'xhs_err_pid1.log',
  ])
    expect([name, mayHold(patterns, name)]).toEqual([name, false]);
});

test('what stands for bytes that are no UTF-8 may hold anything', () => {
  expect(mayHold(['\\xff*'], 'a')).toBe(true);
});

test('never rules out a name that a pattern fits', () => {
  const segment = fc.string({ unit: fc.constantFrom('a', 'b', '.', '~', 'é'), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.array(segment), (parts, fills) => {
      const name = parts.map((part, i) => (i === 0 ? part : `${fills[i - 1] ?? ''}${part}`)).join('');
      expect(mayHold([parts.join('*')], name)).toBe(true);
    }),
  );
});
