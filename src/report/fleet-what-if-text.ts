// The text of `plimsoll fleet what-if`: what is done, and what the fleet costs before and after.
import type { AppliedChange } from '../fleet/storage/what-if/fleet-change.ts';
import type { WhatIf } from '../fleet/storage/what-if/measure-what-if.ts';
import { wrapWords } from './cell-width.ts';
import { countOf, formatBytes, formatCount, formatDifference } from './format-amount.ts';
import { formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

/** What `fleet what-if` prints; ends with a newline. */
export function formatWhatIfText({ changes, before, after, basis }: WhatIf, options: TextOptions): string {
  const row = (label: string, less: number | null, more: number | null): readonly (readonly string[])[] =>
    less === null || more === null
      ? []
      : [[label, formatBytes(less), formatBytes(more), formatDifference(more - less)]];
  const rows = [
    [
      'images',
      formatCount(before.images),
      formatCount(after.images),
      before.images === after.images ? '' : String(after.images - before.images),
    ],
    ...row('registry, every image by itself', before.naiveBytes, after.naiveBytes),
    ...row('registry, stored', before.uniqueBytes, after.uniqueBytes),
    ...row('registry, pushed a month', before.pushedBytesPerMonth, after.pushedBytesPerMonth),
    ...row('registry, held after the history', before.heldBytes, after.heldBytes),
    ...row(
      `node with all of them, files${basis.length > 0 ? ' (about)' : ''}`,
      before.nodeBytesEstimate,
      after.nodeBytesEstimate,
    ),
  ];
  const notes = [
    ...changes.flatMap((applied) => applied.notes),
    ...basis.map((text) => `An estimate: ${text}.`),
    ...(before.pushedBytesPerMonth === null
      ? ['Bytes a month are told where the fleet is given with its history.']
      : []),
  ];
  const lines = [
    ...changes.map((applied) => options.palette.strong(describe(applied))),
    '',
    ...formatTable(
      [
        { heading: '', align: 'left' },
        { heading: 'now', align: 'right' },
        { heading: 'then', align: 'right' },
        { heading: 'difference', align: 'right' },
      ],
      rows,
      options.width,
      options.palette.faint,
    ),
    '',
    ...[...new Set(notes)].flatMap((note) => wrapWords(note, options.width)),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function describe({ change, imageCount }: AppliedChange): string {
  const images = countOf(imageCount, 'image');
  switch (change.kind) {
    case 'drop':
      return `Tags ${makeVisible(change.pattern)} are given up: ${images} changed or gone`;
    case 'keep':
      return `The last ${change.generations} are kept${imageCount === 0 ? '' : `: ${images} gone`}`;
    case 'move':
      return `${images} moved to ${makeVisible(change.parent)}`;
    case 'one-os':
      return `One system for all: ${images} changed`;
    case 'squash':
      return `${images} squashed`;
  }
}
