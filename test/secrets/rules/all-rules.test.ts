// What holds of every rule: a name of its own, a source, and an expression that cannot run for long.
import { expect, test } from 'vitest';
import { ALL_RULES } from '../../../src/secrets/rules/all-rules.ts';
import type { SecretRule } from '../../../src/secrets/secret-rule.ts';

test('no two rules have one id, and ids are lower case with dashes', () => {
  const ids = ALL_RULES.map((rule) => rule.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
});

test('there are 200 kinds at least, each with the address of where its format is described', () => {
  expect(ALL_RULES.length).toBeGreaterThanOrEqual(200);
  expect(
    ALL_RULES.filter((rule) => !/^https:\/\/[\w.-]+\/?/.test(rule.source)).map((rule) => rule.id),
  ).toEqual([]);
});

test('prefixes and keywords have three bytes at least, names four, all of them ASCII', () => {
  const least = { token: 3, pattern: 3, assigned: 4 };
  const short = ALL_RULES.flatMap((rule) =>
    listKeywords(rule).filter((keyword) => keyword.length < least[rule.kind] || !/^[ -~]+$/.test(keyword)),
  );
  expect(short).toEqual([]);
});

test('names are lower case', () => {
  const upper = ALL_RULES.flatMap((rule) =>
    rule.kind === 'assigned' ? rule.names.filter((name) => name !== name.toLowerCase()) : [],
  );
  expect(upper).toEqual([]);
});

test('every quantifier is bounded', () => {
  const unbounded = ALL_RULES.filter((rule) =>
    listExpressions(rule).some((source) =>
      /[*+]|\{\d+,\}/.test(source.replace(/\\./g, '_').replace(/\[(?:[^\]])*\]/g, '_')),
    ),
  );
  expect(unbounded.map((rule) => rule.id)).toEqual([]);
});

function listKeywords(rule: SecretRule): readonly string[] {
  if (rule.kind === 'token') return rule.prefixes;
  return rule.kind === 'assigned' ? rule.names : rule.keywords;
}

function listExpressions(rule: SecretRule): readonly string[] {
  if (rule.kind === 'token') return [rule.body];
  return rule.kind === 'assigned' ? [rule.value, rule.wholeName ?? ''] : [rule.pattern.source];
}
