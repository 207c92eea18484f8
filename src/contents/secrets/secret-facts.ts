// What is known of the secrets in one file of a layer: where they are, never what they are, and nothing derived from them.
import type { SecretMatch, UnreadPart } from '../../secrets/secret-match.ts';

/** Facts of one file; those without any secret and wholly searched have none. */
export interface SecretFacts {
  readonly matches: readonly SecretMatch[];
  /** Matches that are not kept, by the id of their kind: a file may be nothing but secrets. */
  readonly omitted: readonly { readonly ruleId: string; readonly count: number }[];
  readonly unread: readonly UnreadPart[];
}

/** Matches of one file that are kept. */
export const MATCHES_LIMIT = 1000;
/** Parts of one file that were not searched and are told one by one; the rest goes by its reason. */
const UNREAD_LIMIT = 100;
/** The names of members come from the archive itself. */
const MEMBER_LIMIT_CHARACTERS = 1024;

/** The facts within their limits: what is beyond them is counted, not kept. */
export function limitSecretFacts({ matches, unread }: Omit<SecretFacts, 'omitted'>): SecretFacts {
  const omitted = new Map<string, number>();
  for (const { ruleId } of matches.slice(MATCHES_LIMIT)) omitted.set(ruleId, (omitted.get(ruleId) ?? 0) + 1);
  const bytesByReason = new Map<string, number>();
  for (const { reason, bytes } of unread.slice(UNREAD_LIMIT))
    bytesByReason.set(reason, (bytesByReason.get(reason) ?? 0) + bytes);
  return {
    matches: matches.slice(0, MATCHES_LIMIT).map(cutMember),
    omitted: [...omitted].map(([ruleId, count]) => ({ ruleId, count })),
    unread: [
      ...unread.slice(0, UNREAD_LIMIT).map(cutMember),
      ...[...bytesByReason].map(([reason, bytes]) => ({ reason, bytes })),
    ],
  };
}

/** The end of a long name tells more than its beginning. */
function cutMember<T extends { readonly member?: string }>(part: T): T {
  const { member } = part;
  if (member === undefined || member.length <= MEMBER_LIMIT_CHARACTERS) return part;
  return { ...part, member: `...${member.slice(-MEMBER_LIMIT_CHARACTERS)}` };
}
