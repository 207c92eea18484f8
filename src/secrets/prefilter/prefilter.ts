// Tells where keywords stand in a text: the one pass that looks at every byte.
import {
  FOLD,
  type GramTables,
  type Keyword,
  makeGramTables,
  QUAD_FACTOR,
  TABLE_SHIFT,
  TRIPLE_FACTOR,
} from './gram-tables.ts';

/** Bytes that must be readable before and after a searched text. */
export const MARGIN_BYTES = 8;
/** Bytes between two looks at what was found. */
const STRETCH_BYTES = 16 * 1024;
/** Candidates of a stretch that are followed: programs full of keywords have a third of it, only floods made on purpose have more. */
const MOST_CANDIDATES = STRETCH_BYTES / 16;

/** Takes keyword `keyword` found at `at`. */
export type TakeHit = (keyword: number, at: number) => void;

/** Keywords made ready to be searched for. */
export class Prefilter {
  readonly #keywords: readonly Buffer[];
  readonly #ignoresCase: Uint8Array;
  readonly #tables: GramTables;
  readonly #candidates = new Uint32Array(STRETCH_BYTES / 2);

  constructor(keywords: readonly Keyword[]) {
    this.#keywords = keywords.map(({ text }) => Buffer.from(text, 'latin1'));
    this.#ignoresCase = Uint8Array.from(keywords, ({ ignoresCase }) => (ignoresCase ? 1 : 0));
    this.#tables = makeGramTables(keywords);
  }

  /** The longest keyword: the end of a text that goes on may be the beginning of one. */
  get longestBytes(): number {
    return this.#tables.longestBytes;
  }

  /**
   * Tells each keyword that lies within `view[from .. to]` and ends after `after`, by position, nearly in order. `bytes` and
   * `view` are of the same memory. Gives how many places were too many to be followed: none in any text that is not made to be slow.
   */
  search(bytes: Uint8Array, view: DataView, from: number, to: number, after: number, take: TakeHit): number {
    let refused = 0;
    for (let start = from & ~1; start < to; start += STRETCH_BYTES) {
      const found = this.#findCandidates(view, start, Math.min(to, start + STRETCH_BYTES));
      const count = Math.min(found, MOST_CANDIDATES);
      refused += found - count;
      for (let i = 0; i < count; i++) {
        const p = this.#candidates[i]!;
        this.#follow(bytes, view.getInt32(p, true), p, from, to, after, take);
        this.#follow(bytes, view.getInt32(p - 1, true), p - 1, from, to, after, take);
      }
    }
    return refused;
  }

  /** Apart from what follows the candidates, so that the loop over all bytes is compiled by itself: it takes half the time so. */
  #findCandidates(view: DataView, from: number, to: number): number {
    const { triples, quads } = this.#tables;
    const candidates = this.#candidates;
    let count = 0;
    for (let p = from; p < to; p += 2) {
      const word = view.getInt32(p, true) | FOLD;
      const triple = Math.imul(word << 8, TRIPLE_FACTOR) >>> TABLE_SHIFT;
      if (((triples[triple >>> 3]! >>> (triple & 7)) & 1) === 0) continue;
      const quad = Math.imul(word, QUAD_FACTOR) >>> TABLE_SHIFT;
      const before = Math.imul(view.getInt32(p - 1, true) | FOLD, QUAD_FACTOR) >>> TABLE_SHIFT;
      const isCandidate = ((quads[quad >>> 3]! >>> (quad & 7)) | (quads[before >>> 3]! >>> (before & 7))) & 1;
      if (isCandidate !== 0) candidates[count++] = p;
    }
    return count;
  }

  #follow(
    bytes: Uint8Array,
    unfolded: number,
    p: number,
    from: number,
    to: number,
    after: number,
    take: TakeHit,
  ): void {
    const { heads, nextLinks, linkKeywords, linkOffsets } = this.#tables;
    const slot = Math.imul(unfolded | FOLD, QUAD_FACTOR) >>> TABLE_SHIFT;
    for (let link = heads[slot]!; link !== 0; link = nextLinks[link]!) {
      const keyword = linkKeywords[link]!;
      const at = p - linkOffsets[link]!;
      const end = at + this.#keywords[keyword]!.length;
      if (at >= from && end <= to && end > after && this.#isAt(bytes, keyword, at)) take(keyword, at);
    }
  }

  #isAt(bytes: Uint8Array, keyword: number, at: number): boolean {
    const wanted = this.#keywords[keyword]!;
    const ignoresCase = this.#ignoresCase[keyword] === 1;
    for (let i = 0; i < wanted.length; i++) {
      const byte = bytes[at + i]!;
      if (byte === wanted[i]) continue;
      if (!ignoresCase || byte < 0x41 || byte > 0x5a || (byte | 0x20) !== wanted[i]) return false;
    }
    return true;
  }
}
