// The three-way merge that all files of independent items share: what only one side changed is taken from it, what both
// changed in the same way stays, and what both changed differently is a clash.

/** One item of such a file: a line, a stanza, a certificate. */
export interface KeyedItem {
  readonly key: string;
  readonly text: string;
}

/** The merged items, and the keys of those that both sides changed differently. */
export interface MergedItems {
  readonly items: readonly KeyedItem[];
  readonly clashes: readonly string[];
}

/** Settles an item that both sides changed; undefined where it cannot be settled. An absent item is undefined. */
export type SettleItem = (
  old: KeyedItem | undefined,
  mine: KeyedItem | undefined,
  theirs: KeyedItem | undefined,
) => KeyedItem | undefined;

/**
 * Merges `mine` (the application's) into `theirs` (the new base's), both made from `old`. The order is that of `theirs`, and
 * what only `mine` has follows in its own order. Of items with one key the last counts, as in what reads such files.
 */
export function mergeItems(
  old: readonly KeyedItem[],
  mine: readonly KeyedItem[],
  theirs: readonly KeyedItem[],
  settle: SettleItem = () => undefined,
): MergedItems {
  const [inOld, inMine, inTheirs] = [byKey(old), byKey(mine), byKey(theirs)];
  const items: KeyedItem[] = [];
  const clashes: string[] = [];
  for (const key of new Set([...inTheirs.keys(), ...inMine.keys()])) {
    const [o, m, t] = [inOld.get(key), inMine.get(key), inTheirs.get(key)];
    if (m?.text === o?.text || m?.text === t?.text) {
      if (t !== undefined) items.push(t);
    } else if (t?.text === o?.text) {
      if (m !== undefined) items.push(m);
    } else {
      const settled = settle(o, m, t);
      if (settled === undefined) clashes.push(key);
      else items.push(settled);
    }
  }
  return { items, clashes };
}

function byKey(items: readonly KeyedItem[]): ReadonlyMap<string, KeyedItem> {
  return new Map(items.map((item) => [item.key, item]));
}
