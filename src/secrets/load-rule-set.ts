// The rules of a run from plain data, so that every thread makes its own: expressions and functions do not cross threads.
import { makeRuleSet, type SecretRuleSet } from './rule-set.ts';

let last: { readonly addedText: string; readonly rules: SecretRuleSet } | undefined;

/** The rules of our own and those in the user's text; the same set as long as the text is. */
export function loadRuleSet(addedText: string): SecretRuleSet {
  if (last?.addedText !== addedText) last = { addedText, rules: makeRuleSet([], addedText) };
  return last.rules;
}
