// The fleet with images in the place of others: the same snapshot with a few layers and stacks more.
import type { Digest } from '../../oci/bytes/digest.ts';
import type { FleetImage, FleetLayers, FleetSnapshot } from '../snapshot/fleet-snapshot.ts';
import type { RewrittenStack, StackLayer } from './rewritten-stack.ts';

/** A fleet before and after, with the same layer numbers; images have the same places in both. */
export interface ReplacedFleet {
  readonly before: FleetSnapshot;
  readonly after: FleetSnapshot;
  /** The places of the images that were rewritten, rising. */
  readonly places: readonly number[];
  readonly newcomers: number;
}

/** Puts rewritten images in the place of the old ones; one that the fleet does not have joins it first. */
export function replaceImages(fleet: FleetSnapshot, stacks: readonly RewrittenStack[]): ReplacedFleet {
  const table = new GrowingLayers(fleet.layers);
  const before = [...fleet.images];
  const after = [...fleet.images];
  const places = new Set<number>();
  let newcomers = 0;
  for (const stack of stacks) {
    const numbers = stack.after.map((layer) => table.numberOf(layer));
    let found = findPlaces(fleet, stack, table);
    if (found.length === 0) {
      newcomers++;
      found = [before.length];
      before.push(
        toImage(
          stack,
          stack.before.map((layer) => table.numberOf(layer)),
        ),
      );
    }
    for (const place of found) {
      places.add(place);
      const { documents: _, ...image } = before[place]!;
      after[place] = { ...image, layers: Uint32Array.from(numbers) };
    }
  }
  const layers = table.finish();
  // Documents change too, by too little to be told.
  const withoutDocuments = before.map(({ documents: _, ...image }) => image);
  return {
    before: { ...fleet, images: withoutDocuments, layers },
    after: { ...fleet, images: after.map(({ documents: _, ...image }) => image), layers },
    places: [...places].sort((a, b) => a - b),
    newcomers,
  };
}

/** Where the fleet has the image: by its digest or id, else by its name, else by its stack. */
function findPlaces(
  { images }: FleetSnapshot,
  { name, digest, platform, before }: RewrittenStack,
  table: GrowingLayers,
): readonly number[] {
  const places = (fits: (image: FleetImage) => boolean): readonly number[] =>
    images.flatMap((image, place) => (fits(image) ? [place] : []));
  const byDigest = places(
    (image) => image.digest === digest || image.documents?.some((item) => item.digest === digest) === true,
  );
  if (byDigest.length > 0) return byDigest;
  const known = before.map((layer) => table.find(layer));
  const isSameStack = ({ layers }: FleetImage): boolean =>
    layers.length === known.length && known.every((number, i) => number === layers[i]);
  const isSamePlatform = (image: FleetImage): boolean =>
    image.platform.os === platform.os && image.platform.architecture === platform.architecture;
  const bySame = places((image) => isSameStack(image) && isSamePlatform(image));
  const bare = name.replace(/^docker(?:-daemon|:\/)?[:/]/, '');
  const byName = bySame.filter((place) => [name, bare].includes(images[place]!.name));
  // Several images of one stack may differ in their configs; without a name that fits, the first stands for it.
  return byName.length > 0 ? byName : bySame.slice(0, 1);
}

function toImage({ name, digest, platform }: RewrittenStack, layers: readonly number[]): FleetImage {
  return {
    name,
    repository: name,
    tags: [],
    digest,
    platform,
    osVersion: undefined,
    created: undefined,
    base: undefined,
    dockerfile: undefined,
    layers: Uint32Array.from(layers),
  };
}

/** A fleet's layers, and those that come with new images. */
class GrowingLayers {
  readonly #layers: FleetLayers;
  readonly #byDigest = new Map<Digest, number>();
  readonly #byDiffId = new Map<Digest, number>();
  readonly #added: StackLayer[] = [];

  constructor(layers: FleetLayers) {
    this.#layers = layers;
    for (let i = layers.count - 1; i >= 0; i--) {
      this.#byDigest.set(layers.digests[i]!, i);
      const diffId = layers.diffIds[i];
      if (diffId !== undefined) this.#byDiffId.set(diffId, i);
    }
  }

  /** The number of a layer that is there: by its blob, else, where it has none, by what it holds. */
  find({ digest, diffId }: StackLayer): number | undefined {
    const byBlob = digest === undefined ? undefined : this.#byDigest.get(digest);
    return byBlob ?? this.#byDiffId.get(diffId) ?? this.#byDigest.get(diffId);
  }

  /** The same; a layer that is not there is added. */
  numberOf(layer: StackLayer): number {
    const known = this.find(layer);
    if (known !== undefined) return known;
    const number = this.#layers.count + this.#added.length;
    this.#added.push(layer);
    this.#byDiffId.set(layer.diffId, number);
    if (layer.digest !== undefined) this.#byDigest.set(layer.digest, number);
    return number;
  }

  finish(): FleetLayers {
    const added = this.#added;
    const { digests, diffIds, shippedBytes, entryBytes, diskBytes, plainBytes } = this.#layers;
    const unknown = added.map(() => Number.NaN);
    const grow = (column: Float64Array, more: readonly number[]): Float64Array =>
      Float64Array.from([...column, ...more]);
    return {
      count: this.#layers.count + added.length,
      digests: [...digests, ...added.map(({ digest, diffId }) => digest ?? diffId)],
      diffIds: [...diffIds, ...added.map(({ diffId }) => diffId)],
      shippedBytes: grow(
        shippedBytes,
        added.map((layer) => layer.shippedBytes ?? Number.NaN),
      ),
      entryBytes: grow(
        entryBytes,
        added.map((layer) => layer.entryBytes),
      ),
      ...(diskBytes === undefined ? {} : { diskBytes: grow(diskBytes, unknown) }),
      ...(plainBytes === undefined ? {} : { plainBytes: grow(plainBytes, unknown) }),
    };
  }
}
