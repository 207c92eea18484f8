import { expect, test } from 'vitest';
import type { Finding } from '../../../src/checks/finding.ts';
import { compareFindings } from '../../../src/checks/judging/compare-findings.ts';
import { makeFinding } from '../../report/made-reports.ts';

const found = (rule: string, bytes: number, fields: Partial<Finding> = {}): Finding =>
  makeFinding({ rule, bytes, message: `what ${rule} finds`, ...fields });

const describe = (a: readonly Finding[], b: readonly Finding[]): string[] =>
  compareFindings(a, b).map(
    ({ rule, tier, change, bytesInA, bytesInB, isYoursInB }) =>
      `${rule} ${tier} ${change} ${bytesInA} -> ${bytesInB}${isYoursInB ? ' yours' : ''}`,
  );

test('rules that are new, gone, grown or shrunk; those that are the same are left out', () => {
  const a = [found('same', 5), found('gone', 7), found('grown', 1), found('grown', 2), found('shrunk', 9)];
  const b = [found('same', 5), found('new', 4), found('grown', 30), found('shrunk', 8)];
  expect(describe(a, b)).toEqual([
    'grown ballast grown 3 -> 30 yours',
    'gone ballast gone 7 -> 0',
    'new ballast new 0 -> 4 yours',
    'shrunk ballast shrunk 9 -> 8 yours',
  ]);
});

test('a rule that passes its floor goes from advice to ballast', () => {
  expect(describe([found('x', 5, { severity: 'advice' })], [found('x', 500)])).toEqual([
    'x ballast new 0 -> 500 yours',
    'x advice gone 5 -> 0',
  ]);
});

test('what moved to another layer, or belongs to the base now, does not differ', () => {
  expect(describe([found('x', 5)], [found('x', 5, { layer: 7, origin: 'inherited' })])).toEqual([]);
  expect(describe([], [found('x', 5, { origin: 'inherited' })])).toEqual(['x ballast new 0 -> 5']);
});

test('findings that price no bytes differ by their paths', () => {
  const layers = (fileCount: number) => [found('ambiguous-layer', 0, { fileCount })];
  expect(describe(layers(1), layers(1))).toEqual([]);
  expect(describe(layers(1), layers(2))).toEqual(['ambiguous-layer ballast changed 0 -> 0 yours']);
});

test('the words are those of B where both have findings', () => {
  const [one] = compareFindings([found('x', 1, { message: 'old' })], [found('x', 2, { message: 'new' })]);
  expect(one?.message).toBe('new');
});
