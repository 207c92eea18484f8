// How much work a backtracking search can be made to do. A repetition that may stop at several places multiplies the work of
// what follows, unless what follows cannot begin with what it repeats; nested ones multiply at each round. The product over
// the tree bounds the ways in which a match can be tried at one position (in the manner of Weideman et al., "Analyzing
// matching time behavior of backtracking regular expression matchers by using ambiguity of NFA", 2016, made coarser).
import { type ByteSet, bytesMeet, EMPTY_BYTES, uniteBytes } from './byte-set.ts';
import { listTexts } from './find-literals.ts';
import { measureLength, type PatternNode } from './syntax-tree.ts';

/** What can come next: a byte of `set`; where it is one of a few texts, these cannot stand closer to each other than `period`. */
interface Follow {
  readonly set: ByteSet;
  readonly period: number;
}

/** Each level is looked at twice as often as the one around it. */
const REPEAT_DEPTH_LIMIT = 8;
const NOTHING: Follow = { set: EMPTY_BYTES, period: 1 };

/** The most ways in which `node` can be tried at one position of a window of `windowBytes`; Infinity where they explode. */
export function countWays(node: PatternNode, windowBytes: number): number {
  const waysOf = (each: PatternNode, follow: Follow, depth: number): number => {
    switch (each.kind) {
      case 'bytes':
      case 'assertion':
        return 1;
      case 'group':
        return waysOf(each.item, follow, depth);
      case 'sequence': {
        let ways = 1;
        let next = follow;
        for (let i = each.items.length - 1; i >= 0; i--) {
          ways *= waysOf(each.items[i]!, next, depth);
          const { set } = precede(each.items[i]!, next);
          next = { set, period: findPeriodOfStart(each.items, i) };
        }
        return ways;
      }
      case 'choice':
        return choose(each.options, follow, depth);
      case 'repeat':
        return depth < REPEAT_DEPTH_LIMIT ? repeat(each, follow, depth + 1) : Infinity;
    }
  };
  const choose = (options: readonly PatternNode[], follow: Follow, depth: number): number => {
    // Options that begin differently are never tried at the same place.
    const waysByByte = new Float64Array(256);
    let waysOfNothing = 0;
    for (const option of options) {
      const ways = waysOf(option, follow, depth);
      const { set } = precede(option, follow);
      set.forEach((member, byte) => {
        if (member === 1) waysByByte[byte]! += ways;
      });
      if (measureLength(option).least === 0) waysOfNothing += ways;
    }
    return Math.max(1, waysOfNothing, ...waysByByte);
  };
  const repeat = (each: PatternNode & { kind: 'repeat' }, follow: Follow, depth: number): number => {
    const { item, least, most } = each;
    const start = precede(item, NOTHING).set;
    const size = measureLength(item).least;
    // A round that takes nothing can be tried at any place, any number of times.
    if (most > 1 && size === 0) return Infinity;
    const rounds = Math.max(1, Math.min(most, Math.ceil(windowBytes / Math.max(1, size))));
    // Every round but the last is followed by another one.
    const between = most > 1 ? waysOf(item, { set: start, period: 1 }, depth) ** (rounds - 1) : 1;
    const stops = bytesMeet(start, follow.set)
      ? Math.max(1, Math.ceil((rounds - least + 1) / follow.period))
      : 1;
    return between * waysOf(item, follow, depth) * stops;
  };
  return waysOf(node, NOTHING, 0);
}

/** How far apart the places are, at least, at which a match of `node` can begin at all. */
export function measureStartPeriod(node: PatternNode): number {
  return precede(node, NOTHING).period;
}

/** What can come first at `node`, given what follows it. */
function precede(node: PatternNode, follow: Follow): Follow {
  switch (node.kind) {
    case 'bytes':
      return { set: node.set, period: 1 };
    case 'assertion':
      return follow;
    case 'group':
      return precede(node.item, follow);
    case 'sequence':
      return {
        set: node.items.reduceRight((next, item) => precede(item, next), follow).set,
        period: findPeriodOfStart(node.items),
      };
    case 'choice':
      return {
        set: node.options
          .map((option) => precede(option, follow).set)
          .reduce((a, b) => uniteBytes(a, b), EMPTY_BYTES),
        period: Math.max(1, findPeriod(node)),
      };
    case 'repeat': {
      const first = precede(node.item, follow).set;
      return { set: node.least === 0 ? uniteBytes(first, follow.set) : first, period: 1 };
    }
  }
}

/** Of the longest part from `from` on that is one of a few texts. */
function findPeriodOfStart(items: readonly PatternNode[], from = 0): number {
  let period = 1;
  for (let to = from + 1; to <= items.length; to++) {
    const start: PatternNode = { kind: 'sequence', items: items.slice(from, to) };
    const next = findPeriod(start);
    if (next < period || listTexts(start) === undefined) break;
    period = next;
  }
  return period;
}

/** The least distance between the starts of two texts that `node` can be; 0 where they are not few, or one is empty. */
function findPeriod(node: PatternNode): number {
  const texts = listTexts(node)?.texts ?? [''];
  const shortest = Math.min(...texts.map((text) => text.length));
  for (let distance = 1; distance < shortest; distance++)
    for (const a of texts)
      for (const b of texts) {
        const overlap = a.slice(distance, distance + b.length);
        if (b.startsWith(overlap)) return distance;
      }
  return shortest;
}
