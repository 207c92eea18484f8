// Why an image is made anew, as JSON: one chain for each thing that changed, from the image down to it.
import type { ReasonChain } from '../fleet/update/planning/update-plan.ts';

/** The chains; what a step does not tell is null. */
export function toReasonChains(because: readonly ReasonChain[]): readonly object[] {
  return because.map((chain) =>
    chain.map(({ subject, kind, before, after }) => ({
      subject,
      kind,
      before: before ?? null,
      after: after ?? null,
    })),
  );
}
