// Has the layers of a fleet read by all workers of a store, each by one of them, and takes what they found into the cache: whoever
// scans the fleet after that finds it there. Layers that only this machine can read are left to it, and what fails too, so that the
// scan tells it in its own words.
import { randomUUID } from 'node:crypto';
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import { findProof } from '../../contents/cache/find-proof.ts';
import { unpackFacts } from '../../contents/cache/packed-facts.ts';
import { type FactsReadings, stateReadings } from '../../contents/facts/facts-readings.ts';
import type { ReadingCount } from '../../contents/shared-reading.ts';
import { throwIfAborted } from '../../oci/layout/check-abort.ts';
import { openImage } from '../../oci/open-image.ts';
import type { DurableStore } from '../durable/durable-store.ts';
import {
  createLayerStep,
  type LayerStepInput,
  type LayerStepResult,
  layerBlockName,
  packedLayerOf,
} from './layer-step.ts';
import { mapInOrder } from './map-in-order.ts';

/** An image of the fleet, as it is opened. */
export interface SpreadTarget {
  readonly reference: string;
  readonly platform: string | undefined;
}

/** What the reading goes on with. */
export interface SpreadOptions {
  readonly store: DurableStore;
  /** Must have a folder. */
  readonly cache: FactsCache;
  readonly readings: FactsReadings;
  readonly insecure: boolean;
  readonly signal: AbortSignal;
  readonly onNotice: (line: string) => void;
  readonly onStep: (done: number, total: number) => void;
}

const IMAGES_SIDE_BY_SIDE = 4;
const LAYERS_SIDE_BY_SIDE = 200;
const SILENCE_MS = 15_000;

/** Resolves to what workers read for this run; what they had read before is not among it. */
export async function spreadLayers(
  targets: readonly SpreadTarget[],
  options: SpreadOptions,
): Promise<ReadingCount> {
  const { signal, onNotice, onStep } = options;
  const inputs = await listUnknown(targets, options);
  const runId = randomUUID();
  const count = { scans: 0, layers: 0, storedBytes: 0, tarBytes: 0 };
  let done = 0;
  const tellSilence = setTimeout(
    () => onNotice('no worker has read a layer yet; `plimsoll worker` with the same database is one'),
    SILENCE_MS,
  );
  try {
    const work = (input: LayerStepInput) => readByWorker(input, runId, options);
    for await (const result of mapInOrder(inputs, LAYERS_SIDE_BY_SIDE, work)) {
      clearTimeout(tellSilence);
      throwIfAborted(signal);
      onStep(++done, inputs.length);
      if (result?.wasRead !== true) continue;
      count.scans++;
      count.layers++;
      count.storedBytes += result.storedBytes;
      count.tarBytes += result.tarBytes;
    }
  } finally {
    clearTimeout(tellSilence);
  }
  return count;
}

/** The layers of registries that the cache does not know, each once. */
async function listUnknown(
  targets: readonly SpreadTarget[],
  { cache, readings, insecure, signal, onNotice }: SpreadOptions,
): Promise<readonly LayerStepInput[]> {
  const found = new Map<string, LayerStepInput>();
  const list = async ({ reference, platform }: SpreadTarget): Promise<readonly LayerStepInput[]> => {
    const place = platform === undefined ? {} : { platform };
    const image = await openImage(reference, {
      ...place,
      ...{ insecure, documents: cache.documents, signal, onNotice },
    });
    try {
      return image.layers.flatMap((layer) => {
        const { location, descriptor, diffId } = layer;
        if (location.kind !== 'stream' || descriptor === null) return [];
        const isKnown =
          findProof(image, layer, cache) !== undefined &&
          cache.readFacts(diffId, stateReadings(readings)) !== undefined;
        return isKnown
          ? []
          : [{ reference, ...place, insecure, digest: descriptor.digest, diffId, readings }];
      });
    } finally {
      await image.close();
    }
  };
  // What cannot be opened is told by the scan.
  const work = (target: SpreadTarget) => list(target).catch(() => []);
  for await (const inputs of mapInOrder(targets, IMAGES_SIDE_BY_SIDE, work)) {
    throwIfAborted(signal);
    for (const input of inputs) found.set(`${input.digest} ${input.diffId}`, input);
  }
  return [...found.values()];
}

/** What a worker found, now in the cache; undefined where none of it is new, or it failed. */
async function readByWorker(
  input: LayerStepInput,
  runId: string,
  { store, cache, signal }: SpreadOptions,
): Promise<LayerStepResult | undefined> {
  const step = createLayerStep(input);
  const isKnown = (await store.findResult(step.key)) !== undefined;
  const outcome = await store.runOnce(runId, step, signal);
  if (outcome.kind === 'failed') return undefined;
  const block = await store.readBlock(layerBlockName(step));
  const isTaken = block !== undefined && unpackFacts(cache, packedLayerOf(input), block);
  return isKnown || !isTaken ? undefined : (outcome.result as unknown as LayerStepResult);
}
