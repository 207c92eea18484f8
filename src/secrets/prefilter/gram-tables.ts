// Which keywords may stand where: tables over four bytes of each keyword, small enough for the processor's cache.
//
// Only every second place of a text is looked at. Of a keyword of five bytes or more, the five rarest in a row are known: the first
// four of them stand at such a place, or the last four do. Shorter ones take the byte behind or before them in, with all values that
// it may have. Case is folded by setting bit 5, which confuses a few other bytes as well; a whole keyword is compared in the end.
import type { Keyword } from './keyword.ts';
import { estimateFour, estimateThree } from './pair-frequency.ts';

export const FOLD = 0x20202020;

/** A table of bits that words of four bytes are looked up in. */
export interface TableKind {
  readonly sizeBytes: number;
  /** Odd, with upper bits that mix well. */
  readonly factor: number;
  /** What shifts a product of 32 bits down to a byte of the table. */
  readonly shift: number;
}

/** Each word is looked up in the first: the loop is as fast as this is near. */
export const GATE: TableKind = { sizeBytes: 1 << 16, factor: 0x85ebca77 | 0, shift: 16 };
/** Those that pass, one in fifty, in the second. */
export const PROOF: TableKind = { sizeBytes: 1 << 15, factor: 0x9e3779b1 | 0, shift: 17 };
/** Bits of the last byte of a table may lie behind it. */
export const TABLE_SLACK_BYTES = 16;

/** What shifts a word's product with the gate's factor down to a place in `heads`. */
export const HEADS_SHIFT = 17;

/** Tables for the pass over the bytes, and chains from words to keywords. */
export interface GramTables {
  readonly gate: Uint8Array;
  readonly proof: Uint8Array;
  /** By the word's product, the first link of its chain, or -1. */
  readonly heads: Int32Array;
  readonly links: KeywordLinks;
  readonly longestChain: number;
}

/** Link `i` says that keyword `keywords[i]` may stand where a word does. */
export interface KeywordLinks {
  /** Folded; four bytes of the keyword, or three with one beside it. */
  readonly words: readonly number[];
  /** The next link of the chain, -1 where it is the last. */
  readonly nexts: readonly number[];
  /** How far into the keyword the word is; -1 where it begins before it. */
  readonly offsets: readonly number[];
  /** The place of the keyword in the list. */
  readonly keywords: readonly number[];
}

/** Makes the tables. */
export function makeGramTables(keywords: readonly Keyword[]): GramTables {
  const gate = new Uint8Array(GATE.sizeBytes + TABLE_SLACK_BYTES);
  const proof = new Uint8Array(PROOF.sizeBytes + TABLE_SLACK_BYTES);
  const heads = new Int32Array(1 << (32 - HEADS_SHIFT)).fill(-1);
  const chains = new Uint32Array(heads.length);
  const links = {
    words: [] as number[],
    nexts: [] as number[],
    offsets: [] as number[],
    keywords: [] as number[],
  };
  let longestChain = 0;
  for (let keyword = 0; keyword < keywords.length; keyword++)
    listWords(keywords[keyword]!, (word, offset) => {
      setBit(gate, GATE, word);
      setBit(proof, PROOF, word);
      const slot = Math.imul(word, GATE.factor) >>> HEADS_SHIFT;
      links.words.push(word);
      links.nexts.push(heads[slot]!);
      links.offsets.push(offset);
      links.keywords.push(keyword);
      heads[slot] = links.words.length - 1;
      longestChain = Math.max(longestChain, ++chains[slot]!);
    });
  return { gate, proof, heads, links, longestChain };
}

/** Tells the words of a keyword: at every second place, wherever that begins, one of them stands. */
function listWords(
  { text, previousBytes, nextBytes }: Keyword,
  take: (word: number, offset: number) => void,
): void {
  const bytes = Buffer.from(text, 'latin1');
  const takeAt = (offset: number): void => take(bytes.readInt32LE(offset) | FOLD, offset);
  if (bytes.length >= 5) {
    const offset = findRarest(text);
    takeAt(offset);
    return takeAt(offset + 1);
  }
  const isThree = bytes.length === 3;
  if (!isThree) takeAt(0);
  const isFirstRarer = isThree || estimateThree(text, 0) < estimateThree(text, 1);
  const three = bytes.readUIntLE(0, 3) << 8;
  if (isFirstRarer) for (const byte of foldBytes(previousBytes)) take(three | byte | FOLD, -1);
  if (isFirstRarer && !isThree) return;
  const from = bytes.length - 3;
  for (const byte of foldBytes(nextBytes)) take(bytes.readUIntLE(from, 3) | (byte << 24) | FOLD, from);
}

function setBit(table: Uint8Array, { factor, shift }: TableKind, word: number): void {
  const product = Math.imul(word, factor);
  const bit = (product >>> shift) * 8 + (product & 31);
  table[bit >>> 3]! |= 1 << (bit & 7);
}

/** The bytes of the set, or all of them, as they are when folded. */
function foldBytes(set: Uint8Array | undefined): number[] {
  const folded = new Set<number>();
  for (let byte = 0; byte < 256; byte++) if (set === undefined || set[byte] === 1) folded.add(byte | 0x20);
  return [...folded];
}

/** Where the five rarest bytes in a row begin. */
function findRarest(text: string): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  let first = 2 ** estimateFour(text, 0);
  for (let offset = 0; offset + 5 <= text.length; offset++) {
    const second = 2 ** estimateFour(text, offset + 1);
    if (first + second < least) {
      least = first + second;
      best = offset;
    }
    first = second;
  }
  return best;
}
