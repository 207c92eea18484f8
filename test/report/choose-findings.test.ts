import { expect, test } from 'vitest';
import { chooseFindings } from '../../src/report/choose-findings.ts';
import { makeFinding } from './made-reports.ts';

const sizes = (findings: readonly { bytes: number }[]): number[] => findings.map(({ bytes }) => bytes);

test('the few largest are shown, until little is left', () => {
  const some = [900, 80, 10, 5, 5].map((bytes) => makeFinding({ bytes }));
  const { shown, small } = chooseFindings(some);
  expect(sizes(shown)).toEqual([900, 80]);
  expect(sizes(small)).toEqual([10, 5, 5]);
});

test('of many equal ones, a few are shown', () => {
  const { shown, small } = chooseFindings(Array.from({ length: 40 }, () => makeFinding({ bytes: 10 })));
  expect(shown.length + small.length).toBe(40);
  expect(shown.length).toBeLessThan(8);
});

test('errors come first, however small', () => {
  const tiny = makeFinding({ severity: 'error', bytes: 0 });
  expect(chooseFindings([makeFinding(), tiny]).shown[0]).toBe(tiny);
});

test('what is inherited or advice is left out', () => {
  const others = [makeFinding({ origin: 'inherited' }), makeFinding({ severity: 'advice' })];
  expect(chooseFindings(others)).toEqual({ shown: [], small: [], moreSecrets: [] });
});

test('a single finding without bytes is shown', () => {
  expect(chooseFindings([makeFinding({ bytes: 0 })]).shown).toHaveLength(1);
});
