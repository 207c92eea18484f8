// What one image has and another has not, for tools of others, and the summary of a pull request.
import { formatDifferenceMarkdown } from '../../report/difference-markdown.ts';
import type { DifferenceReport } from '../../report/difference-report.ts';
import { judgeDifference } from '../../report/judgements/judge-difference.ts';
import { placeInstructions } from './place-instructions.ts';
import type { JudgedPart } from './told-part.ts';

/** The comparison as one part; throws what a Dockerfile that was named throws. */
export function judgeDifferencePart(report: DifferenceReport, dockerfile: string | undefined): JudgedPart {
  const judgements = judgeDifference(report, placeInstructions([report.b], dockerfile));
  return { judgements, errors: [], markdown: () => formatDifferenceMarkdown(report, judgements) };
}
