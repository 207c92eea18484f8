// Tells where keywords stand in a text: the one pass that looks at every byte.
import { type CandidateFinder, makeCandidateFinder, STEP_BYTES, STRETCH_BYTES } from './find-candidates.ts';
import { FOLD, type GramTables, hashHead, type Keyword, makeGramTables } from './gram-tables.ts';

/** Bytes of `text` before and behind a text to search. */
export const MARGIN_BYTES = 2 * STEP_BYTES;

/** Candidates and keywords of a stretch that are followed: texts full of keywords have less, only floods made on purpose have more. */
const MOST_CANDIDATES = STRETCH_BYTES / 4;
const MOST_HITS = STRETCH_BYTES / 16;

/** Takes keyword `keyword` found at `at`. */
export type TakeHit = (keyword: number, at: number) => void;

/** The longest keyword, in bytes. */
export function measureLongest(keywords: readonly Keyword[]): number {
  return Math.max(0, ...keywords.map(({ text }) => text.length));
}

/** Keywords made ready to be searched for, and the memory to search in. */
export class Prefilter {
  /** What is searched; `text[MARGIN_BYTES]` is the first byte that a text may have, and as many are left at the end. */
  readonly text: Buffer;
  readonly #keywords: readonly Buffer[];
  readonly #ignoresCase: Uint8Array;
  readonly #tables: GramTables;
  readonly #finder: CandidateFinder;

  /** For texts of at most `textBytes`. */
  constructor(keywords: readonly Keyword[], textBytes: number) {
    this.#keywords = keywords.map(({ text }) => Buffer.from(text, 'latin1'));
    this.#ignoresCase = Uint8Array.from(keywords, ({ ignoresCase }) => (ignoresCase ? 1 : 0));
    this.#tables = makeGramTables(keywords);
    this.#finder = makeCandidateFinder(this.#tables, textBytes + 2 * MARGIN_BYTES);
    this.text = this.#finder.text;
  }

  /**
   * Tells each keyword that lies within `text[from .. to]` and ends after `after`, by position, nearly in order; `text[to]`
   * must be what follows. Gives how many places were too many to be followed: none in any text that is not made to be slow.
   */
  search(from: number, to: number, after: number, take: TakeHit): number {
    const { candidates } = this.#finder;
    let refused = 0;
    for (let start = from; start < to; start += STRETCH_BYTES) {
      const found = this.#finder.find(start, Math.min(to, start + STRETCH_BYTES));
      const count = Math.min(found, MOST_CANDIDATES);
      refused += found - count;
      let hits = 0;
      for (let i = 0; i < count; i++) {
        if (hits > MOST_HITS) {
          refused += count - i;
          break;
        }
        hits += this.#follow(candidates[i]!, from, to, after, take);
      }
    }
    return refused;
  }

  /** Gives how many keywords stand where a word of theirs is at `p`. */
  #follow(p: number, from: number, to: number, after: number, take: TakeHit): number {
    let hits = 0;
    const { text } = this;
    const { heads, nextLinks, linkWords, linkKeywords, linkOffsets } = this.#tables;
    // Four reads: a method of Buffer checks its arguments each time.
    const word = text[p]! | (text[p + 1]! << 8) | (text[p + 2]! << 16) | (text[p + 3]! << 24) | FOLD;
    for (let link = heads[hashHead(word)]!; link !== 0; link = nextLinks[link]!) {
      if (linkWords[link] !== word) continue;
      const keyword = linkKeywords[link]!;
      const at = p - linkOffsets[link]!;
      const end = at + this.#keywords[keyword]!.length;
      if (at < from || end > to || end <= after || !this.#isAt(keyword, at)) continue;
      hits++;
      take(keyword, at);
    }
    return hits;
  }

  #isAt(keyword: number, at: number): boolean {
    const { text } = this;
    const wanted = this.#keywords[keyword]!;
    const ignoresCase = this.#ignoresCase[keyword] === 1;
    for (let i = 0; i < wanted.length; i++) {
      const byte = text[at + i]!;
      if (byte === wanted[i]) continue;
      if (!ignoresCase || byte < 0x41 || byte > 0x5a || (byte | 0x20) !== wanted[i]) return false;
    }
    return true;
  }
}
