// Writes the images of a planned fleet, one after the other; each is proven before it is shown.
import type { LayerFacts } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import type { ReadProgress } from '../../contents/read-image.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { CompressionPool } from '../../oci/compression/compression-pool.ts';
import type { Descriptor } from '../../oci/image/descriptor.ts';
import type { OpenedImage } from '../../oci/image/image.ts';
import type { Certificate } from '../proof/certificate.ts';
import { certifyImage } from '../proof/certify-image.ts';
import type { RewrittenImage } from '../rewritten-image.ts';
import type { GatheredFleet } from './components/gather-fleet.ts';
import type { RelayerPlan } from './relayer-plan.ts';
import { ContentSpool } from './writing/content-spool.ts';
import { LayerStore, type LayerTarget } from './writing/layer-store.ts';
import { listSpecs } from './writing/list-specs.ts';
import { relayerImage } from './writing/relayer-image.ts';
import { spoolContents } from './writing/spool-contents.ts';

/** One image of the fleet. */
export interface FleetMember {
  readonly image: OpenedImage;
  readonly contents: ImageContents;
}

/** What to write with. */
export interface FleetWork {
  readonly members: readonly FleetMember[];
  readonly fleet: GatheredFleet;
  readonly plan: RelayerPlan;
  readonly clampAtSeconds: number | undefined;
  /** RFC 3339. */
  readonly created: string | undefined;
  readonly gzip: CompressionPool;
  readonly knownBlobs: ReadonlyMap<Digest, Descriptor>;
  readonly program: string;
  readonly workers?: number;
  readonly signal: AbortSignal;
  readonly onRead?: (sizeBytes: number) => void;
  readonly onWritten?: (sizeBytes: number) => void;
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** An image whose layers are stored and read back, but not shown. */
export interface RelayeredMember extends FleetMember {
  readonly rewritten: RewrittenImage;
  readonly certificate: Certificate;
  readonly facts: readonly LayerFacts[];
}

/** The writer of one fleet; the caller closes it. */
export class FleetWriter {
  readonly #work: FleetWork;
  readonly #spool: ContentSpool;
  readonly layers: LayerStore;

  private constructor(work: FleetWork, spool: ContentSpool) {
    this.#work = work;
    this.#spool = spool;
    const { gzip, knownBlobs, signal, onWritten } = work;
    this.layers = new LayerStore({
      spool,
      gzip,
      knownBlobs,
      signal,
      ...(onWritten === undefined ? {} : { onWritten }),
    });
  }

  /** Reads all contents that the fleet shows. Throws as `spoolContents` does. */
  static async open(work: FleetWork): Promise<FleetWriter> {
    const spool = await ContentSpool.open();
    try {
      const { members, fleet, signal, onRead } = work;
      await spoolContents({
        images: members,
        entries: fleet.entries,
        spool,
        signal,
        ...(onRead === undefined ? {} : { onRead }),
      });
      return new FleetWriter(work, spool);
    } catch (error) {
      await spool.close();
      throw error;
    }
  }

  /** Stores the member's layers and proves them, whatever the verdict. */
  async write(number: number, target: LayerTarget): Promise<RelayeredMember> {
    const { members, fleet, plan, clampAtSeconds, created, program, workers, signal, onProgress } =
      this.#work;
    const { image, contents } = members[number]!;
    const specs = listSpecs(fleet, plan, number, contents.view);
    const layers = [];
    for (const spec of specs) layers.push(await this.layers.store(spec, target));
    const changed = fleet.clamped[number];
    const rewritten = await relayerImage({
      image,
      layers,
      comments: specs.map(({ comment }) => comment),
      promised: changed === undefined ? contents.view : { ...contents.view, changed },
      clamp:
        clampAtSeconds === undefined || changed === undefined
          ? undefined
          : { atSeconds: clampAtSeconds, fileCount: changed.size },
      created,
      destination: target.destination,
      signal,
    });
    const { certificate, facts } = await certifyImage({
      image,
      contents,
      rewritten,
      destination: target.destination,
      program,
      ...(workers === undefined ? {} : { workers }),
      signal,
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return { image, contents, rewritten, certificate, facts };
  }

  /** To be called once the member is shown. */
  settle({ rewritten, facts }: RelayeredMember, { place }: LayerTarget): void {
    this.layers.settle(rewritten.layers, facts, place);
  }

  async close(): Promise<void> {
    await this.#spool.close();
  }
}
