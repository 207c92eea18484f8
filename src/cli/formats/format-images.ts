// The findings of images for tools of others: places in the Dockerfile, and a summary.
import { formatBytes, formatShare } from '../../report/format-amount.ts';
import type { ImageReport } from '../../report/image-report.ts';
import { judgeImages } from '../../report/judgements/judge-images.ts';
import type { CliIo } from '../cli-io.ts';
import type { JudgementFormat } from './format-names.ts';
import { formatJudgements } from './judgement-formats.ts';
import { placeInstructions } from './place-instructions.ts';

/** One document for all reports; throws what a Dockerfile that was named throws. */
export function formatImageJudgements(
  format: JudgementFormat,
  reports: readonly ImageReport[],
  dockerfile: string | undefined,
  io: CliIo,
): Promise<Iterable<string>> {
  const judgements = judgeImages(reports, placeInstructions(reports, dockerfile));
  const summary = {
    title: reports.map(({ target }) => target.name).join(', '),
    passes: reports.every(({ verdict }) => verdict.passes),
    lines: reports.map(tellLoad),
  };
  return formatJudgements(format, judgements, summary, io);
}

function tellLoad({ target, bytes, verdict }: ImageReport): string {
  const { entryBytes, ballastBytes } = bytes;
  const exceeded = verdict.budgets.filter(({ isExceeded }) => isExceeded);
  const budgets = exceeded.map(
    ({ kind, limit, actualBytes }) => ` ${kind} ${limit} is exceeded: ${formatBytes(actualBytes)}.`,
  );
  const load = `${formatBytes(entryBytes)}, of which ${formatBytes(ballastBytes)} are ballast`;
  return `${target.name}: ${load} (${formatShare(ballastBytes, entryBytes)}).${budgets.join('')}`;
}
