// Where the operators of a list stand: the parser keeps what they are, and not where.
import type { TextRange } from '../parsing/instruction.ts';
import { placeOf, type ScriptText } from './script-text.ts';
import type { ListOperator } from './shell-script.ts';

/** An operator with its place. */
export interface PlacedOperator {
  readonly operator: ListOperator;
  readonly operatorRange: TextRange;
}

/** The operator between two items. `expected` is known of `&&` and `||`, and of what runs in the background. */
export function findOperator(
  text: ScriptText,
  end: number,
  next: number,
  expected?: '&&' | '||' | '&',
): PlacedOperator {
  let at = end;
  while (at < next && isPassed(text.text, at)) at++;
  if (text.text[at] === '\\' && text.text[at + 1] === '\n') return findOperator(text, at + 2, next, expected);
  const char = text.text[at];
  const operator = expected ?? (char === ';' ? ';' : char === '&' ? '&' : '\n');
  if (!text.text.startsWith(operator, at)) return { operator, operatorRange: placeOf(text, end, end) };
  return { operator, operatorRange: placeOf(text, at, at + operator.length) };
}

function isPassed(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t' || text[at] === '\r';
}
