import { describe, expect, test } from 'vitest';
import { isSamplePath } from '../../../../src/secrets/structures/judging/sample-path.ts';
import { isSecretValue, looksRandom } from '../../../../src/secrets/structures/judging/secret-value.ts';
import { ALPHABET, makeText } from '../../rules/make-text.ts';

describe('a value', () => {
  test.each([
    '',
    '  ',
    '$VAR',
    `\${VAR}`,
    '$(cmd)',
    '<password>',
    '{{ .Values.a }}',
    '%(a)s',
    '****',
    'xxxxxx',
    'changeme',
    'ENC[AES256]',
    '`cmd`',
    '<%= ENV["A"] %>',
  ])('%j is none anywhere', (value) => {
    expect(isSecretValue(value, 'credentials')).toBe(false);
  });

  test.each([
    'password',
    'hunter2',
    'true',
    'abc',
    'com.example.Thing',
    '/run/secrets/a',
    'https://example.com',
    'your-api-key',
    'Enter your password:',
  ])('%j is one only where credentials are', (value) => {
    expect(isSecretValue(value, 'credentials')).toBe(true);
    expect(isSecretValue(value, 'settings')).toBe(false);
  });

  test.each(['horse9', 'Tr0ub4dor&3', 'p@$$word1', '}Fi>>0a{> akEd'])(
    '%j is one in settings, and none in a sample',
    (value) => {
      expect(isSecretValue(value, 'settings')).toBe(true);
      expect(isSecretValue(value, 'sample')).toBe(false);
    },
  );

  test('that looks random is one in a sample', () => {
    expect(isSecretValue(makeText(ALPHABET.alphanumeric, 32), 'sample')).toBe(true);
  });
});

test('what looks random, and what does not', () => {
  // Chance may draw a text that does not look so: few.
  for (const alphabet of [ALPHABET.hex, ALPHABET.alphanumeric, ALPHABET.base64, ALPHABET.base32]) {
    const random = Array.from({ length: 100 }, (_, seed) => makeText(alphabet, 40, seed + 1)).filter(
      looksRandom,
    );
    expect(random.length).toBeGreaterThan(95);
  }
  for (const text of [
    'my-super-secret-key-2',
    'MySuperSecretKey123',
    'this_is_a_long_password_1',
    'short1A',
    '1234567890123456',
    'a'.repeat(40),
  ])
    expect(looksRandom(text)).toBe(false);
});

test('paths of samples', () => {
  for (const path of [
    'a/.env.example',
    'a/config.sample.php',
    'a/wp-config-sample.php',
    'a/tests/settings.py',
    'a/.env.dist',
    'usr/share/doc/a/b.conf',
  ])
    expect(isSamplePath(path)).toBe(true);
  for (const path of [
    'a/.env',
    'a/.env.production',
    'srv/contest/.env',
    'a/latest/.npmrc',
    'a/distribution.env',
  ])
    expect(isSamplePath(path)).toBe(false);
});
