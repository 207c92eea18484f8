// The tree of a Go regular expression, as far as patterns of ignore files can hold one.

/** Runes as pairs of first and last, in any order, that may overlap. */
export type Ranges = readonly number[];

/** A part of an expression. `none` matches the empty text. */
export type RegexpNode =
  | { readonly kind: 'class'; readonly ranges: Ranges }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'concat'; readonly parts: readonly RegexpNode[] }
  | { readonly kind: 'alternate'; readonly parts: readonly RegexpNode[] }
  /** `max` is Infinity where there is none. */
  | { readonly kind: 'repeat'; readonly part: RegexpNode; readonly min: number; readonly max: number };

/** What holds between two runes. */
export type Assertion = 'begin' | 'end' | 'word boundary' | 'no word boundary';

export const MAX_RUNE = 0x10ffff;

/** All runes that the ranges leave out. */
export function negateRanges(ranges: Ranges): Ranges {
  const negated: number[] = [];
  let next = 0;
  for (const [low, high] of sortedPairs(ranges)) {
    if (low > next) negated.push(next, low - 1);
    next = Math.max(next, high + 1);
  }
  if (next <= MAX_RUNE) negated.push(next, MAX_RUNE);
  return negated;
}

/** The same runes in order and without overlap. */
export function mergeRanges(ranges: Ranges): Ranges {
  return ranges.length === 2 ? ranges : negateRanges(negateRanges(ranges));
}

/** Whether a rune is in ranges that are in order. */
export function isInRanges(ranges: Ranges, rune: number): boolean {
  let [low, high] = [0, ranges.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[2 * middle + 1]! < rune) low = middle + 1;
    else high = middle;
  }
  return 2 * low < ranges.length && ranges[2 * low]! <= rune;
}

function sortedPairs(ranges: Ranges): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!]);
  return pairs.sort((a, b) => a[0] - b[0]);
}
