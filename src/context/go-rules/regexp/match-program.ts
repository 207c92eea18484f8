// Runs a program over a text in time that grows with the text alone, as Go's regexp does: JavaScript's own expressions go
// back and try again, and a pattern like `**/**/**/**/x` over deep paths would take them years. The sets of steps that a
// program can be in become states when they are first met; each state remembers where each ASCII character leads.

import type { Program } from './compile-program.ts';
import { isWordRune } from './named-classes.ts';
import { isInRanges } from './syntax-tree.ts';

/** How many steps all states may hold together before they are forgotten. */
const MOST_KEPT_STEPS = 500_000;
/** What a state costs beside its steps. */
const STATE_STEPS = 64;
/** How many runes beyond ASCII a state remembers. */
const MOST_WIDE_RUNES = 128;

interface State {
  readonly steps: readonly number[];
  /** The expression is found already, whatever follows. */
  readonly isMatch: boolean;
  /** It is found if the text ends here. */
  isMatchAtEnd: boolean | undefined;
  readonly next: (State | undefined)[];
  /** Where some runes beyond ASCII lead. */
  readonly nextWide: Map<number, State>;
}

/** What is known of a place in a text. */
interface Place {
  readonly isBegin: boolean;
  /** Undefined where the end is not known yet: steps that ask for it stay. */
  readonly isEnd: boolean | undefined;
  readonly isWordBoundary: boolean | undefined;
}

const BEGIN: Place = { isBegin: true, isEnd: undefined, isWordBoundary: undefined };
const WITHIN: Place = { isBegin: false, isEnd: undefined, isWordBoundary: undefined };
const AT_END: Place = { isBegin: false, isEnd: true, isWordBoundary: undefined };
const EMPTY_TEXT: Place = { isBegin: true, isEnd: true, isWordBoundary: undefined };

/** A program that answers for many texts and keeps what it learned. */
export class ProgramMatcher {
  readonly #program: Program;
  readonly #seen: Uint32Array;
  #round = 0;
  #states = new Map<string, State>();
  #start: State | undefined;
  #keptSteps = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#seen = new Uint32Array(program.steps.length);
  }

  /** Whether the expression is found in the text. */
  matches(text: string): boolean {
    if (this.#program.hasWordBoundaries) return this.#matchesStepByStep(text);
    let state = this.#startState();
    if (text === '') return this.#hasMatch(this.#close(state.steps, EMPTY_TEXT));
    for (let i = 0; i < text.length; ) {
      if (state.isMatch) return true;
      if (state.steps.length === 0) return false;
      const unit = text.charCodeAt(i);
      if (unit < 0x80) {
        state = state.next[unit] ?? this.#learn(state, unit);
        i++;
      } else {
        const rune = runeAt(text, i);
        state = state.nextWide.get(rune) ?? this.#learnWide(state, rune);
        i += rune > 0xffff ? 2 : 1;
      }
    }
    if (state.isMatch) return true;
    state.isMatchAtEnd ??= this.#hasMatch(this.#close(state.steps, AT_END));
    return state.isMatchAtEnd;
  }

  #startState(): State {
    this.#start ??= this.#state(this.#close([this.#program.start], BEGIN));
    return this.#start;
  }

  #learn(state: State, unit: number): State {
    const next = this.#step(state, unit);
    state.next[unit] = next;
    return next;
  }

  #learnWide(state: State, rune: number): State {
    const next = this.#step(state, rune);
    if (state.nextWide.size < MOST_WIDE_RUNES) state.nextWide.set(rune, next);
    return next;
  }

  #step(state: State, rune: number): State {
    return this.#state(this.#close(this.#take(state.steps, rune), WITHIN));
  }

  #state(steps: readonly number[]): State {
    const key = steps.join();
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    this.#keptSteps += steps.length + STATE_STEPS;
    if (this.#keptSteps > MOST_KEPT_STEPS) {
      this.#states = new Map();
      this.#start = undefined;
      this.#keptSteps = steps.length + STATE_STEPS;
    }
    const state: State = {
      steps,
      isMatch: this.#hasMatch(steps),
      isMatchAtEnd: undefined,
      next: [],
      nextWide: new Map(),
    };
    this.#states.set(key, state);
    return state;
  }

  #hasMatch(steps: readonly number[]): boolean {
    return steps.some((step) => this.#program.steps[step]!.kind === 'match');
  }

  /** The steps after those that take this rune. */
  #take(steps: readonly number[], rune: number): readonly number[] {
    const after: number[] = [];
    for (const number of steps) {
      const step = this.#program.steps[number]!;
      if (step.kind === 'rune' && isInRanges(step.ranges, rune)) after.push(step.next);
    }
    return after;
  }

  /** All steps that can be reached without taking a rune, in order; those that asserted or split are gone. */
  #close(from: readonly number[], place: Place): readonly number[] {
    const round = ++this.#round;
    const open = [...from];
    const closed: number[] = [];
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      if (this.#seen[number] === round) continue;
      this.#seen[number] = round;
      const step = this.#program.steps[number]!;
      if (step.kind === 'split') open.push(step.next, step.other);
      else if (step.kind !== 'assertion') closed.push(number);
      else {
        const holds = isHolding(step.assertion, place);
        if (holds === undefined) closed.push(number);
        else if (holds) open.push(step.next);
      }
    }
    return closed.sort((a, b) => a - b);
  }

  /** Without states: what a word boundary says depends on the runes at both sides. */
  #matchesStepByStep(text: string): boolean {
    const runes = [...text].map((rune) => runeAt(rune, 0));
    let steps: readonly number[] = [this.#program.start];
    for (let i = 0; i <= runes.length; i++) {
      const isWordBoundary = isWordAt(runes, i - 1) !== isWordAt(runes, i);
      const closed = this.#close(steps, { isBegin: i === 0, isEnd: i === runes.length, isWordBoundary });
      if (this.#hasMatch(closed)) return true;
      if (i < runes.length) steps = this.#take(closed, runes[i]!);
    }
    return false;
  }
}

/** Go reads a byte that is not UTF-8 as U+FFFD; in our texts it is a lone surrogate. */
function runeAt(text: string, at: number): number {
  const rune = text.codePointAt(at)!;
  return rune >= 0xdc80 && rune <= 0xdcff ? 0xfffd : rune;
}

function isHolding(assertion: string, place: Place): boolean | undefined {
  if (assertion === 'begin') return place.isBegin;
  if (assertion === 'end') return place.isEnd;
  return place.isWordBoundary === undefined
    ? undefined
    : place.isWordBoundary === (assertion === 'word boundary');
}

function isWordAt(runes: readonly number[], at: number): boolean {
  const rune = runes[at];
  return rune !== undefined && isWordRune(rune);
}
