// What `plimsoll fleet storage` tells, before it becomes text or JSON.
import type { FleetSnapshot } from '../fleet/snapshot/fleet-snapshot.ts';
import type { FleetStorage } from '../fleet/storage/fleet-storage.ts';
import type { FleetChurn } from '../fleet/storage/measure-churn.ts';
import type { PairStorage } from '../fleet/storage/measure-pairs.ts';

/** A measured fleet. */
export interface FleetStorageReport {
  readonly snapshot: FleetSnapshot;
  readonly storage: FleetStorage;
  readonly pairs: readonly PairStorage[];
  /** Undefined where there is no history. */
  readonly churn: FleetChurn | undefined;
}
