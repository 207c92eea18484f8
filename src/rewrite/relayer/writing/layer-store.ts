// Brings the layers of a fleet to where its images go, each made once. A blob that exists for a layer is used again, also one
// that another encoder made: what counts is the diffId, and that is compared when the layer is read back.
import type { LayerFacts } from '../../../contents/facts/layer-facts.ts';
import { openStored } from '../../../contents/open-stored.ts';
import { createDigester, type Digest } from '../../../oci/bytes/digest.ts';
import type { CompressionPool } from '../../../oci/compression/compression-pool.ts';
import type { Descriptor } from '../../../oci/image/descriptor.ts';
import type { ImageDestination, RepositoryName } from '../../../oci/image/destination.ts';
import type { LayerSource, OpenedImage } from '../../../oci/image/image.ts';
import type { RewrittenLayer } from '../../image-rewrite.ts';
import { adoptMediaType, layerMediaType } from '../../layer-media-type.ts';
import type { ContentSpool } from './content-spool.ts';
import type { LayerStep } from './list-steps.ts';
import { streamSteps } from './stream-layer.ts';

/** A layer to be made. */
export interface LayerSpec {
  /** The same key has the same steps within a run. */
  readonly key: string;
  readonly steps: () => Iterable<LayerStep>;
}

/** Where an image's layers go. */
export interface LayerTarget {
  readonly image: OpenedImage;
  readonly destination: ImageDestination;
  /** Destinations of one place see each other's blobs, once an image with them is shown there. */
  readonly place: string;
  /** For a registry: where its blobs can be mounted from. */
  readonly repository?: RepositoryName;
}

/** What layers are made with. */
export interface LayerWorkshop {
  readonly spool: ContentSpool;
  readonly gzip: CompressionPool;
  /** Blobs that earlier runs made or found, by diffId. */
  readonly knownBlobs: ReadonlyMap<Digest, Descriptor>;
  readonly signal: AbortSignal;
  readonly onWritten?: (sizeBytes: number) => void;
}

interface StoredLayer {
  readonly descriptor: Descriptor;
  readonly tarBytes: number;
  /** Where it is to be had for other places; all blobs of a folder are in one. */
  readonly location: LayerSource['location'];
  readonly repository: RepositoryName | undefined;
  readonly places: Set<string>;
  /** Once it was read back. */
  facts?: LayerFacts;
}

/** All layers of one run, by diffId. */
export class LayerStore {
  readonly #workshop: LayerWorkshop;
  readonly #diffIds = new Map<string, { readonly diffId: Digest; readonly tarBytes: number }>();
  readonly #stored = new Map<Digest, StoredLayer>();
  #writtenCount = 0;

  constructor(workshop: LayerWorkshop) {
    this.#workshop = workshop;
  }

  /** Every layer that was stored or found, once. */
  get blobs(): ReadonlyMap<Digest, Descriptor> {
    return new Map([...this.#stored].map(([diffId, { descriptor }]) => [diffId, descriptor]));
  }

  /** How many were made and sent, rather than found. */
  get writtenCount(): number {
    return this.#writtenCount;
  }

  /** The length of a stored layer's tar. */
  tarBytesOf(diffId: Digest): number {
    return this.#stored.get(diffId)!.tarBytes;
  }

  /** Makes sure that the target has the layer. */
  async store(spec: LayerSpec, target: LayerTarget): Promise<RewrittenLayer> {
    const { diffId, tarBytes } = await this.#identify(spec);
    const known = this.#stored.get(diffId);
    if (known !== undefined) {
      if (!known.places.has(target.place)) await this.#copy(known, target);
      return this.#tell(diffId, known, target);
    }
    const { destination } = target;
    const descriptor = (await this.#find(diffId, destination)) ?? (await this.#write(spec, target));
    const stored: StoredLayer = {
      descriptor,
      tarBytes,
      location: await destination.locateBlob(descriptor),
      repository: target.repository,
      places: new Set(),
    };
    this.#stored.set(diffId, stored);
    return this.#tell(diffId, stored, target);
  }

  /** Notes that an image with these layers is shown at the place, and what was read back of them. */
  settle(layers: readonly RewrittenLayer[], facts: readonly LayerFacts[], place: string): void {
    for (const [i, { diffId }] of layers.entries()) {
      const stored = this.#stored.get(diffId)!;
      stored.facts = facts[i]!;
      stored.places.add(place);
    }
  }

  async #identify(spec: LayerSpec): Promise<{ readonly diffId: Digest; readonly tarBytes: number }> {
    const known = this.#diffIds.get(spec.key);
    if (known !== undefined) return known;
    const digester = createDigester();
    let tarBytes = 0;
    for await (const piece of streamSteps(spec.steps(), this.#workshop.spool, this.#workshop.signal)) {
      digester.update(piece);
      tarBytes += piece.length;
    }
    const made = { diffId: digester.digest(), tarBytes };
    this.#diffIds.set(spec.key, made);
    return made;
  }

  async #find(diffId: Digest, destination: ImageDestination): Promise<Descriptor | undefined> {
    const { knownBlobs, signal } = this.#workshop;
    const known = knownBlobs.get(diffId);
    if (known !== undefined && (await destination.hasBlob(known, signal))) return known;
    return destination.findLayer(diffId, signal);
  }

  async #write(spec: LayerSpec, { image, destination }: LayerTarget): Promise<Descriptor> {
    const { spool, gzip, signal, onWritten } = this.#workshop;
    const { layerForm } = destination;
    async function* tar(within: AbortSignal): AsyncGenerator<Uint8Array> {
      for await (const piece of streamSteps(spec.steps(), spool, within)) {
        onWritten?.(piece.length);
        yield piece;
      }
    }
    this.#writtenCount++;
    return destination.writeBlob(
      {
        mediaType: layerMediaType(image, layerForm),
        open: (within) => (layerForm === 'gzip' ? gzip.compress(tar(within), within) : tar(within)),
      },
      signal,
    );
  }

  /** The blob as another place has it, mounted where that works. */
  async #copy({ descriptor, location, repository }: StoredLayer, target: LayerTarget): Promise<void> {
    const source: LayerSource = { index: 0, diffId: descriptor.digest, descriptor, location };
    await target.destination.writeBlob(
      {
        ...descriptor,
        ...(repository === undefined ? {} : { mountFrom: repository }),
        open: (within) => openStored(target.image, source, within),
      },
      this.#workshop.signal,
    );
  }

  #tell(diffId: Digest, { descriptor, facts }: StoredLayer, { image }: LayerTarget): RewrittenLayer {
    const mediaType = adoptMediaType(image, descriptor.mediaType);
    return { diffId, descriptor: { ...descriptor, mediaType }, ...(facts === undefined ? {} : { facts }) };
  }
}
