// What lies where in the memory that keywords are searched in: tables, what was found, and the text.
import { type ModuleMemory, makeMemory } from './assemble-module.ts';
import { alignUp, type KeywordMemory } from './keyword-memory.ts';

/** The most bytes that are looked through in one go. */
export const STRETCH_BYTES = 16 * 1024;
/** Bytes that the loop takes at once; it may look at so many behind the end, and at three more. */
export const STEP_BYTES = 16;
/** Keywords of a stretch that are told; those that stand at the same place as the last of them are told too. */
export const MOST_HITS = STRETCH_BYTES / 4;
/** How many kinds of words are told apart where floods are counted. */
export const WORD_KINDS = 256;

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

/** Makes the memory for a text of `textBytes`, with these keywords in it. */
export function makeSearchMemory(keywords: KeywordMemory, textBytes: number): SearchMemory {
  let end = alignUp(keywords.bytes.length);
  const place = (sizeBytes: number): number => {
    const start = end;
    end = alignUp(end + sizeBytes);
    return start;
  };
  const candidates = place(2 * STRETCH_BYTES + 2 * STEP_BYTES);
  const counts = place(4 * WORD_KINDS);
  const hits = place(8 * (MOST_HITS + keywords.longestChain));
  const text = place(textBytes);
  const memory = makeMemory(end);
  new Uint8Array(memory.buffer).set(keywords.bytes);
  const { gate, proof, heads } = keywords;
  return { memory, gate, proof, heads, candidates, hits, counts, results: 0, text, textBytes };
}
