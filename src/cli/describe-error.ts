// Errors as lines for stderr: one clear line and a hint for what a user can mend, a plain admission for a bug.
import { PlimsollError } from '../errors.ts';
import { cutMiddle } from '../report/cell-width.ts';
import { formatCount } from '../report/format-amount.ts';
import { makeVisible } from '../report/visible-text.ts';
import { maskUrls } from '../secrets/mask-urls.ts';
import { hintOfError } from './hint-of-error.ts';

/** Longer subjects are hostile, or a mistake. */
const SUBJECT_CELLS = 400;

/** The lines of an error, without colours; the stack only where the user debugs. */
export function describeError(error: unknown, isDebugging: boolean): readonly string[] {
  if (!(error instanceof PlimsollError) || error.code === 'INTERNAL') return describeBug(error, isDebugging);
  const hint = hintOfError(error);
  const further = error.cause instanceof AggregateError ? error.cause.errors : [];
  return [
    describeProblem(error),
    ...further.filter((problem) => problem instanceof PlimsollError).map(describeProblem),
    ...(hint === undefined ? [] : [`hint: ${makeVisible(hint)}`]),
    ...(isDebugging ? describeStack(error) : []),
  ];
}

/** `SUBJECT: message`, with the line or the offset behind the subject where they are known. */
function describeProblem({ subject, line, offsetBytes, message }: PlimsollError): string {
  const offset = offsetBytes === undefined ? '' : ` (at byte ${formatCount(offsetBytes)})`;
  const place =
    subject === undefined
      ? ''
      : `${cutMiddle(subject, SUBJECT_CELLS)}${line === undefined ? '' : `:${line}`}: `;
  return `plimsoll: ${makeVisible(`${place}${message}`)}${offset}`;
}

function describeBug(error: unknown, isDebugging: boolean): readonly string[] {
  const text = error instanceof Error ? error.message : String(error);
  return [
    `plimsoll: this is a bug in plimsoll: ${makeVisible(text)}`,
    ...(isDebugging ? describeStack(error) : ['hint: Run it again with --debug and report what it prints.']),
  ];
}

function describeStack(error: unknown): readonly string[] {
  const lines: string[] = [];
  // A cause may lead back to its error; a few are enough to see where it came from.
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++)
    lines.push(
      ...stackOf(cause)
        .split('\n')
        .map((line) => makeVisible(maskUrls(line))),
    );
  return lines;
}

/** What a parser complains of is a piece of somebody's text, in which a secret may be; where it failed is enough. */
function stackOf(error: Error): string {
  const stack = error.stack ?? String(error);
  // Errors of TOML have a piece of the file in `codeblock`.
  if (!(error instanceof SyntaxError || 'codeblock' in error)) return stack;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return ['SyntaxError', ...frames].join('\n');
}
