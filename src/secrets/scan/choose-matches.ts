// Of matches that lie over each other one is told: that of the rule which knows most about it.
import type { SecretMatch } from '../secret-match.ts';

/** A match with the place of its rule in the published order; lower goes first. */
export interface RankedMatch extends SecretMatch {
  readonly rank: number;
}

/** The matches without those that overlap one of a lower rank, or an earlier or longer one of the same; by offset. */
export function chooseMatches(matches: readonly RankedMatch[]): SecretMatch[] {
  const byWorth = [...matches].sort(
    (a, b) => a.rank - b.rank || a.offsetBytes - b.offsetBytes || b.lengthBytes - a.lengthBytes,
  );
  const chosen: RankedMatch[] = [];
  for (const match of byWorth) {
    const at = findPlace(chosen, match.offsetBytes);
    const before = chosen[at - 1];
    const after = chosen[at];
    if (before !== undefined && before.offsetBytes + before.lengthBytes > match.offsetBytes) continue;
    if (after !== undefined && match.offsetBytes + match.lengthBytes > after.offsetBytes) continue;
    chosen.splice(at, 0, match);
  }
  return chosen.map(({ ruleId, offsetBytes, lengthBytes }) => ({ ruleId, offsetBytes, lengthBytes }));
}

/** How many of `chosen`, which is by offset, begin at or before `offsetBytes`. */
function findPlace(chosen: readonly RankedMatch[], offsetBytes: number): number {
  let low = 0;
  let high = chosen.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chosen[middle]!.offsetBytes <= offsetBytes) low = middle + 1;
    else high = middle;
  }
  return low;
}
