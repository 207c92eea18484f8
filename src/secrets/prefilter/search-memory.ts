// What lies where in the memory that keywords are searched in: tables, what was found, and the text.
import { type ModuleMemory, makeMemory } from './assemble-module.ts';
import type { GramTables } from './gram-tables.ts';
import type { Keyword } from './keyword.ts';

/** The most bytes that are looked through in one go. */
export const STRETCH_BYTES = 16 * 1024;
/** Bytes that the loop takes at once; it may look at so many behind the end, and at three more. */
export const STEP_BYTES = 16;
/** Keywords of a stretch that are told; those that stand at the same place as the last of them are told too. */
export const MOST_HITS = STRETCH_BYTES / 4;
/** How many kinds of words are told apart where floods are counted. */
export const WORD_KINDS = 256;

/** Bytes of a link in memory: its word, the next link, its offset into the keyword, and the keyword; links and keywords by address. */
export const LINK_BYTES = 16;
/** Bytes before a keyword's text: its number and its length. Then, four bytes at a time, what they must be and which bits count. */
export const KEYWORD_HEAD_BYTES = 8;

/** The addresses of all parts. */
export interface SearchMemory {
  readonly memory: ModuleMemory;
  readonly gate: number;
  readonly proof: number;
  readonly heads: number;
  /** Places in the text, four bytes each. */
  readonly candidates: number;
  /** Pairs of a keyword's number and its place. */
  readonly hits: number;
  /** Counters by kind of word. */
  readonly counts: number;
  /** How many candidates were refused, and how many steps were made. */
  readonly results: number;
  readonly text: number;
  readonly textBytes: number;
}

/** Makes the memory for a text of `textBytes`, with the tables of these keywords in it. */
export function makeSearchMemory(
  keywords: readonly Keyword[],
  tables: GramTables,
  textBytes: number,
): SearchMemory {
  const texts = keywords.map(encodeKeyword);
  let end = 0;
  const place = (sizeBytes: number): number => {
    const start = end;
    end += (sizeBytes + 15) & ~15;
    return start;
  };
  // Address 0 is no link's.
  const results = place(16);
  const gate = place(tables.gate.length);
  const proof = place(tables.proof.length);
  const candidates = place(2 * STRETCH_BYTES + 2 * STEP_BYTES);
  const heads = place(4 * tables.heads.length);
  const links = place(LINK_BYTES * tables.links.words.length);
  const keywordStarts = texts.map((text) => place(text.length));
  const counts = place(4 * WORD_KINDS);
  const hits = place(8 * (MOST_HITS + tables.longestChain));
  const text = place(textBytes);
  const memory = makeMemory(end);
  const bytes = Buffer.from(memory.buffer);
  bytes.set(tables.gate, gate);
  bytes.set(tables.proof, proof);
  const words = new Int32Array(memory.buffer);
  const addressOf = (link: number): number => (link < 0 ? 0 : links + LINK_BYTES * link);
  for (let slot = 0; slot < tables.heads.length; slot++)
    words[heads / 4 + slot] = addressOf(tables.heads[slot]!);
  for (let link = 0; link < tables.links.words.length; link++) {
    const at = addressOf(link) / 4;
    words[at] = tables.links.words[link]!;
    words[at + 1] = addressOf(tables.links.nexts[link]!);
    words[at + 2] = tables.links.offsets[link]!;
    words[at + 3] = keywordStarts[tables.links.keywords[link]!]!;
  }
  texts.forEach((encoded, keyword) => {
    bytes.set(encoded, keywordStarts[keyword]!);
    words[keywordStarts[keyword]! / 4] = keyword;
  });
  return { memory, gate, proof, heads, candidates, hits, counts, results, text, textBytes };
}

function encodeKeyword({ text, ignoresCase }: Keyword): Buffer {
  const encoded = Buffer.alloc(KEYWORD_HEAD_BYTES + 8 * Math.ceil(text.length / 4));
  encoded.writeInt32LE(text.length, 4);
  Buffer.from(text, 'latin1').forEach((byte, i) => {
    const at = KEYWORD_HEAD_BYTES + 8 * (i >> 2) + (i & 3);
    const isLetter = byte >= 0x61 && byte <= 0x7a;
    const mask = ignoresCase && isLetter ? 0xdf : 0xff;
    encoded[at] = byte & mask;
    encoded[at + 4] = mask;
  });
  return encoded;
}
