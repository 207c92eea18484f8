// Text and JSON of `plimsoll context --why`.

import { cutEnd } from './cell-width.ts';
import { tellStage } from './context-text.ts';
import { countOf, formatBytes } from './format-amount.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';
import type { WhySentReport } from './why-sent-report.ts';
import { SCHEMA_VERSION, writeJson } from './write-json.ts';

/** The text, in pieces. */
export function* formatWhySentText(
  answers: readonly WhySentReport[],
  { width, palette }: TextOptions,
): Iterable<string> {
  for (const answer of answers) {
    const of = answer.build === null ? '' : ` for ${makeVisible(answer.build)}`;
    const head = `${makeVisible(answer.path)}${answer.isFolder ? '/' : ''} ${tellVerdict(answer)}${of}`;
    yield `${palette.strong(cutEnd(head, width))}\n`;
    yield `${cutEnd(tellReason(answer), width)}\n`;
    for (const use of answer.usedBy) {
      const what = `${use.instruction} ${makeVisible(use.source)}${use.isWhole ? ', which takes everything' : ''}`;
      const where = `${makeVisible(answer.dockerfile)}:${use.line}, stage ${tellStage(use)}`;
      yield `${cutEnd(`Used by ${where}: ${what}`, width)}\n`;
    }
    if (answer.isSent && answer.usedBy.length === 0) yield 'No instruction uses it.\n';
  }
}

/** The JSON, in pieces: the answers of all builds. */
export function formatWhySentJson(answers: readonly WhySentReport[]): Iterable<string> {
  return writeJson({
    schemaVersion: SCHEMA_VERSION,
    answers: answers.map(({ usedBy, ...answer }) => ({
      ...answer,
      usedBy: usedBy.map((use) => ({
        stage: use.stage ?? String(use.stageIndex),
        line: use.line,
        instruction: use.instruction,
        source: use.source,
        takesAll: use.isWhole,
      })),
    })),
  });
}

function tellVerdict({ isSent, isFolder, files, bytes }: WhySentReport): string {
  if (!isSent && files === 0) return 'is not sent';
  if (!isFolder) return `is sent, ${formatBytes(bytes)}`;
  return `is sent: ${countOf(files, 'file')}, ${formatBytes(bytes)}`;
}

function tellReason({ reason, decidedAt, ignoreLine, ignoreFile, path }: WhySentReport): string {
  const where = ignoreLine === null ? '' : `${makeVisible(ignoreFile ?? '')}:${ignoreLine.line}`;
  const line = ignoreLine === null ? '' : `${where}: ${makeVisible(ignoreLine.pattern)}`;
  const folder = decidedAt === null || decidedAt === path ? '' : ` the folder ${makeVisible(decidedAt)},`;
  switch (reason) {
    case 'ignored':
      return folder === '' ? `Ignored by ${line}` : `Ignored with${folder} by ${line}`;
    case 'reincluded':
      return `Taken back from what is ignored by ${line}`;
    case 'unused':
      return `No instruction of the build uses${folder === '' ? ' it' : folder.slice(0, -1)}, so the builder leaves it out.`;
    case 'nothing-is-sent':
      return 'No instruction of the build uses the context, so nothing of it is sent.';
    case 'not-ignored':
      return ignoreFile === null
        ? 'There is no ignore file.'
        : `No line of ${makeVisible(ignoreFile)} ignores it.`;
  }
}
