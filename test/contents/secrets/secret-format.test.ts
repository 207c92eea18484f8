import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  limitSecretFacts,
  MATCHES_LIMIT,
  type SecretFacts,
} from '../../../src/contents/secrets/secret-facts.ts';
import { decodeSecrets, encodeSecrets } from '../../../src/contents/secrets/secret-format.ts';

const count = fc.maxSafeNat();
const member = fc.option(fc.string(), { nil: undefined });
const withMember = <T extends object>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T & { member?: string }> =>
  fc.tuple(arbitrary, member).map(([part, name]): T & { member?: string } => ({
    ...part,
    ...(name === undefined ? {} : { member: name }),
  }));

const arbitraryFacts: fc.Arbitrary<SecretFacts> = fc.record({
  matches: fc.array(withMember(fc.record({ ruleId: fc.string(), offsetBytes: count, lengthBytes: count }))),
  omitted: fc.array(fc.record({ ruleId: fc.string(), count })),
  unread: fc.array(withMember(fc.record({ reason: fc.string(), bytes: count }))),
});

test('what was encoded is decoded again', () => {
  fc.assert(
    fc.property(arbitraryFacts, (facts) => {
      expect(decodeSecrets(encodeSecrets(facts))).toEqual(facts);
    }),
  );
});

test.each([
  ['no JSON', '{'],
  ['no list', '{}'],
  ['too few lists', '[[],[],[],[]]'],
  ['a kind that is not there', '[["a"],[],[[1,0,1]],[],[]]'],
  ['a member that is not there', '[["a"],[],[[0,0,1,0]],[],[]]'],
  ['a negative offset', '[["a"],[],[[0,-1,1]],[],[]]'],
  ['a length that is no number', '[["a"],[],[[0,1,"1"]],[],[]]'],
  ['a reason that is no text', '[[],[],[],[],[[1,2]]]'],
  ['a kind that is no text', '[[1],[],[],[],[]]'],
])('%s is refused', (_, text) => {
  expect(() => decodeSecrets(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
});

test('a file of nothing but secrets keeps a thousand and counts the others by kind', () => {
  const matches = Array.from({ length: MATCHES_LIMIT + 30 }, (_, i) => ({
    ruleId: i % 3 === 0 ? 'a' : 'b',
    offsetBytes: i,
    lengthBytes: 1,
  }));
  const facts = limitSecretFacts({ matches, unread: [] });
  expect(facts.matches).toHaveLength(MATCHES_LIMIT);
  expect(facts.omitted.reduce((sum, kind) => sum + kind.count, 0)).toBe(30);
});

test('parts that were not searched without end are told by their reasons, with all their bytes', () => {
  const unread = Array.from({ length: 50_000 }, (_, i) => ({
    reason: `reason ${i % 2}`,
    bytes: 3,
    member: 'm'.repeat(5000),
  }));
  const facts = limitSecretFacts({ matches: [], unread });
  expect(facts.unread.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(150_000);
  expect(encodeSecrets(facts).length).toBeLessThan(10_000);
});
