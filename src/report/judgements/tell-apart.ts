// Fingerprints that are unique in a list of several parts.
import type { Judgement } from './judgement.ts';

/** The judgements, those whose fingerprint came before with a number behind it. */
export function tellApart(judgements: readonly Judgement[]): readonly Judgement[] {
  const counts = new Map<string, number>();
  return judgements.map((judgement) => {
    const { fingerprint } = judgement;
    const count = (counts.get(fingerprint) ?? 0) + 1;
    counts.set(fingerprint, count);
    return count === 1 ? judgement : { ...judgement, fingerprint: `${fingerprint}-${count}` };
  });
}
