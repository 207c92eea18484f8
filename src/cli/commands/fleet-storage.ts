// `plimsoll fleet storage SOURCE...`: what a fleet costs, in a registry and on a node.
import { PlimsollError } from '../../errors.ts';
import type { CliIo } from '../cli-io.ts';
import type { FleetStorageFlags } from '../fleet/fleet-flags.ts';

/** Measures the fleet and resolves to the exit code. */
export async function runFleetStorage(
  sources: readonly string[],
  flags: FleetStorageFlags,
  io: CliIo,
): Promise<number> {
  throw new PlimsollError('INTERNAL', `not yet: ${sources.length} ${flags.format} ${io.version}`);
}
