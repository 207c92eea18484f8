// Parser directives (`# syntax=`, `# escape=`, `# check=`), after parser/directives.go of BuildKit.
import { PlimsollError } from '../../errors.ts';
import type { ParserDirective } from './instruction.ts';

const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)[\t\n\f\r ]*=[\t\n\f\r ]*([^\n]+?)[\t\n\f\r ]*$/;
const NAMES: ReadonlySet<string> = new Set(['syntax', 'escape', 'check']);

/** Reads a comment at the top of the file: a directive, or undefined, and then there are no more of them. */
export function readDirective(
  comment: string,
  place: { readonly line: number; readonly start: number; readonly end: number },
  before: readonly ParserDirective[],
): ParserDirective | undefined {
  const [, written, value] = DIRECTIVE.exec(comment) ?? [];
  const name = written?.toLowerCase();
  if (name === undefined || !NAMES.has(name)) return undefined;
  if (before.some((other) => other.name === name))
    throw new PlimsollError('DOCKERFILE_INVALID', `only one ${name} parser directive can be used`, {
      line: place.line,
    });
  if (name === 'escape' && value !== '\\' && value !== '`')
    throw new PlimsollError(
      'DOCKERFILE_INVALID',
      `the escape directive is neither \\ nor \` but ${JSON.stringify(value!.slice(0, 40))}`,
      {
        line: place.line,
      },
    );
  return { name: name as ParserDirective['name'], value: value!, ...place };
}
