// Which keywords may stand where: tables over three and four bytes of each keyword, small enough for the processor's cache.
//
// Every keyword is known by four of its bytes, its rarest ones. Only even positions of a text are looked at: of the two runs of three
// within those four bytes one begins at an even position, wherever the keyword stands. Case is folded by setting bit 5, which
// confuses a few other bytes as well; a whole keyword is compared in the end.
import { estimateTriple } from './pair-frequency.ts';

/** A text that a rule wants to be told of. */
export interface Keyword {
  /** Three bytes or more, ASCII; lower case where `ignoresCase`. */
  readonly text: string;
  readonly ignoresCase: boolean;
  /** By byte, 1 for what may follow; only looked at for keywords of three bytes, which are told only where one of these does. */
  readonly nextBytes?: Uint8Array;
}

const TABLE_BITS = 18;
/** What shifts a product of 32 bits down to a bit of a table: 32 KiB each. */
export const TABLE_SHIFT = 32 - TABLE_BITS;
const TABLE_BYTES = 1 << (TABLE_BITS - 3);
export const FOLD = 0x20202020;
/** Odd multipliers whose upper bits mix well (the golden ratio's, and Knuth's neighbour of it). */
export const TRIPLE_FACTOR = 0x9e3779b1 | 0;
export const QUAD_FACTOR = 0x85ebca77 | 0;

/** Tables for the pass over the bytes, and chains from four bytes to keywords. */
export interface GramTables {
  /** A bit for each value of `hashTriple`, set where three folded bytes may belong to a keyword. */
  readonly triples: Uint8Array;
  /** Likewise for four, by `hashQuad`. */
  readonly quads: Uint8Array;
  /** By `hashQuad`, the first link of a chain, or 0. Link `i` is of keyword `linkKeywords[i]`, whose four bytes are `linkOffsets[i]` into it. */
  readonly heads: Uint16Array;
  readonly nextLinks: readonly number[];
  readonly linkKeywords: readonly number[];
  readonly linkOffsets: readonly number[];
  readonly longestBytes: number;
}

function hashTriple(word: number): number {
  return Math.imul((word | FOLD) << 8, TRIPLE_FACTOR) >>> TABLE_SHIFT;
}

function hashQuad(word: number): number {
  return Math.imul(word | FOLD, QUAD_FACTOR) >>> TABLE_SHIFT;
}

/** The tables for at most 65,535 links; a keyword of three bytes takes one for each byte that may follow. */
export function makeGramTables(keywords: readonly Keyword[]): GramTables {
  const triples = new Uint8Array(TABLE_BYTES);
  const quads = new Uint8Array(TABLE_BYTES);
  const heads = new Uint16Array(1 << TABLE_BITS);
  const nextLinks = [0];
  const linkKeywords = [0];
  const linkOffsets = [0];
  let longestBytes = 0;
  const link = (word: number, keyword: number, offset: number): void => {
    setBit(triples, hashTriple(word));
    setBit(triples, hashTriple(word >>> 8));
    const slot = hashQuad(word);
    setBit(quads, slot);
    nextLinks.push(heads[slot]!);
    linkKeywords.push(keyword);
    linkOffsets.push(offset);
    heads[slot] = nextLinks.length - 1;
  };
  for (const [index, { text, nextBytes }] of keywords.entries()) {
    longestBytes = Math.max(longestBytes, text.length);
    const bytes = Buffer.from(text, 'latin1');
    if (bytes.length > 3) {
      const offset = findRarest(text);
      link(bytes.readInt32LE(offset), index, offset);
    } else for (const next of foldBytes(nextBytes)) link(bytes.readUIntLE(0, 3) | (next << 24), index, 0);
  }
  return { triples, quads, heads, nextLinks, linkKeywords, linkOffsets, longestBytes };
}

function setBit(table: Uint8Array, index: number): void {
  table[index >>> 3]! |= 1 << (index & 7);
}

/** The bytes of the set, or all of them, as they are when folded. */
function foldBytes(set: Uint8Array | undefined): Set<number> {
  const folded = new Set<number>();
  for (let byte = 0; byte < 256; byte++) if (set === undefined || set[byte] === 1) folded.add(byte | 0x20);
  return folded;
}

function findRarest(text: string): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset + 4 <= text.length; offset++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((i) => text[offset + i]!);
    const count = 2 ** estimateTriple(a!, b!, c!) + 2 ** estimateTriple(b!, c!, d!);
    if (count >= least) continue;
    least = count;
    best = offset;
  }
  return best;
}
