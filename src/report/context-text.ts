// The text of `plimsoll context`: what is sent, as a tree by size, and what wants it.

import { cutEnd, cutMiddle, padEndCells, padStartCells } from './cell-width.ts';
import { formatContextFindings, formatContextVerdict } from './context-findings-text.ts';
import type {
  ContextBranch,
  ContextReport,
  ReportedBuild,
  ReportedContext,
  ReportedUse,
} from './context-report.ts';
import { formatRepairLines } from './dockerfile-text.ts';
import { foldText } from './fold-text.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import { byWeight, type ListedFinding, listContextFinding, listDockerfileFinding } from './listed-finding.ts';
import { formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const BYTES_CELLS = 9;
const USES_SHOWN = 12;
/** A list is handed on in pieces of so many characters: one a line takes longer than the line. */
const PIECE_CHARACTERS = 16 * 1024;

const USE_WORDS: Readonly<Record<ContextBranch['use'], string>> = {
  named: 'named by an instruction',
  swept: 'taken along',
  unused: 'not used',
  mixed: '',
};

/** What the command prints, in pieces; with each path where `isList`. */
export function* formatContextText(
  { builds, verdict }: ContextReport,
  options: TextOptions,
  isList: boolean,
): Iterable<string> {
  const told = new Set<string>();
  for (const [i, build] of builds.entries()) {
    if (i > 0) yield '\n';
    for (const [k, context] of build.contexts.entries()) {
      if (k > 0) yield '\n';
      yield* joinLines(formatHead(build, context, options).map((line) => foldText(line, options.width)));
      if (isList) yield* listPaths(context);
      else yield* joinLines(formatBody(build, context, options, told));
    }
  }
  if (!isList) yield `\n${formatContextVerdict(verdict, options.palette)}\n`;
}

function formatHead(
  build: ReportedBuild,
  context: ReportedContext,
  { palette, width }: TextOptions,
): readonly string[] {
  const { sent, ignoreFile, folder } = context;
  const what = context.name === null ? 'Build context' : `Named context ${context.name}`;
  const of = build.name === null ? '' : ` of ${makeVisible(build.name)}`;
  const dockerfile =
    makeVisible(build.dockerfile) + (build.target === null ? '' : `, target ${build.target}`);
  return [
    palette.strong(cutMiddle(`${what}${of}: ${makeVisible(folder)}`, width)),
    cutEnd(`${dockerfile}, for ${build.engine}; ${tellIgnoreFile(ignoreFile, folder)}`, width),
    palette.strong(`${countOf(sent.files, 'file')}, ${formatBytes(sent.bytes)} are sent`) +
      tellParts(context),
    ...(context.sharedWith.length === 0
      ? []
      : [cutEnd(`the folder is shared with ${makeVisible(context.sharedWith.join(', '))}`, width)]),
  ];
}

function tellIgnoreFile(ignoreFile: string | null, folder: string): string {
  if (ignoreFile === null) return 'no ignore file';
  const isInside = ignoreFile.startsWith(`${folder}/`);
  return `ignore file ${makeVisible(isInside ? ignoreFile.slice(folder.length + 1) : ignoreFile)}`;
}

function tellParts({ swept, unused, uses, sent }: ReportedContext): string {
  if (sent.files === 0) return uses.length === 0 ? ': no instruction uses it' : '';
  const parts = [
    ...(swept.files > 0 ? [`${formatBytes(swept.bytes)} only taken along with everything`] : []),
    ...(unused.files > 0 ? [`${formatBytes(unused.bytes)} not used by any instruction`] : []),
  ];
  return parts.length === 0 ? '' : `: ${parts.join(', ')}`;
}

function formatBody(
  { dockerfileReport }: ReportedBuild,
  context: ReportedContext,
  options: TextOptions,
  told: Set<string>,
): readonly string[] {
  const { ignored, folder } = context;
  const ofFile = context.name === null ? dockerfileReport : undefined;
  const findings = [
    ...(ofFile?.findings ?? []).map(listDockerfileFinding),
    ...context.findings.map(listContextFinding),
  ].toSorted(byWeight);
  // Builds that share a folder share most findings: each is told once.
  const fresh = findings.filter((finding) => !told.has(keyOf(finding)));
  for (const finding of fresh) told.add(keyOf(finding));
  const repeated = findings.length - fresh.length;
  return [
    ...formatTree(context, options),
    ...formatUses(context, options),
    ...formatContextFindings(fresh, ignored.length + (ofFile?.ignored.length ?? 0), folder, options),
    ...(ofFile === undefined ? [] : formatRepairLines(ofFile, options)),
    ...(repeated > 0 ? ['', `${countOf(repeated, 'finding')} as above`] : []),
  ];
}

function keyOf({ rule, message, file, line, paths, bytes }: ListedFinding): string {
  return JSON.stringify([rule, message, file, line, bytes, paths[0]?.path]);
}

function formatTree({ tree }: ReportedContext, { width, palette }: TextOptions): readonly string[] {
  if (tree.length === 0) return [];
  const lines: string[] = [
    '',
    palette.faint(`${padStartCells('bytes', BYTES_CELLS)}  ${padStartCells('files', 7)}  path`),
  ];
  const add = (branches: readonly ContextBranch[], depth: number): void => {
    for (const { path, isFolder, files, bytes, use, children } of branches) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const shown = `${'  '.repeat(depth)}${makeVisible(name)}${isFolder ? '/' : ''}`;
      const note = USE_WORDS[use];
      const room = width - BYTES_CELLS - 7 - 4 - (note === '' ? 0 : note.length + 2);
      const cell =
        note === '' ? cutMiddle(shown, room) : padEndCells(cutMiddle(shown, room), Math.min(room, 44));
      lines.push(
        `${padStartCells(formatBytes(bytes), BYTES_CELLS)}  ${padStartCells(formatCount(files), 7)}  ${cell}${note === '' ? '' : `  ${palette.faint(note)}`}`,
      );
      add(children, depth + 1);
    }
  };
  add(tree, 0);
  return lines;
}

function formatUses({ uses }: ReportedContext, { width, palette, showsAll }: TextOptions): readonly string[] {
  if (uses.length === 0) return [];
  const shown = showsAll ? uses : uses.slice(0, USES_SHOWN);
  const rows = shown.map((use) => [
    formatBytes(use.bytes),
    formatCount(use.files),
    `line ${use.line}`,
    tellStage(use),
    `${use.instruction} ${makeVisible(use.source)}${use.isWhole ? ' (everything)' : ''}`,
  ]);
  const left = uses.length - shown.length;
  return [
    '',
    ...formatTable(
      [
        { heading: 'bytes', align: 'right' },
        { heading: 'files', align: 'right' },
        { heading: 'where', align: 'left' },
        { heading: 'stage', align: 'left' },
        { heading: 'used by', align: 'left' },
      ],
      rows,
      width,
      palette.faint,
    ),
    ...(left > 0 ? [`and ${countOf(left, 'more instruction')}; --all shows them`] : []),
  ];
}

/** A stage by its name, or its number where it has none. */
export function tellStage({ stage, stageIndex }: Pick<ReportedUse, 'stage' | 'stageIndex'>): string {
  return stage === null ? String(stageIndex) : makeVisible(stage);
}

function* listPaths({ paths = [], uses }: ReportedContext): Iterable<string> {
  // Paths with the same uses share one list of them.
  const lines = new Map<readonly number[], string>();
  let piece = '';
  for (const { path, kind, bytes, usedBy } of paths) {
    let users = lines.get(usedBy);
    if (users === undefined) {
      const text = usedBy.map((i) => uses[i]!.line).join(',');
      users = padEndCells(text === '' ? '-' : text, 8);
      lines.set(usedBy, users);
    }
    piece += `${String(bytes).padStart(12)}  ${users}  ${makeVisible(path)}${kind === 'folder' ? '/\n' : '\n'}`;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function* joinLines(lines: readonly string[]): Iterable<string> {
  for (const line of lines) yield `${line}\n`;
}
