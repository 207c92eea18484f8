// Reading one layer of a registry as a step that any machine can do: it is done once for all that ask.
import { createHash } from 'node:crypto';
import { digestKey } from '../../contents/cache/blob-key.ts';
import type { PackedLayer } from '../../contents/cache/packed-facts.ts';
import { FACTS_VERSION } from '../../contents/facts/facts-format.ts';
import { type FactsReadings, stateReadings } from '../../contents/facts/facts-readings.ts';
import { PlimsollError } from '../../errors.ts';
import { type Digest, isDigest } from '../../oci/bytes/digest.ts';
import type { DurableStep, Json } from '../durable/durable-store.ts';

/** What a worker must know to read a layer. */
export interface LayerStepInput {
  /** An image that has it, as it is opened. */
  readonly reference: string;
  readonly platform?: string;
  readonly insecure: boolean;
  /** The blob's. */
  readonly digest: Digest;
  /** As the image's config claims it. */
  readonly diffId: Digest;
  readonly readings: FactsReadings;
}

/** What reading it took; the facts lie in a block beside. */
export interface LayerStepResult {
  /** False where the worker's own cache had it. */
  readonly wasRead: boolean;
  readonly storedBytes: number;
  readonly tarBytes: number;
}

export const LAYER_STEP = 'scan-layer';
/** One more than once: a registry may fail for a moment. */
const TRIES = 2;

/** The step for a layer; images that share it, and runs that read the same of it, share the step. */
export function createLayerStep(input: LayerStepInput): DurableStep {
  const { digest, diffId, readings } = input;
  const parts = [LAYER_STEP, FACTS_VERSION, digest, diffId, stateReadings(readings)];
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return {
    key,
    kind: LAYER_STEP,
    name: digest,
    input: { ...input, readings: { ...readings } },
    tries: TRIES,
  };
}

/** The name of the block that the step leaves. */
export function layerBlockName({ key }: DurableStep): string {
  return `facts ${key}`;
}

/** How the layer is packed. */
export function packedLayerOf({ digest, diffId, readings }: LayerStepInput): PackedLayer {
  return { key: digestKey(digest), diffId, readings };
}

/** The input as it comes out of a store; throws where another version wrote it. */
export function parseLayerInput(input: Json): LayerStepInput {
  const { reference, platform, insecure, digest, diffId, readings } = (input ?? {}) as Record<
    string,
    unknown
  >;
  const { packages, secretRules } = (readings ?? {}) as Record<string, unknown>;
  const isRight =
    typeof reference === 'string' &&
    (platform === undefined || typeof platform === 'string') &&
    typeof insecure === 'boolean' &&
    [digest, diffId].every((text) => typeof text === 'string' && isDigest(text)) &&
    typeof packages === 'boolean' &&
    (secretRules === null || typeof secretRules === 'string');
  if (!isRight) throw new PlimsollError('DATABASE_INVALID', 'a step to read a layer makes no sense');
  return input as unknown as LayerStepInput;
}
