// The rules of a run from plain data, so that every thread makes its own: expressions and functions do not cross threads.
import { makeRuleSet, type SecretRuleSet } from './rule-set.ts';

let last: { readonly addedText: string; readonly rules: Promise<SecretRuleSet> } | undefined;

/** The rules of our own and those in what `joinRuleFiles` made; the same set as long as the text is. */
export function loadRuleSet(addedText: string): Promise<SecretRuleSet> {
  if (last?.addedText !== addedText) last = { addedText, rules: load(addedText) };
  return last.rules;
}

async function load(addedText: string): Promise<SecretRuleSet> {
  if (addedText === '') return makeRuleSet();
  const { readGitleaksRules } = await import('./gitleaks/read-gitleaks-rules.ts');
  const files = JSON.parse(addedText) as readonly (readonly [name: string, text: string])[];
  return makeRuleSet(
    files.flatMap(([name, text]) => readGitleaksRules(text, name).rules),
    addedText,
  );
}
