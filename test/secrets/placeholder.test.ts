import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isCountedUp, isPlaceholder } from '../../src/secrets/placeholder.ts';

describe('stands for a secret', () => {
  test.each([
    'your-api-key-here',
    'EXAMPLE_TOKEN_1',
    'sk-abcdefgh12',
    '12345678901234567890xy',
    'f00-8888888888888888-x',
    'not-a-real-key-1',
    'kd8j2h4jf9s8mf6lxkd8j2h4jf9s8mf6l',
    'xxxxxxxxxxxxxxxx',
    `\${API_TOKEN}`,
    '$API_TOKEN',
    '$(cat token)',
    '{{ secrets.token }}',
    '%API_TOKEN%',
    '<your token>',
    'process.env.TOKEN',
    '------------',
    'change-me-please',
    ['2YotnFZFEjr1', 'zCsicMWpAA'].join(''),
  ])('%s', (value) => {
    expect(isPlaceholder(value)).toBe(true);
  });
});

describe('is a secret of its own', () => {
  test('a hash that begins with a dollar sign', () => {
    expect(isPlaceholder(`$argon2id$v=19$m=65536$${'Qm9v'.repeat(3)}1x`)).toBe(false);
    expect(isPlaceholder(`$y$j9T$${'Qm9v'.repeat(3)}1x`)).toBe(false);
  });

  test('anything drawn at random, nearly always', () => {
    const swallowed = Array.from({ length: 20_000 }, () => randomBytes(30).toString('base64url')).filter(
      isPlaceholder,
    );
    expect(swallowed.length).toBeLessThanOrEqual(2);
  });

  test('a token with zeros in base64', () => {
    expect(isPlaceholder(`${'A'.repeat(14)}k9Jw3RzQ0v7Lm2Xs${'A'.repeat(14)}xT7hYb5Nc1Kd8Pf`)).toBe(false);
  });

  test('a long value in which a word comes up', () => {
    expect(isPlaceholder(`${randomBytes(900).toString('hex')}sample`)).toBe(false);
  });
});

test('letters that go up the alphabet are told, whatever stands between them', () => {
  expect(isCountedUp('a1b2C3d4e5F6g7h8i9')).toBe(true);
  expect(isCountedUp('abc123def456ghi789')).toBe(true);
  expect(isCountedUp(randomBytes(60).toString('base64url'))).toBe(false);
});
