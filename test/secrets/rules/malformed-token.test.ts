import { describe, expect, test } from 'vitest';
import { makeMalformedTokenTest } from '../../../src/secrets/rules/malformed-token.ts';
import type { SecretRule } from '../../../src/secrets/secret-rule.ts';

const source = 'https://acme.test/';
const rules: readonly SecretRule[] = [
  { kind: 'token', id: 'acme', name: 'Acme', source, prefixes: ['acme_x_', 'key-'], body: '[a-z0-9]{8}' },
  { kind: 'token', id: 'acme-b', name: 'Acme', source, prefixes: ['acme_x_'], body: '[a-z0-9]{12}' },
  { kind: 'assigned', id: 'acme-c', name: 'Acme', source, names: ['acme'], value: '[a-z]{8}' },
];
const isMalformed = makeMalformedTokenTest(rules);

describe('with the prefix of an issuer', () => {
  test.each(['acme_x_12ab34cd', 'acme_x_12ab34cd56ef'])('%s is as its rules have it', (text) => {
    expect(isMalformed(text)).toBe(false);
  });

  test.each(['acme_x_12ab34c', 'acme_x_12ab34cd5', 'acme_x_', 'ACME_X_12ab34cd5'])('%s is not', (text) => {
    expect(isMalformed(text)).toBe(true);
  });
});

test('a prefix that is a word says nothing', () => {
  expect(isMalformed('key-12')).toBe(false);
});

test('without a prefix nothing is said', () => {
  expect(isMalformed('12ab34cd5')).toBe(false);
});
