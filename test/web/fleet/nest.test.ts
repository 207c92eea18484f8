// Groups of a treemap: nothing is lost on the way, and levels that would say nothing are left out.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { follow, type Nest, nest } from '../../../web/fleet/nest.ts';

const BY_TEN = (item: number): string => `tens ${Math.floor(item / 10)}`;
const BY_ONE = (item: number): string => `ones ${item % 10}`;

function itemsOf({ items, groups }: Nest): readonly number[] {
  return groups === null ? items : groups.flatMap(itemsOf);
}

test('every item is in one group of each level', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(999), { maxLength: 200 }), (items) => {
      const root = nest('all', items, [BY_TEN, BY_ONE]);
      expect([...itemsOf(root)].sort((a, b) => a - b)).toEqual([...items].sort((a, b) => a - b));
    }),
  );
});

test('few items are not grouped, nor are many by what they have in common', () => {
  const many = Array.from({ length: 50 }, (_, i) => i);
  expect(nest('all', many.slice(0, 24), [BY_TEN]).groups).toBe(null);
  expect(nest('all', many, [() => 'the same']).groups).toBe(null);
  expect(nest('all', many, [() => 'the same', BY_TEN]).groups!.map(({ label }) => label)).toEqual([
    'tens 0',
    'tens 1',
    'tens 2',
    'tens 3',
    'tens 4',
  ]);
  expect(nest('all', many, [(item) => `each ${item}`]).groups).toBe(null);
});

test('a path leads as far as there are groups', () => {
  const root = nest(
    'all',
    Array.from({ length: 50 }, (_, i) => i),
    [BY_TEN],
  );
  expect(follow(root, ['tens 1']).items).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(follow(root, [])).toBe(root);
  expect(follow(root, ['tens 1', 'gone'])).toBe(follow(root, ['tens 1']));
});
