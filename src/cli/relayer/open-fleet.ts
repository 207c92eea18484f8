// Opens and reads the images of a fleet: all platforms of those that are given by an index, where all are to be written.
import type { FactsCache } from '../../contents/cache/facts-cache.ts';
import { PlaceMemory } from '../../contents/cache/place-memory.ts';
import type { ImageContents, LayerContents } from '../../contents/image-contents.ts';
import { readImage } from '../../contents/read-image.ts';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { OpenedImage, OpenOptions } from '../../oci/image/image.ts';
import { openImage } from '../../oci/open-image.ts';
import { listImages } from '../../rewrite/index-rewrite.ts';
import type { FleetMember } from '../../rewrite/relayer/relayer-fleet.ts';
import { requireRelayerable } from '../../rewrite/relayer/require-relayerable.ts';
import { storedIndex } from '../../rewrite/stored-documents.ts';
import type { CliIo } from '../cli-io.ts';
import { refuseProject } from '../refuse-project.ts';
import type { RelayerFlags } from '../rewrite/rewrite-flags.ts';
import { warnBefore } from '../rewrite/warn-before.ts';
import type { StatusLine } from '../terminal/status-line.ts';

/** What one name on the command line means. */
export interface NamedImage {
  /** The image as it was opened. */
  readonly opened: OpenedImage;
  /** Its platforms, as numbers into the fleet's members. */
  readonly members: readonly number[];
  /** Whether its index is to be written too. */
  readonly isIndex: boolean;
}

/** The fleet, opened; the caller closes it. */
export interface OpenFleet {
  readonly named: readonly NamedImage[];
  readonly members: readonly FleetMember[];
  close(): Promise<void>;
}

/** What opening takes of a run. */
export interface FleetRun {
  readonly flags: RelayerFlags;
  readonly io: CliIo;
  readonly cache: FactsCache | undefined;
  readonly status: StatusLine;
}

const READINGS = { packages: true, secretRules: null } as const;

/** Opens all of them; what cannot be relayered is refused before anything is written. */
export async function openFleet(names: readonly string[], run: FleetRun): Promise<OpenFleet> {
  const opener = new FleetOpener(run);
  try {
    const named: NamedImage[] = [];
    for (const name of names) named.push(await opener.open(name));
    return { named, members: opener.members, close: () => opener.close() };
  } catch (error) {
    await opener.close();
    throw error;
  }
}

class FleetOpener {
  readonly members: FleetMember[] = [];
  readonly #run: FleetRun;
  readonly #opened: OpenedImage[] = [];
  readonly #memories: PlaceMemory[] = [];
  /** Images share most of their layers, and what is known of one is held once. */
  readonly #known = new Map<Digest, Pick<LayerContents, 'facts' | 'shipped'>>();

  constructor(run: FleetRun) {
    this.#run = run;
  }

  async open(name: string): Promise<NamedImage> {
    const { flags, io, cache, status } = this.#run;
    const memory = cache === undefined ? undefined : new PlaceMemory(cache);
    const options: OpenOptions = {
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      insecure: flags.insecure === true,
      verify: flags.verify === true,
      ...(memory === undefined ? {} : { store: memory, documents: memory.documents }),
      signal: io.signal,
      onNotice: (line) => status.notice(line),
    };
    await refuseProject(name);
    status.showStep(`opening ${name}`);
    const opened = await openImage(name, options);
    this.#opened.push(opened);
    if (memory !== undefined) this.#memories.push(memory);
    const index = flags.platform === undefined ? storedIndex(opened) : undefined;
    const images = index === undefined ? [] : listImages(index.document);
    if (images.length === 0) return { opened, members: [await this.#read(name, opened)], isIndex: false };
    const members: number[] = [];
    for (const entry of images) {
      const child = entry.digest === opened.digest ? opened : await opened.stored!.openImage(entry);
      members.push(await this.#read(name, child));
    }
    return { opened, members, isIndex: true };
  }

  async close(): Promise<void> {
    for (const image of this.#opened) await image.close();
    for (const memory of this.#memories) await memory.keep();
  }

  async #read(name: string, image: OpenedImage): Promise<number> {
    const { flags, io, cache, status } = this.#run;
    const contents = await readImage(image, {
      ...(cache === undefined ? {} : { cache }),
      ...(flags.workers === undefined ? {} : { workers: flags.workers }),
      readings: READINGS,
      verify: flags.verify === true,
      signal: io.signal,
      onProgress: (progress) => status.showReading(name, progress),
    });
    requireRelayerable(image, contents);
    await warnBefore(contents, status);
    return this.members.push({ image, contents: this.#share(contents) }) - 1;
  }

  #share(contents: ImageContents): ImageContents {
    const layers = contents.layers.map((layer) => {
      const { facts, shipped } = layer;
      const known = this.#known.get(facts.diffId) ?? { facts, shipped };
      this.#known.set(facts.diffId, known);
      return { ...layer, ...known };
    });
    return { ...contents, layers, view: { ...contents.view, layers: layers.map(({ facts }) => facts) } };
  }
}
