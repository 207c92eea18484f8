// Rules of the user's own as one text, so that they cross to threads and into names of cached facts as plain data.
import { readGitleaksRules } from './gitleaks/read-gitleaks-rules.ts';
import type { SecretRule } from './secret-rule.ts';

/** A file of rules. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

/** The files as one text; empty for none. */
export function joinRuleFiles(files: readonly RuleFile[]): string {
  return files.length === 0 ? '' : JSON.stringify(files.map(({ name, text }) => [name, text]));
}

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
