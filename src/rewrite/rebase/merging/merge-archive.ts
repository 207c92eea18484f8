// apk's `scripts.tar` (apk-package(5)): the scripts of all packages, a member each, named after the package and its checksum.
import { type KeyedItem, mergeItems } from './merge-items.ts';
import type { FileVersions, MergeResult } from './merge-result.ts';

const BLOCK_BYTES = 512;
const NAME_BYTES = 100;
const SIZE_OFFSET = 124;
const SIZE_DIGITS = 12;
const END_BLOCKS = 2;

/** Merges tars of short-named regular files by their members; members are taken as they are, headers and all. */
export function mergeArchives({ old, mine, theirs }: FileVersions): MergeResult {
  const [o, m, t] = [old, mine, theirs].map(splitMembers);
  if (o === undefined || m === undefined || t === undefined) return { kind: 'clash', what: ['its form'] };
  const { items, clashes } = mergeItems(o, m, t);
  if (clashes.length > 0) return { kind: 'clash', what: clashes };
  const end = Buffer.alloc(BLOCK_BYTES * END_BLOCKS);
  return {
    kind: 'merged',
    content: Buffer.concat([...items.map(({ text }) => Buffer.from(text, 'latin1')), end]),
  };
}

/** The members, or undefined where it is another kind of tar than apk writes. */
function splitMembers(content: Buffer | undefined): readonly KeyedItem[] | undefined {
  const items: KeyedItem[] = [];
  if (content === undefined) return items;
  for (let at = 0; at + BLOCK_BYTES <= content.length; ) {
    if (content[at] === 0) return items;
    const name = content.toString('latin1', at, at + NAME_BYTES).replace(/\0.*$/s, '');
    const digits = content.toString('latin1', at + SIZE_OFFSET, at + SIZE_OFFSET + SIZE_DIGITS);
    const size = /^\s*([0-7]+)[\s\0]*$/.exec(digits)?.[1];
    if (size === undefined) return undefined;
    const blocks = Math.ceil(Number.parseInt(size, 8) / BLOCK_BYTES);
    const end = at + BLOCK_BYTES * (blocks + 1);
    if (end > content.length) return undefined;
    items.push({ key: name, text: content.toString('latin1', at, end) });
    at = end;
  }
  return items;
}
