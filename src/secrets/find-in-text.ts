// Secrets in a text at hand, without a prefilter: what the streaming scanner finds must be the same.
import { type CompiledRule, matchRule } from './matching/compiled-rule.ts';
import type { SecretMatch } from './secret-match.ts';

/** The secrets of `rules` in Latin-1 `text`, by offset; of one that several rules find, each rule's. `path` as in `matchRule`. */
export function findInText(text: string, rules: readonly CompiledRule[], path = ''): SecretMatch[] {
  const folded = text.toLowerCase();
  const matches = new Map<string, SecretMatch>();
  for (const compiled of rules) {
    const { keywords, ignoresCase } = compiled.matcher;
    const searched = ignoresCase ? folded : text;
    for (const keyword of keywords)
      for (let at = searched.indexOf(keyword); at >= 0; at = searched.indexOf(keyword, at + 1)) {
        const span = matchRule(compiled, text, at, keyword.length, path);
        if (span === undefined) continue;
        const match = {
          ruleId: compiled.rule.id,
          offsetBytes: span.start,
          lengthBytes: span.end - span.start,
        };
        matches.set(`${match.ruleId} ${match.offsetBytes} ${match.lengthBytes}`, match);
      }
  }
  return [...matches.values()].sort((a, b) => a.offsetBytes - b.offsetBytes || a.lengthBytes - b.lengthBytes);
}
