// Whole keys: every base's digest counts, the order and repetition of bases do not.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { completeKey } from '../../../../src/fleet/update/keys/complete-key.ts';
import { hashFields } from '../../../../src/fleet/update/keys/hash-fields.ts';
import { digestOf, hexOf } from '../lock/lock-entries.ts';

const source = { hash: hexOf('source') };
const bases = fc.uniqueArray(
  fc.record({
    reference: fc.constantFrom('debian:12', 'tools:1', 'node:22'),
    digest: fc.constantFrom(digestOf('1'), digestOf('2'), digestOf('3')),
  }),
  { selector: ({ reference }) => reference },
);

test('two keys are equal if and only if their bases are', () => {
  fc.assert(
    fc.property(bases, bases, (one, other) => {
      const text = (list: typeof one): string =>
        list
          .map(({ reference, digest }) => reference + digest)
          .sort()
          .join();
      expect(completeKey(source, one) === completeKey(source, other)).toBe(text(one) === text(other));
      expect(completeKey(source, [...one, ...one].reverse())).toBe(completeKey(source, one));
      expect(completeKey({ hash: hexOf('other') }, one)).not.toBe(completeKey(source, one));
    }),
  );
});

test('the layout is what docs/build-keys.md says', () => {
  const digest = digestOf('debian');
  const text = ['plimsoll build key 1', 'complete', source.hash, 'debian:12', digest]
    .map((field) => `${field.length}:${field},`)
    .join('');
  expect(completeKey(source, [{ reference: 'debian:12', digest }])).toBe(hexOf(text));
});

test('fields do not run into each other', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (one, other) => {
      expect(hashFields('x', one) === hashFields('x', other)).toBe(
        JSON.stringify(one) === JSON.stringify(other),
      );
    }),
  );
});
