// A line of the ignore file in words.
import type { Pattern } from '../../../context/ignore/pattern-list.ts';
import type { JudgedContext } from './judged-context.ts';

/** As "line 3 of .dockerignore (`*.md`)". */
export function tellPattern(judged: JudgedContext, pattern: Pattern): string {
  return `line ${pattern.line} of ${judged.ignoreName} (\`${writtenLine(judged, pattern)}\`)`;
}

/** The line as it is written, without white space around it. */
export function writtenLine(judged: JudgedContext, { line, cleaned, isException }: Pattern): string {
  const found = judged.context.listing.ignoreFile?.lines.find((each) => each.line === line);
  return found?.text.trim() ?? `${isException ? '!' : ''}${cleaned}`;
}
