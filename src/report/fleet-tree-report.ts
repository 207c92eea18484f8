// What `plimsoll fleet tree` tells, before it becomes text, JSON or dot.
import type { FleetTree } from '../fleet/hierarchy/tree/fleet-tree.ts';
import type { FleetSnapshot } from '../fleet/snapshot/fleet-snapshot.ts';

/** The hierarchy of a fleet. */
export interface FleetTreeReport {
  readonly snapshot: FleetSnapshot;
  readonly tree: FleetTree;
}
