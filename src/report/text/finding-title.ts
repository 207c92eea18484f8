// The first lines of a finding, about images and about contexts alike: how much, what, and the rule's name.
import type { Severity } from '../../checks/finding.ts';
import { cellWidth, padStartCells, wrapWords } from '../cell-width.ts';
import { formatBytes } from '../format-amount.ts';
import type { Paint, Palette } from '../palette.ts';
import { makeVisible } from '../visible-text.ts';

export const AMOUNT_CELLS = 9;
/** What stands before every further line. */
export const INDENT = ' '.repeat(AMOUNT_CELLS + 2);

/** What the title tells. */
interface Titled {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly bytes: number;
}

/** The first line ends in the rule's name; a message that is longer goes on below it. */
export function formatTitle(finding: Titled, palette: Palette, width: number): readonly string[] {
  const amount = padStartCells(finding.bytes === 0 ? '-' : formatBytes(finding.bytes), AMOUNT_CELLS);
  const label = finding.severity === 'warning' ? finding.rule : `${finding.rule} (${finding.severity})`;
  const room = width - INDENT.length - label.length - 2;
  const [first = '', ...more] = wrapWords(makeVisible(finding.message), room);
  const blanks = ' '.repeat(Math.max(2, room - cellWidth(first) + 2));
  return [
    `${paintOf(finding, palette)(amount)}  ${palette.strong(first)}${blanks}${palette.faint(palette.linkRule?.(label, finding.rule) ?? label)}`,
    ...more.map((line) => INDENT + palette.strong(line)),
  ];
}

/** The colour of a severity. */
export function paintOf({ severity }: Pick<Titled, 'severity'>, palette: Palette): Paint {
  return severity === 'error' ? palette.bad : severity === 'warning' ? palette.warning : palette.faint;
}
