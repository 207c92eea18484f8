// Secrets in bytes at hand: where they stand, and never what they are.
export { type GitleaksReading, readGitleaksRules } from './gitleaks/read-gitleaks-rules.ts';
export { makeRuleSet, type SecretRuleSet } from './rule-set.ts';
export { FileSearch } from './scan/file-search.ts';
export { type SearchBytesOptions, searchBytes } from './search-bytes.ts';
export type { SecretMatch, SecretReading, UnreadPart } from './secret-match.ts';
export type { SecretKind, SecretRule } from './secret-rule.ts';
