// The images of a fleet as they are opened one by one.
import type { FleetImage, FleetSnapshot } from '../../fleet/snapshot/fleet-snapshot.ts';
import { formatPlatform } from '../../oci/image/platform.ts';
import type { CliIo } from '../cli-io.ts';
import type { FleetFlags } from './fleet-flags.ts';
import { openFleet } from './open-fleet.ts';

/** One image of one platform. */
export interface FleetTarget {
  /** Unique in its fleet, for reports. */
  readonly name: string;
  /** What opens it. */
  readonly reference: string;
  /** `os/architecture[/variant]`; undefined where the image does not say. */
  readonly platform: string | undefined;
}

/** The images that sources mean; throws what reading a fleet does. */
export async function listTargets(
  sources: readonly string[],
  flags: FleetFlags,
  io: CliIo,
): Promise<readonly FleetTarget[]> {
  const { snapshot } = await openFleet(sources, flags, io);
  return targetsOf(snapshot);
}

/** The same of a fleet that was read. */
export function targetsOf({ images }: FleetSnapshot): readonly FleetTarget[] {
  return images.map(toTarget);
}

function toTarget({ name, reference, repository, tags, digest, platform }: FleetImage): FleetTarget {
  const text = formatPlatform(platform);
  // A snapshot of a registry's build list has no references, but names and digests that the registry knows.
  const named = digest === undefined ? `${repository}:${tags[0] ?? 'latest'}` : `${repository}@${digest}`;
  return { name, reference: reference ?? named, platform: text === '' ? undefined : text };
}
