// `--fleet SOURCE` of the commands that write images: what the rewrite costs the fleet that the image is in.
import { billRewrites } from '../../fleet/bill/bill-rewrites.ts';
import type { FleetBill } from '../../fleet/bill/fleet-bill.ts';
import type { RewrittenStack, StackLayer } from '../../fleet/bill/rewritten-stack.ts';
import type { CliIo } from '../cli-io.ts';
import { openFleet } from '../fleet/open-fleet.ts';
import type { RewriteFlags } from './rewrite-flags.ts';
import type { RewriteOutcome } from './rewrite-images.ts';

/** What a bill needs of a rewrite. */
export type BilledOutcome = Pick<RewriteOutcome, 'image' | 'contents' | 'rewritten' | 'facts'>;

/** Makes the bill once everything is written. */
export type MakeBill = (outcomes: readonly BilledOutcome[]) => FleetBill;

/** The bill as a field of a report; it is not there where no fleet was named, or nothing was written that it could pay for. */
export function tellBill(
  makeBill: MakeBill | undefined,
  reference: string | null,
  outcomes: readonly BilledOutcome[],
  { quiet }: Pick<RewriteFlags, 'quiet'>,
  io: CliIo,
): { readonly fleet?: FleetBill } {
  if (makeBill === undefined) return {};
  if (reference !== null) return { fleet: makeBill(outcomes) };
  if (quiet !== true) io.stderr.write('plimsoll: nothing was written, so there is no bill of the fleet\n');
  return {};
}

/** Reads the fleet, before anything is written that may be part of it; undefined where none is named. */
export async function readBilledFleet(
  flags: Omit<RewriteFlags, 'output' | 'certificate'>,
  io: CliIo,
): Promise<MakeBill | undefined> {
  if (flags.fleet === undefined) return undefined;
  const { platform: _, ...shared } = flags;
  const { snapshot } = await openFleet(flags.fleet, shared, io);
  return (outcomes) => billRewrites(snapshot, outcomes.map(toStack));
}

function toStack({ image, contents, rewritten, facts }: BilledOutcome): RewrittenStack {
  return {
    name: image.reference,
    digest: image.digest,
    platform: image.config.platform,
    before: contents.layers.map(({ diffId, descriptor, compression, storedBytes, facts: own }) => {
      // A plain layer is none that a registry would have.
      const isBlob = descriptor !== null && compression !== 'plain';
      return {
        diffId,
        digest: descriptor?.digest,
        shippedBytes: isBlob ? storedBytes : undefined,
        entryBytes: own.entryBytes,
      };
    }),
    after: rewritten.layers.map(({ diffId, descriptor }, i): StackLayer => {
      const isPacked = /[.+](?:gzip|zstd)$/.test(descriptor.mediaType);
      return {
        diffId,
        digest: isPacked ? descriptor.digest : undefined,
        shippedBytes: isPacked ? descriptor.sizeBytes : undefined,
        entryBytes: facts[i]!.entryBytes,
      };
    }),
  };
}
