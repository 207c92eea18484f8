// One finding in full: how much, what, which instruction brought it, where it lies and what to change.
import type { Finding } from '../../checks/finding.ts';
import { cellWidth, cutEnd, cutMiddle, padStartCells, wrapWords } from '../cell-width.ts';
import { countOf, formatBytes } from '../format-amount.ts';
import type { Paint, Palette } from '../palette.ts';
import { makeVisible } from '../visible-text.ts';
import { formatSecretPlace, isSecret } from './secret-lines.ts';
import type { TextOptions } from './text-options.ts';

const AMOUNT_CELLS = 9;
const INDENT = ' '.repeat(AMOUNT_CELLS + 2);
const PATHS_SHOWN = 3;
const PATHS_SHOWN_OF_ALL = 10;

/** The lines of one finding; `reason` is why it is ignored, where it is. */
export function formatFinding(finding: Finding, options: TextOptions, reason?: string): readonly string[] {
  const { palette, width } = options;
  const room = width - INDENT.length;
  return [
    ...formatTitle(finding, palette, width),
    ...[formatPlace(finding), ...formatFiles(finding, options.showsAll, room)].map(
      (line) => INDENT + cutEnd(line, room),
    ),
    ...(finding.because === null ? [] : formatLabelled('why', makeVisible(finding.because), room, palette)),
    ...(finding.fix === null ? [] : formatLabelled('fix', makeVisible(finding.fix), room, palette)),
    ...(reason === undefined ? [] : formatLabelled('ignored', makeVisible(reason), room, palette)),
  ];
}

/** The first line ends in the rule's name; a message that is longer goes on below it. */
function formatTitle(finding: Finding, palette: Palette, width: number): readonly string[] {
  const amount = padStartCells(finding.bytes === 0 ? '-' : formatBytes(finding.bytes), AMOUNT_CELLS);
  const label = finding.severity === 'warning' ? finding.rule : `${finding.rule} (${finding.severity})`;
  const room = width - INDENT.length - label.length - 2;
  const [first = '', ...more] = wrapWords(makeVisible(finding.message), room);
  const blanks = ' '.repeat(Math.max(2, room - cellWidth(first) + 2));
  return [
    `${paintOf(finding, palette)(amount)}  ${palette.strong(first)}${blanks}${palette.faint(label)}`,
    ...more.map((line) => INDENT + palette.strong(line)),
  ];
}

function paintOf({ severity }: Finding, palette: Palette): Paint {
  return severity === 'error' ? palette.bad : severity === 'warning' ? palette.warning : palette.faint;
}

function formatPlace({ layer, origin, instruction }: Finding): string {
  const where = layer === null ? 'no layer' : `layer ${layer}`;
  const place = origin === 'inherited' ? `${where}, in the base image` : where;
  return instruction === null ? place : `${place}: ${makeVisible(instruction)}`;
}

function formatFiles(finding: Finding, showsAll: boolean, room: number): readonly string[] {
  const hidden = formatHiding(finding);
  if (isSecret(finding)) return formatSecretPlace(finding, hidden, room);
  const { fileCount, folder, paths } = finding;
  const only = paths[0];
  if (only === undefined) return hidden === '' ? [] : [hidden.slice(2)];
  if (fileCount === 1) return [`${cutMiddle(`/${makeVisible(only.path)}`, room - hidden.length)}${hidden}`];
  if (finding.bytes === 0)
    return [
      paths
        .slice(0, PATHS_SHOWN)
        .map(({ path }) => `/${makeVisible(path)}`)
        .join(', '),
    ];
  const count = `${countOf(fileCount, 'file')} in `;
  const shown = paths.slice(0, showsAll ? PATHS_SHOWN_OF_ALL : PATHS_SHOWN);
  const left = fileCount - shown.length;
  return [
    `${count}${cutMiddle(`/${makeVisible(folder)}`, room - hidden.length - count.length)}${hidden}`,
    ...shown.map(({ path, bytes }) => {
      const amount = padStartCells(formatBytes(bytes), AMOUNT_CELLS);
      return `${amount}  ${cutMiddle(`/${makeVisible(path)}`, room - INDENT.length)}`;
    }),
    ...(left > 0 && showsAll ? [`${' '.repeat(AMOUNT_CELLS)}  and ${countOf(left, 'more file')}`] : []),
  ];
}

function formatHiding({ state, layer, hiddenByLayer }: Finding): string {
  if (state === 'visible' || hiddenByLayer === null) return '';
  if (hiddenByLayer === layer) return ', hidden within the same layer';
  return `, hidden by layer ${hiddenByLayer} and shipped all the same`;
}

function formatLabelled(label: string, text: string, room: number, palette: Palette): readonly string[] {
  const hang = ' '.repeat(label.length + 2);
  return wrapWords(text, room - hang.length).map((line, i) =>
    i === 0 ? `${INDENT}${palette.good(`${label}:`)} ${line}` : `${INDENT}${hang}${line}`,
  );
}
