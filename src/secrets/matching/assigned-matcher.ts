// Values told by the name they are assigned to, in whatever language: the name, an operator, an opening quote, the value.
// Written by hand rather than as one regular expression, so that the time is linear however the input is made.

import type { AssignedRule } from '../secret-rule.ts';
import { NAME_REACH_BYTES } from './assignment-bytes.ts';
import type { RuleMatcher, Span } from './compiled-rule.ts';

const VALUE_LIMIT_BYTES = 1024;

const NAME_CHARACTER = /[\w.\-$@]/;
/** What may stand between the name and its operator: the quote or bracket that closes it. */
const NAME_END = /\\?["'`]?[\])]?[ \t]{0,8}/y;
/** A type between the name and its operator, as TypeScript, Rust, Kotlin or Go has it. */
const TYPE = /(?::[ \t]{0,4}[A-Za-z_]\w{0,24}|string)[ \t]{0,4}(?=:?=)/y;
/** Assignment, default and comparison in shells, programs, make, JSON, YAML, INI, XML elements and attributes, PHP's define, TOML, HCL, Ruby. */
const OPERATOR =
  /(?:=>|\?\?=?|:{1,3}=|[?.+]=|\|\|=?|={1,3}|!={1,2}|::?|>|,)[ \t]{0,32}(?:\r?\n[ \t]{0,16})?|(?:\s{1,16}|(?<=\s))value\s?=\s?/y;
/** Between an option of a program and its value. */
const FLAG_OPERATOR = /(?<=-[\w-]{1,60})["'`]?[ \t]{1,8}/y;
const OPENING = /(?:[bruf@$]{0,2}\\?["'`]{1,3})?(?:(?:Bearer|Basic|Token|token|bearer)[ \t])?/y;
/** What ends a value: a quote, white space, punctuation of the language around, an escape, an XML tag. */
const VALUE_END = `(?=$|[\\s"'\`;,)}\\]<>&#\\\\])`;

export class AssignedMatcher implements RuleMatcher {
  readonly keywords: readonly string[];
  readonly ignoresCase = true;
  readonly isAssigned = true;
  readonly cost = 2;
  readonly beforeBytes = NAME_REACH_BYTES;
  readonly afterBytes = 2 * NAME_REACH_BYTES + 64 + VALUE_LIMIT_BYTES;
  readonly #value: RegExp;
  readonly #wholeName: RegExp | undefined;

  constructor(rule: AssignedRule) {
    this.keywords = rule.names;
    this.#value = new RegExp(`(?:${rule.value})${VALUE_END}`, 'y');
    this.#wholeName = rule.wholeName === undefined ? undefined : new RegExp(`^(?:${rule.wholeName})$`, 'i');
  }

  mayMatch(): boolean {
    return true;
  }

  match(text: string, at: number, length: number): Span | undefined {
    const nameEnd = findNameEnd(text, at + length);
    const behindName = skip(NAME_END, text, nameEnd);
    // `token: a=b` may be a value that begins with `a=`, or a type `a` and a value `b`.
    const value =
      this.#matchValue(text, behindName, OPERATOR) ??
      this.#matchValue(text, skip(TYPE, text, behindName), OPERATOR) ??
      this.#matchValue(text, nameEnd, FLAG_OPERATOR);
    // The name comes last: its expression takes the longest, and most values are none.
    if (value === undefined || this.#wholeName === undefined) return value;
    return this.#wholeName.test(text.slice(findNameStart(text, at), nameEnd)) ? value : undefined;
  }

  #matchValue(text: string, at: number, operator: RegExp): Span | undefined {
    const afterOperator = skip(operator, text, at);
    if (afterOperator === at) return undefined;
    const start = skip(OPENING, text, afterOperator);
    this.#value.lastIndex = start;
    if (!this.#value.test(text)) return undefined;
    const end = this.#value.lastIndex;
    return end > start ? { start, end } : undefined;
  }
}

function findNameStart(text: string, at: number): number {
  const least = Math.max(0, at - NAME_REACH_BYTES);
  let start = at;
  while (start > least && NAME_CHARACTER.test(text[start - 1]!)) start--;
  return start;
}

function findNameEnd(text: string, at: number): number {
  const most = Math.min(text.length, at + NAME_REACH_BYTES);
  let end = at;
  while (end < most && NAME_CHARACTER.test(text[end]!)) end++;
  return end;
}

/** The position after what a sticky expression matches at `at`; `at` where it does not match. */
function skip(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at;
  return expression.test(text) ? expression.lastIndex : at;
}
