// From the pieces of a snapshot or a history to the fleet (schema/fleet-snapshot.json, docs/fleet.md).
import type { Digest } from '../../oci/bytes/digest.ts';
import { FleetBuilder } from './fleet-builder.ts';
import type { FleetHistory, FleetImage, FleetMoment } from './fleet-snapshot.ts';
import { JsonSplitter, type SplitJson } from './json-splitter.ts';
import { LayerTable } from './layer-table.ts';
import { type ParsedImage, parseImage, parseLayer } from './parse-image.ts';
import { invalidFleet, readDigest, readText } from './read-json.ts';

const IMAGE_LIMIT = 5_000_000;
/** Layers of all images, each counted as often as it is used. */
const USE_LIMIT = 200_000_000;
const MOMENT_LIMIT = 100_000;
/** Images of all moments that are told by their digests alone. */
const SAME_LIMIT = 50_000_000;

const KINDS = ['fleet-snapshot', 'fleet-history'];

/** An image before its moment is known to be whole. */
interface Draft {
  readonly image: ParsedImage['image'];
  /** Numbers of the table, or of the file's own list, which may come later. */
  readonly numbers: Uint32Array;
  readonly isOwnList: boolean;
}

/**
 * Takes the bytes of a snapshot, of a history (one JSON object behind the other, the first with `kind` alone), or of several
 * snapshots behind each other, which are a history too.
 */
export class SnapshotParser implements SplitJson {
  readonly #splitter = new JsonSplitter(this);
  readonly #table: LayerTable;
  readonly #moments: FleetMoment[] = [];
  #isHistory = false;
  #uses = 0;
  #imageCount = 0;
  #sameCount = 0;

  #fields = new Map<string, unknown>();
  #drafts: Draft[] = [];
  #ownList: number[] = [];
  #same: Digest[] = [];
  #hasImages = false;

  /** Several files that are read into one table have the same numbers for the same layers. */
  constructor(table = new LayerTable()) {
    this.#table = table;
  }

  push(chunk: Uint8Array): void {
    this.#splitter.push(chunk);
  }

  /** The moments, as they stand in the file; throws FLEET_INVALID where there is none. */
  end(): { readonly moments: readonly FleetMoment[]; readonly isHistory: boolean } {
    this.#splitter.end();
    if (this.#moments.length === 0) throw invalidFleet('it holds no snapshot');
    return { moments: this.#moments, isHistory: this.#isHistory || this.#moments.length > 1 };
  }

  onItems(key: string, items: readonly unknown[]): void {
    if (key === 'images') for (const item of items) this.#addImage(item);
    else if (key === 'layers')
      for (const item of items) this.#ownList.push(this.#table.add(parseLayer(item)));
    else if (key === 'same')
      for (const item of items) {
        const digest = readDigest(item, 'an image of same');
        if (digest !== undefined) this.#same.push(digest);
      }
    this.#hasImages ||= key === 'images' || key === 'same';
  }

  onValue(key: string, value: unknown): void {
    if (key === 'images' || key === 'layers') throw invalidFleet(`${key} is no list`);
    if (key === 'kind' || key === 'at') this.#fields.set(key, value);
  }

  onEnd(): void {
    const kind = this.#fields.get('kind');
    if (kind !== undefined && !KINDS.includes(kind as string))
      throw invalidFleet(`its kind is ${JSON.stringify(kind)?.slice(0, 80)}`);
    if (kind === 'fleet-history') this.#isHistory = true;
    if (kind === undefined && !this.#isHistory) throw invalidFleet("it states no kind 'fleet-snapshot'");
    if (kind !== 'fleet-history' || this.#hasImages) this.#addMoment();
    this.#fields = new Map();
    this.#drafts = [];
    this.#ownList = [];
    this.#same = [];
    this.#hasImages = false;
  }

  #addImage(json: unknown): void {
    const { image, layers } = parseImage(json);
    this.#uses += layers.length;
    if (++this.#imageCount > IMAGE_LIMIT || this.#uses > USE_LIMIT)
      throw invalidFleet('it has more images than can be held');
    const isOwnList = typeof layers[0] === 'number';
    const numbers = new Uint32Array(layers.length);
    for (const [i, layer] of layers.entries()) {
      if (!isOwnList) numbers[i] = this.#table.add(parseLayer(layer));
      else if (typeof layer === 'number' && Number.isInteger(layer) && layer >= 0 && layer < 2 ** 32)
        numbers[i] = layer;
      else throw invalidFleet(`${image.name ?? image.repository} has a layer that is no number`);
    }
    this.#drafts.push({ image, numbers, isOwnList });
  }

  #addMoment(): void {
    const before = this.#moments.at(-1);
    const at = readText(this.#fields.get('at'), 'its date') ?? '';
    if (this.#moments.length >= MOMENT_LIMIT) throw invalidFleet('it has more moments than can be held');
    const builder = new FleetBuilder(this.#table);
    for (const image of findSame(before, this.#same)) {
      if (++this.#sameCount > SAME_LIMIT) throw invalidFleet('it has more images than can be held');
      builder.addSame(image);
    }
    for (const { image, numbers, isOwnList } of this.#drafts) {
      if (isOwnList) this.#renumber(numbers, image.name ?? image.repository);
      builder.addNumbered({ ...image, layers: numbers });
    }
    this.#moments.push({ at, images: builder.images });
  }

  #renumber(numbers: Uint32Array, name: string): void {
    for (const [i, number] of numbers.entries()) {
      const known = this.#ownList[number];
      if (known === undefined) throw invalidFleet(`${name} has layer ${number}, which is not in the list`);
      numbers[i] = known;
    }
  }
}

/** The images of the moment before that are told by their digests alone. */
function* findSame(before: FleetMoment | undefined, same: readonly Digest[]): Iterable<FleetImage> {
  if (same.length === 0) return;
  const known = new Map<Digest, FleetImage[]>();
  for (const image of before?.images ?? []) {
    if (image.digest === undefined) continue;
    const group = known.get(image.digest);
    if (group === undefined) known.set(image.digest, [image]);
    else group.push(image);
  }
  for (const digest of new Set(same)) {
    const images = known.get(digest);
    if (images === undefined) throw invalidFleet(`${digest} is not among the images of the moment before`);
    yield* images;
  }
}

/** Moments as a history, oldest first, however they were ordered. */
export function joinMoments(moments: readonly FleetMoment[], table: LayerTable): FleetHistory {
  const sorted = moments.every(({ at }) => !Number.isNaN(Date.parse(at)))
    ? moments.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    : moments;
  return { kind: 'fleet-history', layers: table.finish(), moments: sorted };
}
