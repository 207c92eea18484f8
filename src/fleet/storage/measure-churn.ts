// What a fleet costs over time: the bytes that its history pushed into a registry, and what retention keeps of them.
import type { FleetHistory, FleetMoment } from '../snapshot/fleet-snapshot.ts';
import { estimateSizes } from './estimate-sizes.ts';

/** Days of a mean month. */
const MONTH_DAYS = 365.25 / 12;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A fleet over time; all bytes are of layers' blobs in a registry. */
export interface FleetChurn {
  readonly from: string;
  readonly to: string;
  readonly momentCount: number;
  /** Between the first and the last moment. */
  readonly months: number;
  /** Blobs that were there at the first moment: nobody saw when they were pushed. */
  readonly stockBytes: number;
  /** Blobs that came later, each once: what was pushed. */
  readonly pushedBytes: number;
  /** Each blob that was ever there, once: `stockBytes` and `pushedBytes`; what a registry holds that deletes nothing. */
  readonly everBytes: number;
  /** Images of another digest than any before them. */
  readonly pushedImages: number;
  readonly pushedBytesPerMonth: number;
  /** As far as sizes are not known. */
  readonly basis: string | undefined;
  readonly byMonth: readonly MonthChurn[];
  readonly retention: readonly Retention[];
}

/** One calendar month (UTC) of it. */
export interface MonthChurn {
  /** `2026-08`. */
  readonly month: string;
  readonly momentCount: number;
  readonly pushedBytes: number;
  readonly pushedImages: number;
}

/** What a registry holds that keeps the last so many moments. */
export interface Retention {
  readonly generations: number;
  /** At the last moment. */
  readonly keptBytes: number;
  /** The most that it ever held. */
  readonly mostBytes: number;
}

/** Measures a history; `generations` are the numbers of moments that retention may keep. */
export function measureChurn(history: FleetHistory, generations: readonly number[]): FleetChurn {
  const { moments, layers } = history;
  const seen = findSightings(moments, layers.count);
  const { bytes, basis } = estimateSizes(layers, seen.counts).shipped;
  const pushed = new Float64Array(moments.length);
  for (let layer = 0; layer < layers.count; layer++)
    if (seen.counts[layer]! > 0) pushed[seen.first[layer]!]! += bytes[layer]!;
  const images = countNewImages(moments);
  const [first, last] = [moments[0]!, moments.at(-1)!];
  const months = (Date.parse(last.at) - Date.parse(first.at)) / DAY_MS / MONTH_DAYS || 0;
  const stockBytes = pushed[0] ?? 0;
  const pushedBytes = pushed.reduce((sum, part) => sum + part, 0) - stockBytes;
  return {
    from: first.at,
    to: last.at,
    momentCount: moments.length,
    months,
    stockBytes,
    pushedBytes,
    everBytes: stockBytes + pushedBytes,
    pushedImages: images.reduce((sum, count, i) => sum + (i === 0 ? 0 : count), 0),
    pushedBytesPerMonth: months === 0 ? 0 : Math.round(pushedBytes / months),
    basis,
    byMonth: groupByMonth(moments, pushed, images),
    retention: [...new Set(generations)]
      .filter((count) => count >= 1)
      .sort((a, b) => a - b)
      .map((count) => measureRetention(moments.length, seen, bytes, count)),
  };
}

/** When layers were there. */
interface Sightings {
  /** By layer: at how many moments. */
  readonly counts: Uint32Array;
  /** By layer: the first moment; only where it was seen. */
  readonly first: Uint32Array;
  /** Layer, first and last moment of each unbroken stay, three numbers each, by layer rising in time. */
  readonly stays: readonly number[];
}

function findSightings(moments: readonly FleetMoment[], layerCount: number): Sightings {
  const counts = new Uint32Array(layerCount);
  const first = new Uint32Array(layerCount);
  const last = new Int32Array(layerCount).fill(-2);
  const start = new Uint32Array(layerCount);
  const stays: number[] = [];
  for (const [m, { images }] of moments.entries())
    for (const image of images)
      for (const layer of image.layers) {
        if (last[layer] === m) continue;
        if (counts[layer] === 0) first[layer] = m;
        if (last[layer] !== m - 1) {
          if (counts[layer]! > 0) stays.push(layer, start[layer]!, last[layer]!);
          start[layer] = m;
        }
        last[layer] = m;
        counts[layer]!++;
      }
  for (let layer = 0; layer < layerCount; layer++)
    if (counts[layer]! > 0) stays.push(layer, start[layer]!, last[layer]!);
  return { counts, first, stays };
}

/** A blob stays as long as one of the last `generations` moments had it. */
function measureRetention(
  momentCount: number,
  { stays }: Sightings,
  bytes: Float64Array,
  generations: number,
): Retention {
  const changes = new Float64Array(momentCount + 1);
  /** By layer: the moment up to which it was counted as kept. */
  const keptUntil = new Int32Array(bytes.length).fill(-1);
  for (let i = 0; i < stays.length; i += 3) {
    const layer = stays[i]!;
    const from = Math.max(stays[i + 1]!, keptUntil[layer]! + 1);
    const until = Math.min(stays[i + 2]! + generations - 1, momentCount - 1);
    if (until < from) continue;
    changes[from]! += bytes[layer]!;
    changes[until + 1]! -= bytes[layer]!;
    keptUntil[layer] = until;
  }
  let [kept, most] = [0, 0];
  for (let m = 0; m < momentCount; m++) {
    kept += changes[m]!;
    most = Math.max(most, kept);
  }
  return { generations, keptBytes: kept, mostBytes: most };
}

function countNewImages(moments: readonly FleetMoment[]): readonly number[] {
  const known = new Set<string>();
  return moments.map(({ images }) => {
    const before = known.size;
    for (const { digest, name } of images) known.add(digest ?? name);
    return known.size - before;
  });
}

function groupByMonth(
  moments: readonly FleetMoment[],
  pushed: Float64Array,
  images: readonly number[],
): readonly MonthChurn[] {
  const months = new Map<string, { momentCount: number; pushedBytes: number; pushedImages: number }>();
  for (const [m, { at }] of moments.entries()) {
    const time = new Date(at);
    const month = Number.isNaN(time.getTime()) ? 'unknown' : time.toISOString().slice(0, 7);
    const entry = months.get(month) ?? { momentCount: 0, pushedBytes: 0, pushedImages: 0 };
    entry.momentCount++;
    // What was there first was pushed at some time before.
    if (m > 0) {
      entry.pushedBytes += pushed[m]!;
      entry.pushedImages += images[m]!;
    }
    months.set(month, entry);
  }
  return [...months].map(([month, entry]) => ({ month, ...entry }));
}
