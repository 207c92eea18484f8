// The findings about a build context and its Dockerfile, in full or, for advice, in a line.
import { cutEnd, cutMiddle, padStartCells, wrapWords } from './cell-width.ts';
import type { ContextVerdictReport } from './context-report.ts';
import { countOf, formatBytes } from './format-amount.ts';
import type { ListedFinding } from './listed-finding.ts';
import type { Palette } from './palette.ts';
import { AMOUNT_CELLS, formatTitle, INDENT } from './text/finding-title.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const PATHS_SHOWN = 3;
const PATHS_SHOWN_OF_ALL = 20;
const ADVICE_SHOWN = 5;
const SECRETS_SHOWN = 10;

/** Errors and warnings in full, advice as far as it is asked for. `folder` is what files are seen from. */
export function formatContextFindings(
  findings: readonly ListedFinding[],
  ignoredCount: number,
  folder: string,
  options: TextOptions,
): readonly string[] {
  const all = findings.filter(({ severity }) => severity !== 'advice');
  let secrets = 0;
  const counted = all.filter(({ isSecret }) => !isSecret || options.showsAll || ++secrets <= SECRETS_SHOWN);
  const advice = findings.filter(({ severity }) => severity === 'advice');
  const shown = options.showsAll ? advice : advice.slice(0, ADVICE_SHOWN);
  const left = advice.length - shown.length;
  return [
    ...counted.flatMap((finding) => ['', ...formatFinding(finding, folder, options)]),
    ...(all.length > counted.length
      ? [
          '',
          `${INDENT}and ${countOf(all.length - counted.length, 'more finding')} about secrets; --all shows them`,
        ]
      : []),
    ...(advice.length > 0 ? ['', options.palette.strong('Advice')] : []),
    ...shown.flatMap((finding) =>
      options.showsAll
        ? ['', ...formatFinding(finding, folder, options)]
        : formatLine(finding, folder, options),
    ),
    ...(left > 0 ? [`${INDENT}and ${left} more; --all shows them`] : []),
    ...(ignoredCount > 0 ? ['', `Ignored by plimsoll.yaml: ${countOf(ignoredCount, 'finding')}`] : []),
  ];
}

/** Whether the run passes, in one line. */
export function formatContextVerdict(verdict: ContextVerdictReport, palette: Palette): string {
  const { passes, failOn, failingCount } = verdict;
  const severities = failOn === 'error' ? 'error' : `${failOn} or above`;
  return passes
    ? palette.good('Passes.')
    : palette.bad(`Fails: ${countOf(failingCount, 'finding')} at ${severities}.`);
}

function formatFinding(finding: ListedFinding, folder: string, options: TextOptions): readonly string[] {
  const { palette, width, showsAll } = options;
  const room = width - INDENT.length;
  return [
    ...formatTitle(finding, palette, width),
    ...[...formatPlace(finding, folder), ...formatPaths(finding, room, showsAll)].map(
      (line) => INDENT + cutEnd(line, room),
    ),
    ...formatFix(finding, room, palette),
  ];
}

/** Advice in short: how much, what, where. */
function formatLine(
  finding: ListedFinding,
  folder: string,
  { palette, width }: TextOptions,
): readonly string[] {
  const amount = padStartCells(finding.bytes === 0 ? '-' : formatBytes(finding.bytes), AMOUNT_CELLS);
  const [place] = formatPlace(finding, folder);
  const text = `${makeVisible(finding.message)}${place === undefined ? '' : ` (${place})`}`;
  return wrapWords(text, width - INDENT.length).map((line, i) =>
    i === 0 ? `${palette.faint(amount)}  ${line}` : INDENT + line,
  );
}

function formatPlace({ file, line, note }: ListedFinding, folder: string): readonly string[] {
  if (file === null) return [];
  const shown = file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
  return [`${makeVisible(shown)}${line === null ? '' : `:${line}`}${note === null ? '' : `, ${note}`}`];
}

function formatPaths(
  { paths, pathCount }: ListedFinding,
  room: number,
  showsAll: boolean,
): readonly string[] {
  const most = showsAll ? PATHS_SHOWN_OF_ALL : PATHS_SHOWN;
  const left = pathCount - Math.min(most, paths.length);
  return [
    ...paths.slice(0, most).map(({ path, bytes, files }) => {
      const many = files > 1 ? `, ${countOf(files, 'file')}` : '';
      const amount = padStartCells(bytes === 0 ? '-' : formatBytes(bytes), AMOUNT_CELLS);
      return `${amount}  ${cutMiddle(makeVisible(path), room - INDENT.length - many.length)}${many}`;
    }),
    ...(left > 0 ? [`${' '.repeat(AMOUNT_CELLS)}  and ${countOf(left, 'more path')}`] : []),
  ];
}

function formatFix({ fix }: ListedFinding, room: number, palette: Palette): readonly string[] {
  if (fix === null) return [];
  const hang = ' '.repeat('fix: '.length);
  return wrapWords(makeVisible(fix), room - hang.length).map((line, i) =>
    i === 0 ? `${INDENT}${palette.good('fix:')} ${line}` : `${INDENT}${hang}${line}`,
  );
}
