// Which keywords may stand where: tables over four bytes of each keyword, small enough for the processor's cache.
//
// Only every second place of a text is looked at. Of a keyword of five bytes or more, the five rarest in a row are known: the first
// four of them stand at such a place, or the last four do. Shorter ones take the byte behind or before them in, with all values that
// it may have. Case is folded by setting bit 5, which confuses a few other bytes as well; a whole keyword is compared in the end.
import { estimateFour, estimateThree } from './pair-frequency.ts';

/** A text that a rule wants to be told of. */
export interface Keyword {
  /** Three bytes or more, ASCII; lower case where `ignoresCase`. */
  readonly text: string;
  readonly ignoresCase: boolean;
  /** By byte, 1 for what may stand before and behind it, anything where not given; keywords of three and four bytes may be told only there. */
  readonly previousBytes?: Uint8Array;
  readonly nextBytes?: Uint8Array;
}

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

const HEADS_SHIFT = 17;

/** Tables for the pass over the bytes, and chains from four bytes to keywords. */
export interface GramTables {
  readonly gate: Uint8Array;
  readonly proof: Uint8Array;
  /**
   * By `hashHead`, the first link of a chain, or 0. Link `i` is of keyword `linkKeywords[i]`, whose bytes, or those beside
   * it, are the folded `linkWords[i]`, `linkOffsets[i]` into it.
   */
  readonly heads: Int32Array;
  readonly nextLinks: Int32Array;
  readonly linkWords: Int32Array;
  readonly linkKeywords: Int32Array;
  readonly linkOffsets: Int32Array;
}

/** The place in `heads` of a folded word. */
export function hashHead(word: number): number {
  return Math.imul(word, GATE.factor) >>> HEADS_SHIFT;
}

/** Makes the tables. */
export function makeGramTables(keywords: readonly Keyword[]): GramTables {
  const gate = new Uint8Array(GATE.sizeBytes + TABLE_SLACK_BYTES);
  const proof = new Uint8Array(PROOF.sizeBytes + TABLE_SLACK_BYTES);
  const heads = new Int32Array(1 << (32 - HEADS_SHIFT));
  const [nextLinks, linkWords, linkKeywords, linkOffsets] = [[0], [0], [0], [0]];
  for (const [index, keyword] of keywords.entries())
    for (const { word, offset } of listWords(keyword)) {
      setBit(gate, GATE, word);
      setBit(proof, PROOF, word);
      const slot = hashHead(word);
      nextLinks.push(heads[slot]!);
      linkWords.push(word);
      linkKeywords.push(index);
      linkOffsets.push(offset);
      heads[slot] = nextLinks.length - 1;
    }
  return {
    gate,
    proof,
    heads,
    nextLinks: Int32Array.from(nextLinks),
    linkWords: Int32Array.from(linkWords),
    linkKeywords: Int32Array.from(linkKeywords),
    linkOffsets: Int32Array.from(linkOffsets),
  };
}

interface GramWord {
  readonly word: number;
  readonly offset: number;
}

/** The words that tell a keyword: at every second place, wherever that begins, one of them stands. */
function listWords({ text, previousBytes, nextBytes }: Keyword): GramWord[] {
  const bytes = Buffer.from(text, 'latin1');
  const wordAt = (offset: number): GramWord => ({ word: bytes.readInt32LE(offset) | FOLD, offset });
  if (bytes.length >= 5) {
    const offset = findRarest(text);
    return [wordAt(offset), wordAt(offset + 1)];
  }
  const withPrevious = foldBytes(previousBytes).map((byte) => ({
    word: (bytes.readUIntLE(0, 3) << 8) | byte | FOLD,
    offset: -1,
  }));
  const from = bytes.length - 3;
  const withNext = foldBytes(nextBytes).map((byte) => ({
    word: bytes.readUIntLE(from, 3) | (byte << 24) | FOLD,
    offset: from,
  }));
  if (bytes.length === 3) return [...withPrevious, ...withNext];
  return [wordAt(0), ...(estimateThree(text, 0) < estimateThree(text, 1) ? withPrevious : withNext)];
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
  for (let offset = 0; offset + 5 <= text.length; offset++) {
    const count = 2 ** estimateFour(text, offset) + 2 ** estimateFour(text, offset + 1);
    if (count >= least) continue;
    least = count;
    best = offset;
  }
  return best;
}
