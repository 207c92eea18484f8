// The text of `plimsoll context --fix`: the lines, what images lose, what stays and why, and what was proven.
import { cutEnd } from './cell-width.ts';
import { countOf, formatBytes } from './format-amount.ts';
import type { RepairAmount, RepairPath, RepairReport } from './repair-report.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const LINES_AROUND = 3;
const PATHS_SHOWN = 12;
const PROVEN_SHOWN = 6;

const KIND_WORDS: Readonly<Record<string, string>> = {
  'version-control': 'version control',
  dependencies: 'the build installs them itself',
  'build-output': 'the build makes it itself',
  cache: 'cache',
  log: 'log or dump',
  dropping: 'left by an editor or the system',
  secret: 'secret',
  'ignore-file': 'the ignore file itself',
};
const KEPT_WORDS: Readonly<Record<string, string>> = {
  named: 'an instruction names it',
  exception: 'a ! line of the file names it',
  'not-made': 'nothing in its stage makes it',
  read: 'a command of the build reads it',
  unwritable: 'no line of an ignore file can hold its name',
};

/** The text, in pieces. */
export function* formatRepairText(reports: readonly RepairReport[], options: TextOptions): Iterable<string> {
  for (const [i, report] of reports.entries()) {
    if (i > 0) yield '\n';
    for (const line of formatOne(report, options)) yield `${line}\n`;
  }
}

function formatOne(report: RepairReport, options: TextOptions): readonly string[] {
  const { palette, width } = options;
  const file = makeVisible(report.ignoreFile);
  const verb = report.isDryRun ? 'would be' : 'was';
  const head = report.isChanged
    ? `${file} ${verb} ${report.isNew ? 'written' : 'changed'}${tellLines(report)}`
    : report.isNew
      ? `${file} is not needed: there is nothing to ignore`
      : `${file} needs no change`;
  return [
    palette.strong(cutEnd(head, width)),
    ...(report.isDryRun && report.isChanged ? ['', ...formatDiff(report, options)] : []),
    ...formatProof(report, options),
    ...formatChanges(report, options),
    ...formatKept(report, options),
    ...formatNotProven(report, options),
  ];
}

function tellLines({ added, removed }: RepairReport): string {
  const parts = [
    ...(added.length > 0 ? [`${countOf(added.length, 'line')} more`] : []),
    ...(removed.length > 0 ? [`${countOf(removed.length, 'dead line')} less`] : []),
  ];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

/** One hunk a group of changes, with the lines around. */
function formatDiff({ lines, ignoreFile, isNew }: RepairReport, { palette }: TextOptions): readonly string[] {
  const isNear = lines.map((_, i) =>
    lines.slice(Math.max(0, i - LINES_AROUND), i + LINES_AROUND + 1).some(({ change }) => change !== 'same'),
  );
  const out = [`--- ${isNew ? '/dev/null' : makeVisible(ignoreFile)}`, `+++ ${makeVisible(ignoreFile)}`];
  let [oldLine, newLine] = [1, 1];
  for (let i = 0; i < lines.length; i++) {
    if (isNear[i] === true && isNear[i - 1] !== true) {
      const end = isNear.indexOf(false, i);
      const hunk = lines.slice(i, end < 0 ? lines.length : end);
      const [olds, news] = ['added', 'removed'].map(
        (change) => hunk.filter((line) => line.change !== change).length,
      ) as [number, number];
      out.push(
        palette.faint(
          `@@ -${olds === 0 ? oldLine - 1 : oldLine},${olds} +${news === 0 ? newLine - 1 : newLine},${news} @@`,
        ),
      );
    }
    const { change, text } = lines[i]!;
    const sign = change === 'added' ? '+' : change === 'removed' ? '-' : ' ';
    if (isNear[i] === true) out.push(`${sign}${makeVisible(text)}`);
    if (change !== 'added') oldLine++;
    if (change !== 'removed') newLine++;
  }
  return out;
}

function formatProof(
  { proof, isChanged }: RepairReport,
  { width, showsAll }: TextOptions,
): readonly string[] {
  if (!isChanged || proof.length === 0) return [];
  const rows = proof.map(({ dockerfile, target, engine, before, after }) => ({
    who: `${makeVisible(dockerfile)}${target === null ? '' : `, target ${makeVisible(target)}`}, ${engine}`,
    what: tellAmounts(before, after),
  }));
  const shown = showsAll ? rows : rows.slice(0, PROVEN_SHOWN);
  const left = rows.length - shown.length;
  return [
    '',
    `Proven for ${countOf(new Set(proof.map(({ dockerfile, target }) => `${dockerfile} ${target}`)).size, 'build')}: no file that an instruction names is lost`,
    ...shown.map(({ who, what }) => cutEnd(`  ${who}: ${what}`, width)),
    ...(left > 0 ? [`  and ${left} more; --all shows them`] : []),
  ];
}

function tellAmounts(before: RepairAmount, after: RepairAmount): string {
  if (before.files === after.files && before.bytes === after.bytes)
    return `${formatBytes(after.bytes)} as before`;
  const files = before.files - after.files;
  return `${formatBytes(before.bytes)} before, ${formatBytes(after.bytes)} now, ${countOf(files, 'file')} less`;
}

function formatChanges({ imageChanges }: RepairReport, options: TextOptions): readonly string[] {
  if (imageChanges.length === 0) return [];
  return [
    '',
    'The image changes: it will not get these from the context',
    ...cutList(imageChanges, options, (change) => {
      const { bytes, kind, exceptPaths } = change;
      const but = exceptPaths.length === 0 ? '' : `, but for ${exceptPaths.map(makeVisible).join(', ')}`;
      return `${tellPath(change)}: ${formatBytes(bytes)}, ${KIND_WORDS[kind] ?? kind}${but}${tellUses(change)}`;
    }),
  ];
}

function formatKept({ kept }: RepairReport, options: TextOptions): readonly string[] {
  if (kept.length === 0) return [];
  const isNamedSecret = kept.some(({ kind, reason }) => kind === 'secret' && reason === 'named');
  return [
    '',
    'These stay',
    ...cutList(kept, options, (each) => {
      const what = each.kind === 'secret' ? 'secret by its looks, but ' : '';
      return `${tellPath(each)}: ${what}${KEPT_WORDS[each.reason] ?? each.reason}${tellUses(each)}`;
    }),
    ...(isNamedSecret ? ['Give what is secret with RUN --mount=type=secret instead: a layer keeps it.'] : []),
  ];
}

function formatNotProven({ notProven }: RepairReport, options: TextOptions): readonly string[] {
  if (notProven.length === 0) return [];
  return [
    '',
    'Nothing is proven for these builds, which fail as they are',
    ...cutList(notProven, options, ({ dockerfile, target, engine, reason }) => {
      const parts = [...(target === null ? [] : [`target ${target}`]), ...(engine === null ? [] : [engine])];
      return `${makeVisible([dockerfile, ...parts].join(', '))}: ${makeVisible(reason)}`;
    }),
  ];
}

function cutList<T>(
  items: readonly T[],
  { showsAll, width }: TextOptions,
  tell: (item: T) => string,
): readonly string[] {
  const shown = showsAll ? items : items.slice(0, PATHS_SHOWN);
  const left = items.length - shown.length;
  return [
    ...shown.map((item) => cutEnd(`  ${tell(item)}`, width)),
    ...(left > 0 ? [`  and ${left} more; --all shows them`] : []),
  ];
}

function tellPath({ path, isFolder }: RepairPath): string {
  return `${makeVisible(path)}${isFolder ? '/' : ''}`;
}

function tellUses({ usedBy }: RepairPath): string {
  const [first] = usedBy;
  if (first === undefined) return '';
  return ` (${first.instruction} in line ${first.line}, stage ${makeVisible(first.stage)})`;
}
