// The name of a rule set, known without making its rules: what was found is filed under it, and where all is found already no
// rule is needed.
import { createHash } from 'node:crypto';
import { RULES_ID } from './rules-id.ts';

/** Names the rules of our own together with the user's, which `addedText` is the text of; never empty. */
export function nameRuleSet(addedText: string): string {
  return createHash('sha256').update(`${RULES_ID}\n`).update(addedText).digest('hex').slice(0, 32);
}
