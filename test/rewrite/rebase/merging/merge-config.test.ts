// Configs merged field by field.
import { expect, test } from 'vitest';
import { mergeConfig } from '../../../../src/rewrite/rebase/merging/merge-config.ts';

test('keeps fields that nobody knows', () => {
  const { run, clashes } = mergeConfig({}, { Strange: { a: 1 } }, { Other: [1] });
  expect(run).toEqual({ Strange: { a: 1 }, Other: [1] });
  expect(clashes).toEqual([]);
});

test('takes what the new base changed, and says so', () => {
  const { run, taken } = mergeConfig(
    { Env: ['A=1'], Labels: { v: '1' } },
    { Env: ['A=1', 'B=2'], Labels: { v: '1', own: 'x' } },
    { Env: ['A=2'], Labels: { v: '2' } },
  );
  expect(run).toEqual({ Env: ['A=2', 'B=2'], Labels: { v: '2', own: 'x' } });
  expect(taken).toEqual(['Env A', 'Labels v']);
});

test('loses what the new base dropped', () => {
  const { run } = mergeConfig({ Env: ['A=1'], Cmd: ['x'] }, { Env: ['A=1'], Cmd: ['x'] }, {});
  expect(run).toEqual({ Env: [] });
});

test('null, empty and missing are the same', () => {
  const { run, clashes, taken } = mergeConfig(
    { Cmd: null, User: '' },
    { Cmd: ['a'] },
    { Cmd: [], Volumes: null },
  );
  expect(run['Cmd']).toEqual(['a']);
  expect(clashes).toEqual([]);
  expect(taken).toEqual([]);
});

test('a variable called __proto__ is a variable', () => {
  const { run } = mergeConfig({}, { Env: ['__proto__=1', 'constructor=2'] }, {});
  expect(run).toEqual({ Env: ['__proto__=1', 'constructor=2'] });
});

test('clashes are named', () => {
  const { clashes } = mergeConfig(
    { User: 'a', Env: ['X=1'] },
    { User: 'b', Env: ['X=2'] },
    { User: 'c', Env: ['X=3'] },
  );
  expect(clashes).toEqual(['User', 'Env X']);
});
