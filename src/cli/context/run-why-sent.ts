// `plimsoll context --why PATH`: whether a path is sent, by which line of the ignore file and which instruction.
import { lstatSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { explainPath, type PathExplanation } from '../../context/explain-path.ts';
import { cleanPath } from '../../context/go-rules/clean-path.ts';
import type { Pattern } from '../../context/ignore/pattern-list.ts';
import { type InspectedContext, inspectMainContext } from '../../context/inspection/inspect-context.ts';
import { readBuild } from '../../context/inspection/read-build.ts';
import { openContextFolder } from '../../context/list-context.ts';
import { asFilePath } from '../../context/path-text.ts';
import { PlimsollError } from '../../errors.ts';
import { formatWhySentJson, formatWhySentText } from '../../report/why-sent.ts';
import type { WhySentReport } from '../../report/why-sent-report.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { chooseBuilds } from './choose-builds.ts';
import type { ContextFlags } from './context-flags.ts';

/** Answers for the main context of each build and resolves to the exit code. */
export async function runWhySent(
  folder: string,
  path: string,
  flags: ContextFlags,
  io: CliIo,
): Promise<number> {
  const builds = await chooseBuilds(folder, flags);
  const answers = builds.map(({ name, folder: context, dockerfilePath, dockerfileText, inputs }) => {
    const read = readBuild(dockerfilePath, inputs, dockerfileText);
    const within = toContextPath(openContextFolder(context), path);
    const { engine } = flags;
    const main = inspectMainContext(read, { folder: context, engine, within, signal: io.signal });
    return answer(main, name, dockerfilePath, path, within);
  });
  await writePieces(
    io.stdout,
    flags.format === 'json'
      ? formatWhySentJson(answers)
      : formatWhySentText(answers, chooseLayout(flags, io)),
  );
  return EXIT_CODE.clean;
}

function answer(
  context: InspectedContext,
  build: string | null,
  dockerfile: string,
  path: string,
  inside: string,
): WhySentReport {
  const { listing, uses, usesOf } = context;
  const stat = lstatSync(asFilePath(join(listing.folder, inside)), { throwIfNoEntry: false });
  if (stat === undefined)
    throw new PlimsollError('CONTEXT_NOT_FOUND', 'there is no such path in the context', {
      subject: path,
      hint: `Paths are seen from ${listing.folder}.`,
    });
  const explanation = explainPath(listing.filter, inside);
  const at = listing.entries.findIndex((entry) => entry.path === inside);
  const entry = listing.entries[at];
  const below = listing.entries.filter((each) => each.path.startsWith(`${inside}/`) && each.kind === 'file');
  return {
    build,
    path: inside,
    isFolder: stat.isDirectory(),
    isSent: entry !== undefined,
    files: below.length + (entry?.kind === 'file' ? 1 : 0),
    bytes: below.reduce((sum, each) => sum + each.sizeBytes, entry?.sizeBytes ?? 0),
    ignoreFile: listing.ignoreFile?.path ?? null,
    dockerfile,
    ...tellReason(explanation, listing.narrowing.kind === 'nothing'),
    usedBy: (at < 0 ? [] : usesOf[at]!).map((i) => {
      const use = uses[i]!;
      return {
        stageIndex: use.stageIndex,
        stage: use.stageName ?? null,
        line: use.line,
        instruction: use.instruction.name,
        source: use.written,
        isWhole: use.path === '/',
      };
    }),
  };
}

function tellReason(
  explanation: PathExplanation,
  isNothingSent: boolean,
): Pick<WhySentReport, 'reason' | 'decidedAt' | 'ignoreLine'> {
  if (isNothingSent) return { reason: 'nothing-is-sent', decidedAt: null, ignoreLine: null };
  switch (explanation.kind) {
    case 'ignored':
      return { reason: 'ignored', decidedAt: explanation.at, ignoreLine: toLine(explanation.by) };
    case 'unused':
      return { reason: 'unused', decidedAt: explanation.at, ignoreLine: null };
    case 'sent': {
      const { reincludedBy } = explanation;
      if (reincludedBy === undefined) return { reason: 'not-ignored', decidedAt: null, ignoreLine: null };
      return { reason: 'reincluded', decidedAt: null, ignoreLine: toLine(reincludedBy) };
    }
  }
}

function toLine({ line, cleaned, isException }: Pattern): NonNullable<WhySentReport['ignoreLine']> {
  return { line, pattern: `${isException ? '!' : ''}${cleaned}` };
}

/** A path as typed, seen from the context: relative to it, or absolute. */
function toContextPath(folder: string, path: string): string {
  const cleaned = cleanPath(isAbsolute(path) ? relative(folder, path) : path);
  if (cleaned === '.' || cleaned === '..' || cleaned.startsWith('../'))
    throw new PlimsollError('USAGE', 'the path must be inside the context', { subject: path });
  return cleaned;
}
