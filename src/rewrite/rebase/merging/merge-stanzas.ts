// Databases of stanzas: dpkg's status and apt's extended states (deb-control(5)), debconf's databases, and apk's installed
// packages (apk-package(5)). A stanza stands for one package or question, and is taken or left whole.
import { type StanzaKey, splitStanzas } from '../../stanzas.ts';
import { type KeyedItem, mergeItems } from './merge-items.ts';
import { type FileVersions, type MergeResult, resultOf, textOf } from './merge-result.ts';

/** Merges three such databases by stanzas; the order is by key where the new base's is. */
export function mergeStanzas({ old, mine, theirs }: FileVersions, keyOf: StanzaKey): MergeResult {
  const split = (content: Buffer | undefined): readonly KeyedItem[] =>
    splitStanzas(textOf(content)).map((text) => ({ key: keyOf(text), text }));
  const newItems = split(theirs);
  const { items, clashes } = mergeItems(split(old), split(mine), newItems);
  const ordered = isSorted(newItems) ? [...items].sort((a, b) => compareNames(a.key, b.key)) : items;
  return resultOf(ordered.map(({ text }) => `${text}\n\n`).join(''), clashes);
}

function isSorted(items: readonly KeyedItem[]): boolean {
  return items.every((item, i) => i === 0 || compareNames(items[i - 1]!.key, item.key) <= 0);
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
