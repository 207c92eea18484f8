// The findings of images for tools of others: places in the Dockerfile, budgets, and a summary.
import { formatBytes, formatShare } from '../../report/format-amount.ts';
import type { ImageReport } from '../../report/image-report.ts';
import type { TargetError } from '../../report/json.ts';
import { judgeBudgets } from '../../report/judgements/judge-budgets.ts';
import { judgeImages } from '../../report/judgements/judge-images.ts';
import { formatMarkdown } from '../../report/markdown.ts';
import { placeInstructions } from './place-instructions.ts';
import type { JudgedPart } from './told-part.ts';

/** All reports of a run as one part; throws what a Dockerfile that was named throws. */
export function judgeImagePart(
  reports: readonly ImageReport[],
  errors: readonly TargetError[],
  dockerfile: string | undefined,
): JudgedPart {
  const places = placeInstructions(reports, dockerfile);
  const judgements = [...judgeImages(reports, places), ...judgeBudgets(reports, places.dockerfile)];
  const names = [...reports.map(({ target }) => target.name), ...errors.map(({ target }) => target)];
  const summary = {
    title: names.join(', '),
    passes: reports.every(({ verdict }) => verdict.passes),
    lines: reports.map(tellLoad),
    errors,
  };
  return { judgements, errors, markdown: () => formatMarkdown(summary, judgements) };
}

function tellLoad({ target, bytes }: ImageReport): string {
  const { entryBytes, ballastBytes } = bytes;
  const load = `${formatBytes(entryBytes)}, of which ${formatBytes(ballastBytes)} are ballast`;
  return `${target.name}: ${load} (${formatShare(ballastBytes, entryBytes)}).`;
}
