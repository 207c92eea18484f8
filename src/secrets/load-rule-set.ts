// The rules of a run from plain data, so that every thread makes its own: expressions and functions do not cross threads.
import { makeRuleSet, type SecretRuleSet } from './rule-set.ts';

let last: { readonly addedText: string; readonly rules: Promise<SecretRuleSet> } | undefined;

/** The rules of our own and those in what `joinRuleFiles` made; the same set as long as the text is. */
export function loadRuleSet(addedText: string): Promise<SecretRuleSet> {
  if (last?.addedText !== addedText) last = { addedText, rules: load(addedText) };
  return last.rules;
}

/** What reads the user's rules is loaded only where there are any. */
async function load(addedText: string): Promise<SecretRuleSet> {
  if (addedText === '') return makeRuleSet();
  const { readUserRules } = await import('./user-rules.ts');
  return makeRuleSet(readUserRules(addedText).rules, addedText);
}
