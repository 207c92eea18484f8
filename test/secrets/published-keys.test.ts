import { describe, expect, test } from 'vitest';
import { findInText } from '../../src/secrets/find-in-text.ts';
import { compileRule } from '../../src/secrets/matching/compiled-rule.ts';
import { isPublishedKey } from '../../src/secrets/published-keys.ts';
import { ALL_RULES } from '../../src/secrets/rules/all-rules.ts';

test('a key of the tests of Firebase is known, another is not', () => {
  // In two pieces, so that the whole key does not stand here.
  expect(isPublishedKey(`AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh0'}`)).toBe(true);
  expect(isPublishedKey(`AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh1'}`)).toBe(false);
});

test('a password in the help of kubectl is known', () => {
  expect(isPublishedKey(`uXFGweU9${'l35qcif'}`)).toBe(true);
  expect(isPublishedKey(`uXFGweU9${'l35qcig'}`)).toBe(false);
});

test('no rule finds a published key', () => {
  const rules = ALL_RULES.map(compileRule);
  expect(findInText(`apiKey: "AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh0'}"`, rules)).toEqual([]);
  expect(findInText(`apiKey: "AIzaSyD3asb-2pEZVq${'MkmL6M9N6nHZRR_znhrh1'}"`, rules)).not.toEqual([]);
});

describe('a private key that GnuTLS checks itself with', () => {
  // In pieces, so that no key stands here.
  const body = [
    'MEUCAQAwHAYGKoUDAgITMBIGByqFAwICIwEGByqFAwICHgEE',
    'IgQgdNfuHGmmTdPmp5dAa3ea9UYxpdYQPP9lbDwzQwG2bJM=',
  ].join('');
  const armour = (text: string): string =>
    `-----BEGIN ${'PRIVATE'} KEY-----\n${text}\n-----END ${'PRIVATE'} KEY-----`;
  const idsIn = (text: string): string[] =>
    findInText(text, ALL_RULES.map(compileRule)).map((match) => match.ruleId);

  test('is known, however its lines are broken', () => {
    expect(isPublishedKey(armour(body))).toBe(true);
    expect(isPublishedKey(armour(`${body.slice(0, 40)}\r\n${body.slice(40)}`))).toBe(true);
    expect(idsIn(armour(`${body.slice(0, 40)}\\n${body.slice(40)}`))).toEqual([]);
  });

  test('is another where one character differs', () => {
    const other = body.replace(/.(?=.=*$)/, (last) => (last === 'a' ? 'b' : 'a'));
    expect(isPublishedKey(armour(other))).toBe(false);
    expect(idsIn(armour(other))).toEqual(['pkcs8-private-key']);
  });
});
