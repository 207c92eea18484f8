// One finding in full: how much, what, which instruction brought it, where it lies and what to change.
import type { Finding } from '../../checks/finding.ts';
import { cutEnd, cutMiddle, padStartCells, wrapWords } from '../cell-width.ts';
import { countOf, formatBytes } from '../format-amount.ts';
import type { Palette } from '../palette.ts';
import { makeVisible } from '../visible-text.ts';
import { AMOUNT_CELLS, formatTitle, INDENT } from './finding-title.ts';
import { formatSecretPlace, isSecret } from './secret-lines.ts';
import type { TextOptions } from './text-options.ts';

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

function formatPlace({ layer, origin, instruction }: Finding): string {
  const where = layer === null ? 'no layer' : `layer ${layer}`;
  const place = origin === 'inherited' ? `${where}, in the base image` : where;
  return instruction === null ? place : `${place}: ${makeVisible(instruction)}`;
}

/** The files in a few lines: the folder that has them, and the largest. */
export function formatFiles(finding: Finding, showsAll: boolean, room: number): readonly string[] {
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

/** A text behind its label, in as many lines as it takes. */
export function formatLabelled(
  label: string,
  text: string,
  room: number,
  palette: Palette,
): readonly string[] {
  const hang = ' '.repeat(label.length + 2);
  return wrapWords(text, room - hang.length).map((line, i) =>
    i === 0 ? `${INDENT}${palette.good(`${label}:`)} ${line}` : `${INDENT}${hang}${line}`,
  );
}
