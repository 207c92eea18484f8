// What a registry stores of the pair: as shipped where both images tell it, else as entry bytes.
import type { PairBytes } from '../../../contents/compare/compare-layers.ts';
import type { DifferenceReport } from '../../difference-report.ts';

/** The bytes, and whether they are those of blobs as a registry has them. */
export function chooseRegistryBytes({ a, b, layers }: DifferenceReport): {
  readonly bytes: PairBytes;
  readonly isCompressed: boolean;
} {
  const { shippedBytes, entryBytes } = layers.registry;
  return shippedBytes !== null && a.isPullCostKnown && b.isPullCostKnown
    ? { bytes: shippedBytes, isCompressed: true }
    : { bytes: entryBytes, isCompressed: false };
}
