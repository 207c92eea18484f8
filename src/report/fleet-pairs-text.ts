// Pairs of a development and a production image in the text of `plimsoll fleet storage`.
import type { PairStorage } from '../fleet/storage/measure-pairs.ts';
import { wrapWords } from './cell-width.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import { formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN_PAIRS = 10;

/** The sums of all pairs, then those that cost most beside the larger image. */
export function formatPairs(pairs: readonly PairStorage[], options: TextOptions): readonly string[] {
  const sum = (of: (pair: PairStorage) => number): number =>
    pairs.reduce((total, pair) => total + of(pair), 0);
  const inside = pairs.filter(({ productionAddsBytes }) => productionAddsBytes === 0).length;
  const summary = `Production images ${formatBytes(sum((pair) => pair.productionBytes))}, development images ${formatBytes(sum((pair) => pair.developmentBytes))}, pair by pair together ${formatBytes(sum((pair) => pair.togetherBytes))}. ${formatCount(inside)} of ${formatCount(pairs.length)} production images lie wholly inside their development image and cost nothing beside it.`;
  const costly = pairs
    .filter(({ productionAddsBytes }) => productionAddsBytes > 0)
    .toSorted((a, b) => b.productionAddsBytes - a.productionAddsBytes);
  const shown = options.showsAll ? costly : costly.slice(0, SHOWN_PAIRS);
  const table = formatTable(
    [
      { heading: 'production', align: 'right' },
      { heading: 'adds', align: 'right' },
      { heading: 'together', align: 'right' },
      { heading: 'image', align: 'left' },
      { heading: 'for development', align: 'left' },
    ],
    shown.map((pair) => [
      formatBytes(pair.productionBytes),
      formatBytes(pair.productionAddsBytes),
      formatBytes(pair.togetherBytes),
      makeVisible(pair.production),
      makeVisible(pair.development),
    ]),
    options.width,
    options.palette.faint,
  );
  return [
    options.palette.strong(`${countOf(pairs.length, 'pair')} for development and production (registry)`),
    ...wrapWords(summary, options.width),
    ...(shown.length === 0 ? [] : table),
  ];
}
