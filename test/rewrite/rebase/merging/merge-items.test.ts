// The three-way merge, by its laws.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KeyedItem, mergeItems } from '../../../../src/rewrite/rebase/merging/merge-items.ts';

const ITEMS = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('1', '2', '3'))
  .map((record): KeyedItem[] => Object.entries(record).map(([key, text]) => ({ key, text })));
const sorted = (items: readonly KeyedItem[]): readonly string[] =>
  items.map(({ key, text }) => `${key}=${text}`).sort();

describe('mergeItems', () => {
  test('takes the new base where the application changed nothing', () => {
    fc.assert(
      fc.property(ITEMS, ITEMS, (old, theirs) => {
        expect(mergeItems(old, old, theirs)).toEqual({ items: theirs, clashes: [] });
      }),
    );
  });

  test('keeps the application where the base changed nothing', () => {
    fc.assert(
      fc.property(ITEMS, ITEMS, (old, mine) => {
        const { items, clashes } = mergeItems(old, mine, old);
        expect(clashes).toEqual([]);
        expect(sorted(items)).toEqual(sorted(mine));
      }),
    );
  });

  test('is the same from either side but for the order', () => {
    fc.assert(
      fc.property(ITEMS, ITEMS, ITEMS, (old, mine, theirs) => {
        const [a, b] = [mergeItems(old, mine, theirs), mergeItems(old, theirs, mine)];
        expect(sorted(a.items)).toEqual(sorted(b.items));
        expect([...a.clashes].sort()).toEqual([...b.clashes].sort());
      }),
    );
  });

  test('says of each key that both changed differently that it clashes', () => {
    const at = (text: string): KeyedItem[] => [{ key: 'k', text }];
    expect(mergeItems(at('1'), at('2'), at('3'))).toEqual({ items: [], clashes: ['k'] });
    expect(mergeItems(at('1'), at('2'), [])).toEqual({ items: [], clashes: ['k'] });
    expect(mergeItems(at('1'), at('2'), at('2'))).toEqual({ items: at('2'), clashes: [] });
  });
});
