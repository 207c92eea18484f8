// Fleets relayered in memory: images made in code in, the tars of their new layers out.
import { buildInventory } from '../../src/contents/packages/build-inventory.ts';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import type { SquashedView } from '../../src/contents/view/squashed-view.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { type GatheredFleet, gatherFleet } from '../../src/rewrite/relayer/components/gather-fleet.ts';
import { planRelayer } from '../../src/rewrite/relayer/planning/plan-relayer.ts';
import type { RelayerPlan } from '../../src/rewrite/relayer/relayer-plan.ts';
import { ContentSpool } from '../../src/rewrite/relayer/writing/content-spool.ts';
import { type DescribedSpec, listSpecs } from '../../src/rewrite/relayer/writing/list-specs.ts';
import { spoolContents } from '../../src/rewrite/relayer/writing/spool-contents.ts';
import { streamSteps } from '../../src/rewrite/relayer/writing/stream-layer.ts';
import { layer, scanLayers } from './layers.ts';
import { imageOfStreams, store, streamPieces } from './opened-images.ts';

/** An image read, as far as relayering needs it. */
export type ReadStack = Pick<
  Parameters<typeof gatherFleet>[0][number] &
    Parameters<typeof spoolContents>[0]['images'][number]['contents'],
  'view' | 'inventory' | 'layers'
>;

/** What became of a fleet. */
export interface MadeFleet {
  readonly fleet: GatheredFleet;
  readonly plan: RelayerPlan;
  readonly views: readonly SquashedView[];
  /** For each image its new layers, bottom first. */
  readonly images: readonly (readonly Buffer[])[];
  readonly comments: readonly (readonly string[])[];
  /** Which layers were opened, by their diffIds. */
  readonly opened: readonly string[];
}

/** How to relayer. */
export interface FleetChoice {
  readonly layers?: number;
  readonly clampAtSeconds?: number;
}

/** Reads a stack of layers. */
export async function readStack(stack: readonly (readonly TarItem[])[]): Promise<ReadStack> {
  const facts = await scanLayers(stack.map(layer));
  const layers = facts.map((one, index) => ({
    index,
    diffId: one.diffId,
    descriptor: null,
    facts: one,
    compression: 'plain' as const,
    storedBytes: one.tarBytes,
    shipped: new Float64Array(one.entryCount),
    isFromCache: false,
  }));
  const view = squashLayers(facts);
  return { view, layers, inventory: await buildInventory({ layers, view }) };
}

/** Relayers the stacks. */
export async function relayerStacks(
  stacks: readonly (readonly (readonly TarItem[])[])[],
  { layers = 40, clampAtSeconds }: FleetChoice = {},
): Promise<MadeFleet> {
  const read = await Promise.all(stacks.map(readStack));
  const fleet = gatherFleet(read, clampAtSeconds);
  const plan = planRelayer(
    { images: stacks.length, components: fleet.cut.components },
    { layers, order: 'stable' },
  );
  const opened: string[] = [];
  const signal = new AbortController().signal;
  const spool = await ContentSpool.open();
  try {
    await spoolContents({
      images: stacks.map((stack, i) => ({
        image: imageOfStreams(
          stack.map((items) => store(layer(items))),
          (one) => {
            opened.push(one.diffId);
            return streamPieces(one.stored, 1000);
          },
        ),
        contents: read[i]!,
      })),
      entries: fleet.entries,
      spool,
      signal,
    });
    const specs = read.map(({ view }, i) => listSpecs(fleet, plan, i, view));
    const made = new Map<string, Buffer>();
    const images: Buffer[][] = [];
    for (const row of specs) images.push(await makeRow(row, made, spool, signal));
    return {
      fleet,
      plan,
      views: read.map(({ view }) => view),
      images,
      comments: specs.map((row) => row.map(({ comment }) => comment)),
      opened,
    };
  } finally {
    await spool.close();
  }
}

async function makeRow(
  row: readonly DescribedSpec[],
  made: Map<string, Buffer>,
  spool: ContentSpool,
  signal: AbortSignal,
): Promise<Buffer[]> {
  const tars: Buffer[] = [];
  for (const { key, steps } of row) {
    if (!made.has(key)) {
      const pieces: Uint8Array[] = [];
      for await (const piece of streamSteps(steps(), spool, signal)) pieces.push(piece);
      made.set(key, Buffer.concat(pieces));
    }
    tars.push(made.get(key)!);
  }
  return tars;
}
