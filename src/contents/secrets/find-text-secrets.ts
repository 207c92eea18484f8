// Where secrets stand in a text such as a Dockerfile's: by the rules that files are searched with, and by names.
import { loadRuleSet } from '../../secrets/load-rule-set.ts';
import { SecretScanner } from '../../secrets/scan/secret-scanner.ts';
import { findNamedCredentials, NAMED_CREDENTIAL } from './named-credential.ts';

/** A secret's place; offsets are those of the text's UTF-16 units. */
export interface TextSecretSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly name: string;
}

/** Makes a search with our own rules and those of `addedRules`; loading them takes a tenth of a second. */
export async function createTextSearch(
  addedRules: string,
): Promise<(text: string) => readonly TextSecretSpan[]> {
  const rules = await loadRuleSet(addedRules);
  const scanner = new SecretScanner(rules);
  return (text) => {
    const bytes = Buffer.from(text);
    scanner.start(Buffer.alloc(0), 0, 0, bytes.length);
    scanner.push(bytes);
    const isPlain = bytes.length === text.length;
    const offsetOf = (offsetBytes: number): number =>
      isPlain ? offsetBytes : bytes.toString('utf8', 0, offsetBytes).length;
    const byRules = scanner.finish().matches.map(({ ruleId, offsetBytes, lengthBytes }) => ({
      start: offsetOf(offsetBytes),
      end: offsetOf(offsetBytes + lengthBytes),
      kind: ruleId,
      name: rules.kindById.get(ruleId)?.name ?? ruleId,
    }));
    const byName = findNamedCredentials(text)
      .filter((span) => !byRules.some(({ start, end }) => span.start < end && start < span.end))
      .map((span) => ({ ...span, kind: NAMED_CREDENTIAL.id, name: NAMED_CREDENTIAL.name }));
    return [...byRules, ...byName].toSorted((a, b) => a.start - b.start);
  };
}
