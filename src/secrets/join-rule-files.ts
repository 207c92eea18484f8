// The user's own rules as one text, by which they are known in caches and cross to other threads.

/** A gitleaks.toml of the user. */
export interface RuleFile {
  readonly name: string;
  readonly text: string;
}

/** The files as one text; empty where there are none. */
export function joinRuleFiles(files: readonly RuleFile[]): string {
  return files.length === 0 ? '' : JSON.stringify(files.map(({ name, text }) => [name, text]));
}
