// Databases of stanzas: dpkg's status and apt's extended states (deb-control(5)), debconf's databases, and apk's installed
// packages (apk-package(5)). A stanza stands for one package or question, and is taken or left whole.
import { type KeyedItem, mergeItems } from './merge-items.ts';
import { type FileVersions, type MergeResult, resultOf, textOf } from './merge-result.ts';

/** How the stanzas of a database are told apart. */
export type StanzaKey = (stanza: string) => string;

const DEBIAN_KEYS = ['Package', 'Architecture'];

/** `name:architecture`, as dpkg has it. */
export const keyOfDebianPackage: StanzaKey = (stanza) =>
  DEBIAN_KEYS.map((name) => fieldOf(stanza, name)).join(':');

/** A question or template of debconf. */
export const keyOfDebconf: StanzaKey = (stanza) => fieldOf(stanza, 'Name');

/** A package of apk's database. */
export const keyOfApkPackage: StanzaKey = (stanza) => /^P:(.*)$/m.exec(stanza)?.[1] ?? '';

/** Merges three such databases by stanzas; the order is by key where the new base's is. */
export function mergeStanzas({ old, mine, theirs }: FileVersions, keyOf: StanzaKey): MergeResult {
  const split = (content: Buffer | undefined): readonly KeyedItem[] =>
    splitStanzas(textOf(content)).map((text) => ({ key: keyOf(text), text }));
  const newItems = split(theirs);
  const { items, clashes } = mergeItems(split(old), split(mine), newItems);
  const ordered = isSorted(newItems) ? [...items].sort((a, b) => compareNames(a.key, b.key)) : items;
  return resultOf(ordered.map(({ text }) => `${text}\n\n`).join(''), clashes);
}

/** The stanzas of a text, without the empty lines between them. */
export function splitStanzas(text: string): readonly string[] {
  return text
    .split(/\n[ \t]*\n+/)
    .map((stanza) => stanza.replace(/^\n+|\n+$/g, ''))
    .filter((stanza) => stanza !== '');
}

function fieldOf(stanza: string, name: string): string {
  const start = stanza.startsWith(`${name}:`) ? 0 : stanza.indexOf(`\n${name}:`) + 1;
  if (start === 0 && !stanza.startsWith(`${name}:`)) return '';
  const end = stanza.indexOf('\n', start);
  return stanza.slice(start + name.length + 1, end === -1 ? undefined : end).trim();
}

function isSorted(items: readonly KeyedItem[]): boolean {
  return items.every((item, i) => i === 0 || compareNames(items[i - 1]!.key, item.key) <= 0);
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
