import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isPlaceholder } from '../../src/secrets/placeholder.ts';

describe('stands for a secret', () => {
  test.each([
    'your-api-key-here',
    'EXAMPLE_TOKEN_1',
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

  test('a long value in which a word comes up', () => {
    expect(isPlaceholder(`${randomBytes(900).toString('hex')}sample`)).toBe(false);
  });
});
