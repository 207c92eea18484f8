// How large each layer is in each view: as known where it is, else estimated from the fleet's own layers, with the basis told.
import type { FleetLayers } from '../snapshot/fleet-snapshot.ts';

/** Below this many known bytes a fleet's own ratio says little. */
const SAMPLE_BYTES = 1_000_000;
/** Unpacked files of a shipped byte: what gzip makes of layers of Debian packages (bench/NOTES.md, "Fleets"). */
const USUAL_GROWTH = 2.45;
/** Disk of an unpacked byte of theirs: blocks of 4 KiB and folders. */
const USUAL_DISK = 1.06;

/** One view's sizes, by the layers' numbers. */
export interface LayerSizes {
  readonly bytes: Float64Array;
  /** How the missing ones were estimated, as one sentence; undefined where none is missing. */
  readonly basis: string | undefined;
}

/** The three views' sizes. */
export interface FleetSizes {
  readonly shipped: LayerSizes;
  readonly entry: LayerSizes;
  readonly disk: LayerSizes;
}

/** Sizes for all layers that have users. */
export function estimateSizes(layers: FleetLayers, users: Uint32Array): FleetSizes {
  const { shippedBytes, entryBytes, diskBytes, plainBytes } = layers;
  const growth = ratioOf(entryBytes, shippedBytes, USUAL_GROWTH);
  const onDisk = ratioOf(diskBytes, entryBytes, USUAL_DISK);
  const isCounted = (layer: number): boolean => !Number.isNaN(plainBytes?.[layer] ?? Number.NaN);
  const asBlobs = `taken as ${tell(growth)} times their blobs`;
  const counted = users.reduce((sum, count, layer) => sum + (count > 0 && isCounted(layer) ? 1 : 0), 0);
  const how =
    counted === 0
      ? asBlobs
      : `taken as the place that they lie in counts them, or, where it does not, ${asBlobs}`;
  const entry = fill(users, entryBytes, how, (layer) =>
    isCounted(layer) ? plainBytes![layer]! : shippedBytes[layer]! * growth.value,
  );
  return {
    shipped: fill(
      users,
      shippedBytes,
      `taken as their files divided by ${tell(growth)}`,
      (layer) => entry.bytes[layer]! / growth.value,
    ),
    entry,
    disk: fill(
      users,
      diskBytes,
      `taken as ${tell(onDisk)} times their files, for blocks and folders`,
      (layer) => entry.bytes[layer]! * onDisk.value,
    ),
  };
}

interface Ratio {
  readonly value: number;
  /** How many layers of the fleet it was found by; 0 for a usual value. */
  readonly sample: number;
}

function ratioOf(parts: Float64Array | undefined, wholes: Float64Array, usual: number): Ratio {
  let [part, whole, sample] = [0, 0, 0];
  for (let i = 0; parts !== undefined && i < parts.length; i++) {
    if (Number.isNaN(parts[i]) || Number.isNaN(wholes[i])) continue;
    part += parts[i]!;
    whole += wholes[i]!;
    sample++;
  }
  return whole < SAMPLE_BYTES || part === 0 ? { value: usual, sample: 0 } : { value: part / whole, sample };
}

function tell({ value, sample }: Ratio): string {
  const found = sample === 0 ? 'a usual ratio' : `that of ${sample} known layers`;
  return `${value.toFixed(2)} (${found})`;
}

function fill(
  users: Uint32Array,
  known: Float64Array | undefined,
  how: string,
  estimate: (layer: number) => number,
): LayerSizes {
  const bytes = new Float64Array(users.length);
  let [used, missing] = [0, 0];
  for (let layer = 0; layer < users.length; layer++) {
    if (users[layer] === 0) continue;
    used++;
    const value = known?.[layer] ?? Number.NaN;
    if (Number.isNaN(value)) missing++;
    // Of a layer about which nothing is known, nothing is counted.
    bytes[layer] = Number.isNaN(value) ? Math.round(estimate(layer) || 0) : value;
  }
  return {
    bytes,
    basis: missing === 0 ? undefined : `${missing} of ${used} layers are not known and ${how}`,
  };
}
