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

const NOTHING: Follow = { set: EMPTY_BYTES, period: 1 };

/** The most ways in which `node` can be tried at one position of a window of `windowBytes`; Infinity where they explode. */
export function countWays(node: PatternNode, windowBytes: number): number {
  const waysOf = (each: PatternNode, follow: Follow): number => {
    switch (each.kind) {
      case 'bytes':
      case 'assertion':
        return 1;
      case 'group':
        return waysOf(each.item, follow);
      case 'sequence': {
        let ways = 1;
        for (let i = each.items.length - 1; i >= 0; i--) {
          const rest = each.items.slice(i + 1);
          ways *= waysOf(
            each.items[i]!,
            rest.length === 0 ? follow : precede({ kind: 'sequence', items: rest }, follow),
          );
        }
        return ways;
      }
      case 'choice':
        return choose(each.options, follow);
      case 'repeat':
        return repeat(each, follow);
    }
  };
  const choose = (options: readonly PatternNode[], follow: Follow): number => {
    const ways = options.map((option) => waysOf(option, follow));
    const starts = options.map((option) => precede(option, follow).set);
    // Options that begin differently are never tried at the same place.
    const groups: number[] = [];
    starts.forEach((start, i) => {
      let sum = ways[i]!;
      for (let j = 0; j < i; j++) if (bytesMeet(start, starts[j]!)) sum += ways[j]!;
      groups.push(sum);
    });
    return Math.max(...groups);
  };
  const repeat = (each: PatternNode & { kind: 'repeat' }, follow: Follow): number => {
    const { item, least, most } = each;
    const start = precede(item, NOTHING).set;
    const size = measureLength(item).least;
    // A round that takes nothing can be tried at any place, any number of times.
    if (most > 1 && size === 0) return Infinity;
    const rounds = Math.max(1, Math.min(most, Math.ceil(windowBytes / Math.max(1, size))));
    // Every round but the last is followed by another one.
    const between = most > 1 ? waysOf(item, { set: start, period: 1 }) ** (rounds - 1) : 1;
    const stops = bytesMeet(start, follow.set)
      ? Math.max(1, Math.ceil((rounds - least + 1) / follow.period))
      : 1;
    return between * waysOf(item, follow) * stops;
  };
  return waysOf(node, NOTHING);
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
        period: findPeriod(node),
      };
    case 'repeat': {
      const first = precede(node.item, follow).set;
      return { set: node.least === 0 ? uniteBytes(first, follow.set) : first, period: 1 };
    }
  }
}

/** Of the longest beginning that is one of a few texts. */
function findPeriodOfStart(items: readonly PatternNode[]): number {
  let period = 1;
  for (let to = 1; to <= items.length; to++) {
    const next = findPeriod({ kind: 'sequence', items: items.slice(0, to) });
    if (next < period || listTexts({ kind: 'sequence', items: items.slice(0, to) }) === undefined) break;
    period = next;
  }
  return period;
}

/** The least distance between the starts of two texts that `node` can be; 1 where they are not few. */
function findPeriod(node: PatternNode): number {
  const texts = listTexts(node)?.texts ?? [''];
  const shortest = Math.min(...texts.map((text) => text.length));
  for (let distance = 1; distance < shortest; distance++)
    for (const a of texts)
      for (const b of texts) {
        const overlap = a.slice(distance, distance + b.length);
        if (b.startsWith(overlap)) return distance;
      }
  return Math.max(1, shortest);
}
