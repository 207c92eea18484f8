import { expect, test } from 'vitest';
import { makeRuleSet } from '../../src/secrets/rule-set.ts';
import { decodeKeywords, encodeKeywords, readStoredKeywords } from '../../src/secrets/stored-keywords.ts';

const PREPARED = makeRuleSet().prepareKeywords();

test('what was stored is what was made ready', () => {
  const { memory, ...rest } = decodeKeywords(encodeKeywords(PREPARED, 'these'), 'these')!;
  expect(rest).toMatchObject({
    lengths: PREPARED.lengths,
    rulesOf: PREPARED.rulesOf,
    beforeBytes: PREPARED.beforeBytes,
    afterBytes: PREPARED.afterBytes,
  });
  const { bytes, ...places } = memory;
  expect(places).toEqual({ ...PREPARED.memory, bytes: undefined });
  expect(Buffer.compare(bytes, PREPARED.memory.bytes)).toBe(0);
});

test('what was stored of other rules is not taken', () => {
  expect(decodeKeywords(encodeKeywords(PREPARED, 'these'), 'those')).toBeUndefined();
});

test('what was cut off is not taken', () => {
  const stored = encodeKeywords(PREPARED, 'these');
  expect(decodeKeywords(stored.subarray(0, -1), 'these')).toBeUndefined();
});

test('from its sources the program knows of nothing stored', () => {
  expect(readStoredKeywords()).toBeUndefined();
});
