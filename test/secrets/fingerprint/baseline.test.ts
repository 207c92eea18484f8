import { describe, expect, test } from 'vitest';
import { type Baseline, formatBaseline, parseBaseline } from '../../../src/secrets/fingerprint/baseline.ts';

const baseline: Baseline = {
  keyId: '0011223344556677',
  secrets: [
    { rule: 'secret/b', place: 'etc/b', fingerprint: '1'.repeat(32) },
    { rule: 'secret/a', place: 'etc/z', fingerprint: '2'.repeat(32) },
    { rule: 'secret/a', place: 'etc/a', fingerprint: '3'.repeat(32) },
  ],
};

describe('baselines', () => {
  test('are written in one order, and read as they were written', () => {
    const text = formatBaseline(baseline);
    expect(parseBaseline(text, 'f').secrets.map(({ place }) => place)).toEqual(['etc/a', 'etc/z', 'etc/b']);
    expect(formatBaseline(parseBaseline(text, 'f'))).toBe(text);
    expect(formatBaseline({ ...baseline, secrets: baseline.secrets.toReversed() })).toBe(text);
  });

  test.each([
    ['no JSON', '{', 'it is no JSON'],
    ['null', 'null', 'it is no baseline'],
    ['another file', '{"a":1}', 'it is no baseline'],
    ['a newer one', '{"schemaVersion":2}', 'it was written by a newer plimsoll'],
    ['no list', '{"schemaVersion":1,"keyId":"a","secrets":{}}', 'it is no baseline'],
    [
      'an odd entry',
      '{"schemaVersion":1,"keyId":"a","secrets":[null]}',
      "entry 1 of 'secrets' has no fingerprint",
    ],
    [
      'a short one',
      '{"schemaVersion":1,"keyId":"a","secrets":[{"fingerprint":"12"}]}',
      'has no fingerprint of 32',
    ],
  ])('refuses %s', (_, text, message) => {
    expect(() => parseBaseline(text, 'plimsoll-baseline.json')).toThrow(message);
  });
});
