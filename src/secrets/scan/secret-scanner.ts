// Searches files for secrets as their bytes stream by: a pass that tells keywords, then the rules of those in a window around.
import { mayBeAssigned } from '../matching/assignment-bytes.ts';
import { matchRule, needsPath } from '../matching/compiled-rule.ts';
import { FollowBudget } from '../prefilter/follow-budget.ts';
import { MARGIN_BYTES, Prefilter } from '../prefilter/prefilter.ts';
import type { PreparedKeywords } from '../prefilter/prepared-keywords.ts';
import type { SecretRuleSet } from '../rule-set.ts';
import type { SecretReading, UnreadPart } from '../secret-match.ts';
import type { SecretRule } from '../secret-rule.ts';
import { AttemptBudget } from './attempt-budget.ts';
import { chooseMatches, type RankedMatch } from './choose-matches.ts';
import { StructureCatcher } from './structure-catcher.ts';

const NOTHING: SecretReading = { matches: [], unread: [] };
/** Half of what is searched at once. */
const PIECE_BYTES = 64 * 1024;
/** Matches that are kept of a file, before those that overlap are sorted out. */
const MATCH_LIMIT = 10_000;
/** What a file's structure tells goes behind rules that know the issuer, and before those that guess. */
const STRUCTURE_RANK = 100_000;
const GENERIC_RANK = 200_000;

/** One file after another: `start`, then its bytes in order, then `finish`. Pieces may be reused by the caller after each call. */
export class SecretScanner {
  readonly #rules: SecretRuleSet;
  readonly #fingerprint: ((value: Buffer) => string) | undefined;
  readonly #keywords: PreparedKeywords;
  readonly #prefilter: Prefilter;
  readonly #structures: StructureCatcher;
  readonly #following = new FollowBudget();
  readonly #budget: AttemptBudget;
  /** How far before and after a keyword any of its rules looks. */
  readonly #before: Uint16Array;
  readonly #after: Uint16Array;
  readonly #longestBefore: number;
  readonly #longestKeyword: number;
  readonly #needsPath: boolean;
  #path = '';

  // The part of the file that is held: `#held` of it, of which the first byte is the file's `#heldFrom`.
  readonly #text: Buffer;
  #heldFrom = 0;
  #held = 0;
  #searched = 0;
  /** Keywords whose windows reach beyond what is held: index and position, in turn. */
  #waiting: number[] = [];

  #isStructure = false;
  #matches: RankedMatch[] = [];
  /** Where the last secret that a rule found in the file ends. */
  readonly #endByRule: Float64Array;
  #foundRules: number[] = [];

  #window = '';
  #windowFrom = 0;
  #windowTo = -1;

  /** Matches bear what `fingerprint` makes of each value, where one is given; only for what is neither kept nor cached. */
  constructor(rules: SecretRuleSet, fingerprint?: (value: Buffer) => string) {
    this.#rules = rules;
    this.#fingerprint = fingerprint;
    const keywords = rules.prepareKeywords();
    this.#keywords = keywords;
    this.#structures = new StructureCatcher(rules.structures);
    this.#budget = new AttemptBudget(rules.rules.length);
    this.#before = Uint16Array.from(keywords.beforeBytes);
    this.#after = Uint16Array.from(keywords.afterBytes);
    this.#longestKeyword = Math.max(0, ...keywords.lengths);
    this.#longestBefore = Math.max(0, ...this.#before) + this.#longestKeyword;
    this.#endByRule = new Float64Array(rules.rules.length);
    this.#needsPath = rules.rules.some(({ rule }) => needsPath(rule));
    const longestAfter = Math.max(0, ...this.#after);
    const textBytes = this.#longestBefore + longestAfter + 2 * PIECE_BYTES;
    this.#prefilter = new Prefilter(keywords.memory, textBytes);
    this.#text = this.#prefilter.text;
  }

  /** The path is `bytes[start..end]`, without a leading slash; `outer` is that of the archive around, with a slash, or empty. */
  start(bytes: Uint8Array, start: number, end: number, sizeBytes: number, outer = ''): void {
    this.#heldFrom = 0;
    this.#held = 0;
    this.#searched = 0;
    this.#windowTo = -1;
    if (this.#needsPath)
      this.#path =
        outer + Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
    this.#isStructure = this.#structures.start(bytes, start, end, sizeBytes);
  }

  push(bytes: Uint8Array): void {
    if (this.#isStructure) this.#structures.push(bytes);
    this.#pushText(bytes);
  }

  /** A hole of a sparse file: zeros. */
  pushHole(sizeBytes: number): void {
    if (this.#isStructure) this.#structures.pushHole(sizeBytes);
    // No secret holds zeros: what is before a long hole and what is behind it have nothing to do with each other.
    if (sizeBytes > ZEROS.length) {
      this.#endText();
      this.#heldFrom += this.#held + sizeBytes;
      this.#held = 0;
      this.#searched = 0;
      this.#windowTo = -1;
    } else this.#pushText(ZEROS.subarray(0, sizeBytes));
  }

  /** What was found in the file. */
  finish(): SecretReading {
    this.#endText();
    if (this.#isStructure) this.#takeStructures();
    const refused = this.#budget.refused + this.#following.refused;
    this.#budget.reset();
    this.#following.reset();
    if (this.#matches.length === 0 && refused === 0) return NOTHING;
    for (const rule of this.#foundRules) this.#endByRule[rule] = 0;
    this.#foundRules = [];
    const reason = `${refused} keywords, too many for the file's size, were not followed`;
    const unread: UnreadPart[] = refused === 0 ? [] : [{ bytes: this.#heldFrom + this.#held, reason }];
    const reading = { matches: chooseMatches(this.#matches), unread };
    this.#matches = [];
    return reading;
  }

  /** What is held is searched when it is full, wherever pushes end: what a budget leaves out must not depend on that. */
  #pushText(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      const room = this.#text.length - 2 * MARGIN_BYTES - this.#held;
      if (room === 0) {
        this.#search(false);
        this.#letGo();
        continue;
      }
      const taken = Math.min(room, bytes.length - from);
      const piece = taken === bytes.length ? bytes : bytes.subarray(from, from + taken);
      this.#text.set(piece, MARGIN_BYTES + this.#held);
      this.#held += taken;
      from += taken;
    }
  }

  #search(isAtEnd: boolean): void {
    this.#follow(false);
    // What follows a keyword must be known when it is told, and be a zero where nothing does.
    if (isAtEnd) this.#text[MARGIN_BYTES + this.#held] = 0;
    const end = isAtEnd ? this.#held : this.#held - 1;
    const from = MARGIN_BYTES + Math.max(0, this.#searched - this.#longestKeyword);
    this.#prefilter.search(
      from,
      MARGIN_BYTES + end,
      MARGIN_BYTES + this.#searched,
      this.#heldFrom - MARGIN_BYTES,
      this.#following,
      this.#takeHit,
    );
    this.#searched = end;
  }

  #takeHit = (keyword: number, at: number): void => {
    const position = at - MARGIN_BYTES;
    if (position + this.#after[keyword]! > this.#held) this.#waiting.push(keyword, position);
    else this.#tryRules(keyword, position);
  };

  /** Tries the rules of waiting keywords, of all of them where the text is at its end. */
  #follow(isAtEnd: boolean): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    for (let i = 0; i < waiting.length; i += 2) {
      const keyword = waiting[i]!;
      const position = waiting[i + 1]!;
      if (!isAtEnd && position + this.#after[keyword]! > this.#held) this.#waiting.push(keyword, position);
      else this.#tryRules(keyword, position);
    }
  }

  #endText(): void {
    if (this.#held > this.#searched) this.#search(true);
    this.#follow(true);
  }

  /** Gives up what no window can reach any more. */
  #letGo(): void {
    let keep = this.#held - this.#longestBefore;
    for (let i = 1; i < this.#waiting.length; i += 2)
      keep = Math.min(keep, this.#waiting[i]! - this.#longestBefore);
    if (keep <= 0) return;
    this.#text.copyWithin(MARGIN_BYTES, MARGIN_BYTES + keep, MARGIN_BYTES + this.#held);
    this.#heldFrom += keep;
    this.#held -= keep;
    this.#searched -= keep;
    for (let i = 1; i < this.#waiting.length; i += 2) this.#waiting[i]! -= keep;
    this.#windowTo = -1;
  }

  #tryRules(keyword: number, position: number): void {
    const length = this.#keywords.lengths[keyword]!;
    const offset = this.#heldFrom + position;
    const at = MARGIN_BYTES + position;
    if (this.#matches.length >= MATCH_LIMIT) this.#budget.refused++;
    if (this.#matches.length >= MATCH_LIMIT || this.#budget.isSpent(offset)) return;
    let isAssigned: boolean | undefined;
    for (const rule of this.#keywords.rulesOf[keyword]!) {
      const compiled = this.#rules.rules[rule]!;
      // What lies within a secret of the same rule is no other one.
      if (offset < this.#endByRule[rule]!) continue;
      if (compiled.matcher.isAssigned && isAssigned === undefined)
        isAssigned = mayBeAssigned(this.#text, at, at + length);
      const mayMatch = compiled.matcher.isAssigned
        ? isAssigned === true
        : compiled.matcher.mayMatch(this.#text, at, length);
      if (!mayMatch || !this.#budget.take(rule, compiled.matcher.cost, offset)) continue;
      this.#readWindow(position - this.#before[keyword]!, position + this.#after[keyword]!);
      const span = matchRule(compiled, this.#window, position - this.#windowFrom, length, this.#path);
      if (span === undefined) continue;
      this.#budget.giveBack(rule, compiled.matcher.cost);
      const offsetBytes = this.#heldFrom + this.#windowFrom + span.start;
      const lengthBytes = span.end - span.start;
      this.#endByRule[rule] = offsetBytes + lengthBytes;
      this.#foundRules.push(rule);
      const rank = isGeneric(compiled.rule) ? GENERIC_RANK + rule : rule;
      const value = (): Buffer => Buffer.from(this.#window.slice(span.start, span.end), 'latin1');
      this.#matches.push({
        rank,
        ruleId: compiled.rule.id,
        offsetBytes,
        lengthBytes,
        ...(this.#fingerprint === undefined ? {} : { fingerprint: this.#fingerprint(value()) }),
      });
    }
  }

  /** Decodes what is held from `from` to `to` at least; near windows are read together. */
  #readWindow(from: number, to: number): void {
    const start = Math.max(0, from);
    const end = Math.min(this.#held, to);
    if (start >= this.#windowFrom && end <= this.#windowTo) return;
    this.#windowFrom = start;
    this.#windowTo = Math.min(this.#held, end + 1024);
    this.#window = this.#text.toString('latin1', MARGIN_BYTES + start, MARGIN_BYTES + this.#windowTo);
  }

  #takeStructures(): void {
    for (const { value, ...match } of this.#structures.finish())
      this.#matches.push({
        ...match,
        rank: STRUCTURE_RANK,
        ...(this.#fingerprint === undefined ? {} : { fingerprint: this.#fingerprint(value) }),
      });
  }
}

const ZEROS = Buffer.alloc(4096);

function isGeneric(rule: SecretRule): boolean {
  return rule.id.startsWith('generic-');
}
