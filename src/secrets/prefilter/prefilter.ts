// Tells where keywords stand in a text: the one pass that looks at every byte.
import { type FindCandidates, makeFindCandidates } from './find-candidates.ts';
import {
  FOLD,
  type GramTables,
  type Keyword,
  makeGramTables,
  QUAD_FACTOR,
  TABLE_SHIFT,
} from './gram-tables.ts';
import type { SearchedText } from './searched-text.ts';

/** Bytes between two looks at what was found. */
const STRETCH_BYTES = 16 * 1024;
/** Candidates and keywords of a stretch that are followed: texts full of keywords have less, only floods made on purpose have more. */
const MOST_CANDIDATES = STRETCH_BYTES / 4;
const MOST_HITS = STRETCH_BYTES / 16;

/** Takes keyword `keyword` found at `at`. */
export type TakeHit = (keyword: number, at: number) => void;

/** Keywords made ready to be searched for. */
export class Prefilter {
  readonly #keywords: readonly Buffer[];
  readonly #ignoresCase: Uint8Array;
  readonly #tables: GramTables;
  readonly #candidates = new Uint32Array(STRETCH_BYTES / 2);
  readonly #findCandidates: FindCandidates;

  constructor(keywords: readonly Keyword[]) {
    this.#keywords = keywords.map(({ text }) => Buffer.from(text, 'latin1'));
    this.#ignoresCase = Uint8Array.from(keywords, ({ ignoresCase }) => (ignoresCase ? 1 : 0));
    this.#tables = makeGramTables(keywords);
    this.#findCandidates = makeFindCandidates(this.#tables, this.#candidates);
  }

  /** The longest keyword: the end of a text that goes on may be the beginning of one. */
  get longestBytes(): number {
    return this.#tables.longestBytes;
  }

  /**
   * Tells each keyword that lies within `bytes[from .. to]` and ends after `after`, by position, nearly in order. Gives how many
   * places were too many to be followed: none in any text that is not made to be slow.
   */
  search({ bytes, words }: SearchedText, from: number, to: number, after: number, take: TakeHit): number {
    let refused = 0;
    for (let start = from & ~3; start < to; start += STRETCH_BYTES) {
      const found = this.#findCandidates(words, start, Math.min(to, start + STRETCH_BYTES));
      const count = Math.min(found, MOST_CANDIDATES);
      refused += found - count;
      let hits = 0;
      for (let i = 0; i < count; i++) {
        if (hits > MOST_HITS) {
          refused += count - i;
          break;
        }
        const p = this.#candidates[i]!;
        hits +=
          this.#follow(bytes, p, from, to, after, take) + this.#follow(bytes, p - 1, from, to, after, take);
      }
    }
    return refused;
  }

  /** Gives how many keywords stand at `p`, with what their four bytes are into them. */
  #follow(bytes: Buffer, p: number, from: number, to: number, after: number, take: TakeHit): number {
    let hits = 0;
    const { heads, nextLinks, linkKeywords, linkOffsets } = this.#tables;
    // Four reads: a method of Buffer checks its arguments each time.
    const word = bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24);
    const slot = Math.imul(word | FOLD, QUAD_FACTOR) >>> TABLE_SHIFT;
    for (let link = heads[slot]!; link !== 0; link = nextLinks[link]!) {
      const keyword = linkKeywords[link]!;
      const at = p - linkOffsets[link]!;
      const end = at + this.#keywords[keyword]!.length;
      if (at < from || end > to || end <= after || !this.#isAt(bytes, keyword, at)) continue;
      hits++;
      take(keyword, at);
    }
    return hits;
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
