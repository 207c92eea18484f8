// Rules of the user's own as one text, so that they cross to threads and into names of cached facts as plain data.
import { readGitleaksRules } from './gitleaks/read-gitleaks-rules.ts';
import type { SecretRule } from './secret-rule.ts';

/** The rules in a text of `joinRuleFiles`, and what was left out and why. Throws a PlimsollError for a file that is none. */
export function readUserRules(joined: string): {
  readonly rules: readonly SecretRule[];
  readonly notes: readonly { readonly file: string; readonly note: string }[];
} {
  if (joined === '') return { rules: [], notes: [] };
  const files = JSON.parse(joined) as readonly (readonly [name: string, text: string])[];
  const readings = files.map(([name, text]) => ({ name, ...readGitleaksRules(text, name) }));
  return {
    rules: readings.flatMap(({ rules }) => rules),
    notes: readings.flatMap(({ name, notes }) => notes.map((note) => ({ file: name, note }))),
  };
}
