// What `plimsoll fleet propose` tells, before it becomes text, JSON or dot.
import type { FleetProposal } from '../fleet/hierarchy/propose/fleet-proposal.ts';
import type { FleetSnapshot } from '../fleet/snapshot/fleet-snapshot.ts';

/** A better hierarchy for a fleet. */
export interface FleetProposeReport {
  readonly snapshot: FleetSnapshot;
  readonly proposal: FleetProposal;
}
