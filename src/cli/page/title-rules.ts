// What the rules are called that found something.
import { RULES } from '../../checks/rules.ts';
import type { ImageReport } from '../../report/image-report.ts';

/** Titles by rule; a kind of secret, and a rule of the user's own, is told by its name. */
export function titleRules({
  findings,
  ignored,
}: Pick<ImageReport, 'findings' | 'ignored'>): Readonly<Record<string, string>> {
  const titles = new Map(RULES.map(({ id, title }) => [id, title]));
  const used = new Set([...findings, ...ignored.map(({ finding }) => finding)].map(({ rule }) => rule));
  return Object.fromEntries([...used].sort().map((rule) => [rule, titles.get(rule) ?? nameSecret(rule)]));
}

function nameSecret(rule: string): string {
  return rule.startsWith('secret/') ? `Secret: ${rule.slice('secret/'.length).replaceAll('-', ' ')}` : rule;
}
