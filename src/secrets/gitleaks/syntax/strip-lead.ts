// Patterns that begin with as much of a name as stands there, `[\\w.-]{0,50}?`, before the word that they are about. Searching for
// such beginnings tries every place before each word; looking back from the word finds the same.
import type { ByteSet } from './byte-set.ts';
import type { PatternNode } from './syntax-tree.ts';

/** Bytes of `set` before a match, as many as there are up to `most`, which belong to it. */
export interface PatternLead {
  readonly set: ByteSet;
  readonly most: number;
}

/** `node` without the bytes that it may begin with; no lead where there are none, or no end to them. */
export function stripLead(node: PatternNode): {
  readonly node: PatternNode;
  readonly lead: PatternLead | undefined;
} {
  if (node.kind === 'choice' && node.options.length === 1) return stripLead(node.options[0]!);
  if (node.kind !== 'sequence' || node.items.length === 0) return { node, lead: undefined };
  const [first, ...rest] = node.items;
  const bytes = readLead(first!);
  if (bytes === undefined) {
    const inner = stripLead(first!);
    return { node: { kind: 'sequence', items: [inner.node, ...rest] }, lead: inner.lead };
  }
  const others = stripLead({ kind: 'sequence', items: rest });
  if (others.lead === undefined) return { node: others.node, lead: bytes };
  const isSame = bytes.set.every((member, byte) => member === others.lead!.set[byte]);
  return isSame
    ? { node: others.node, lead: { set: bytes.set, most: bytes.most + others.lead.most } }
    : { node: { kind: 'sequence', items: rest }, lead: bytes };
}

function readLead(node: PatternNode): PatternLead | undefined {
  if (node.kind !== 'repeat' || node.item.kind !== 'bytes' || node.least > 0 || node.most === Infinity)
    return undefined;
  return { set: node.item.set, most: node.most };
}
