// From the tree of an expression to a program for an automaton: takes a rune, splits, asserts, matches (Thompson's way).
import { RegexpError } from './parse-regexp.ts';
import { type Assertion, mergeRanges, type Ranges, type RegexpNode } from './syntax-tree.ts';

/** One step of a program; `next` and `other` are numbers of steps. */
export type Step =
  | { readonly kind: 'rune'; readonly ranges: Ranges; readonly next: number }
  | { readonly kind: 'split'; readonly next: number; readonly other: number }
  | { readonly kind: 'assertion'; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: 'match' };

/** A program and its first step. */
export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
  /** Whether it asks for word boundaries, which need both neighbours of a place. */
  readonly hasWordBoundaries: boolean;
}

/** Go's limit is some 3 million. Repetitions may make this much of a short expression; a long one has its own length twice. */
const MOST_STEPS = 20_000;
const ANY_RUNE: Ranges = [0, 0x10ffff];

/**
 * A program that finds the expression, written with so many characters, anywhere in a text, as Go's MatchString; throws
 * RegexpError where it gets too large.
 */
export function compileProgram(node: RegexpNode, length: number): Program {
  const mostSteps = Math.max(MOST_STEPS, 2 * length);
  const steps: Step[] = [{ kind: 'match' }];
  let hasWordBoundaries = false;

  const push = (step: Step): number => {
    if (steps.length >= mostSteps) throw new RegexpError('expression too large');
    return steps.push(step) - 1;
  };

  /** Backwards: the step that begins `part` when `next` follows it. */
  const build = (part: RegexpNode, next: number): number => {
    switch (part.kind) {
      case 'class':
        return push({ kind: 'rune', ranges: mergeRanges(part.ranges), next });
      case 'assertion':
        hasWordBoundaries ||= part.assertion !== 'begin' && part.assertion !== 'end';
        return push({ kind: 'assertion', assertion: part.assertion, next });
      case 'concat':
        return part.parts.reduceRight((after, one) => build(one, after), next);
      case 'alternate':
        return part.parts
          .map((one) => build(one, next))
          .reduceRight((other, one) => push({ kind: 'split', next: one, other }));
      case 'repeat':
        return buildRepeat(part.part, part.min, part.max, next);
    }
  };

  const buildRepeat = (part: RegexpNode, min: number, max: number, next: number): number => {
    let start = next;
    if (max === Infinity) start = buildLoop(part, next);
    else
      for (let i = min; i < max; i++) start = push({ kind: 'split', next: build(part, start), other: next });
    for (let i = 0; i < min; i++) start = build(part, start);
    return start;
  };

  const buildLoop = (part: RegexpNode, next: number): number => {
    const loop = push({ kind: 'match' });
    steps[loop] = { kind: 'split', next: build(part, loop), other: next };
    return loop;
  };

  const start = build(node, 0);
  const anywhere: RegexpNode = { kind: 'class', ranges: ANY_RUNE };
  return { start: isAnchored(node) ? start : buildLoop(anywhere, start), steps, hasWordBoundaries };
}

function isAnchored(node: RegexpNode): boolean {
  if (node.kind === 'assertion') return node.assertion === 'begin';
  if (node.kind === 'alternate') return node.parts.every(isAnchored);
  return node.kind === 'concat' && node.parts.length > 0 && isAnchored(node.parts[0]!);
}
