// What the two images run with, where that differs.
import type { ConfigDifference } from '../../../contents/compare/compare-configs.ts';
import { cellWidth, cutMiddle, padEndCells } from '../../cell-width.ts';
import type { DifferenceReport } from '../../difference-report.ts';
import { makeVisible } from '../../visible-text.ts';
import type { TextOptions } from '../text-options.ts';
import { limitRows } from './limit-rows.ts';

const ROWS_SHOWN = 12;
const LABEL_CELLS = 32;
const ARROW = '  ->  ';
const NONE = '(none)';

/** A heading and a line for each field; no lines where none differs. */
export function formatConfigs({ config }: DifferenceReport, options: TextOptions): string[] {
  if (config.length === 0) return [];
  const { shown, more } = limitRows(config, ROWS_SHOWN, options);
  const labels = shown.map(toLabel);
  const labelCells = labels.reduce((widest, label) => Math.max(widest, cellWidth(label)), 0);
  const room = Math.floor((options.width - labelCells - 2 - ARROW.length) / 2);
  const show = (value: string | null): string => {
    if (value === null) return NONE;
    // A port or a volume is named, and has no value.
    return value === '' ? '""' : value === '{}' ? '(set)' : cutMiddle(makeVisible(value), room);
  };
  return [
    options.palette.strong('Config: what differs from A to B'),
    ...shown.map(
      ({ valueInA, valueInB }, i) =>
        `${padEndCells(labels[i]!, labelCells)}  ${show(valueInA)}${ARROW}${show(valueInB)}`,
    ),
    ...more,
  ];
}

function toLabel({ field, name }: ConfigDifference): string {
  return cutMiddle(makeVisible(name === null ? field : `${field} ${name}`), LABEL_CELLS);
}
