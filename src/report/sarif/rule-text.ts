// What a rule says of itself where findings are shown by tools of others.
import type { Severity } from '../../checks/finding.ts';

/** One rule. */
export interface RuleText {
  readonly id: string;
  /** A few words, without a full stop. */
  readonly title: string;
  /** Its own, where a finding's price does not lower it. */
  readonly severity: Severity;
  /** Its page, in Markdown; null where there is none. */
  readonly help: string | null;
}
