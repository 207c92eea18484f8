// A regular expression as a tree, over bytes.
import type { ByteSet } from './byte-set.ts';

export type AssertionKind =
  | 'text-start'
  | 'text-end'
  | 'line-start'
  | 'line-end'
  | 'word-boundary'
  | 'no-word-boundary';

export type PatternNode =
  | { readonly kind: 'bytes'; readonly set: ByteSet }
  | { readonly kind: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly item: PatternNode;
      readonly least: number;
      /** Infinity where there is no limit. */
      readonly most: number;
      readonly lazy: boolean;
    }
  | { readonly kind: 'group'; readonly number: number; readonly item: PatternNode }
  | { readonly kind: 'assertion'; readonly assertion: AssertionKind };

/** What cannot be translated, in words that follow the rule's name. */
export class PatternRefusal extends Error {}

/** Least and most bytes that a node takes. */
export function measureLength(node: PatternNode): { readonly least: number; readonly most: number } {
  switch (node.kind) {
    case 'bytes':
      return { least: 1, most: 1 };
    case 'assertion':
      return { least: 0, most: 0 };
    case 'group':
      return measureLength(node.item);
    case 'sequence': {
      const lengths = node.items.map(measureLength);
      return { least: sum(lengths.map((each) => each.least)), most: sum(lengths.map((each) => each.most)) };
    }
    case 'choice': {
      const lengths = node.options.map(measureLength);
      return {
        least: Math.min(...lengths.map((each) => each.least)),
        most: Math.max(...lengths.map((each) => each.most)),
      };
    }
    case 'repeat': {
      const { least, most } = measureLength(node.item);
      return { least: least * node.least, most: most === 0 ? 0 : most * node.most };
    }
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
