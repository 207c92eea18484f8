// Limits that images exceed as judgements, so that what fails a run is told in every format. A known finding is none of them.
import { formatBytes } from '../format-amount.ts';
import type { BudgetVerdict, ImageReport } from '../image-report.ts';
import { FingerprintMaker, nameWithoutVersion } from './fingerprint.ts';
import type { Judgement } from './judgement.ts';

/** An image and its limits. */
export interface JudgedBudget {
  readonly name: string;
  readonly budgets: readonly BudgetVerdict[];
}

/** Of reports, those that are exceeded; `file` is what to point at. */
export function judgeBudgets(reports: readonly ImageReport[], file: string): readonly Judgement[] {
  return judgeExceeded(
    reports.map(({ target, verdict }) => ({ name: target.name, budgets: verdict.budgets })),
    () => ({ file, line: 1 }),
  );
}

/** Of images by name, those that are exceeded; `placeOf` says what to point at. */
export function judgeExceeded(
  images: readonly JudgedBudget[],
  placeOf: (name: string) => { readonly file: string; readonly line: number },
): readonly Judgement[] {
  const fingerprints = new FingerprintMaker();
  return images.flatMap(({ name, budgets }) =>
    budgets
      .filter(({ isExceeded }) => isExceeded)
      .map(({ kind, limit, limitBytes, actualBytes }) => {
        const { file, line } = placeOf(name);
        const what =
          kind === 'max-size' ? 'the image is larger than it may be' : 'the image has too much ballast';
        const allowed = limit.endsWith('%')
          ? `${limit} (${formatBytes(limitBytes)})`
          : formatBytes(limitBytes);
        return {
          kind: 'judgement',
          rule: kind,
          severity: 'error',
          message: `${what}: ${formatBytes(actualBytes)}, ${allowed} allowed`,
          details: [`Image ${name}.`],
          file,
          line,
          endLine: line,
          columns: null,
          subject: name,
          bytes: actualBytes - limitBytes,
          fix: null,
          edits: [],
          editNote: null,
          fingerprint: fingerprints.make([kind, nameWithoutVersion(name)]),
          acceptedBecause: null,
          fails: true,
        };
      }),
  );
}
