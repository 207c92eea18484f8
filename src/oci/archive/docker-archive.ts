// What `docker save` writes, and every `docker load` takes: plain layers, the config, and manifest.json which names them.
import { PlimsollError } from '../../errors.ts';
import { type Digest, digestHex } from '../bytes/digest.ts';
import { parseImageConfig } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { BlobSource, FinishedImage } from '../image/destination.ts';
import type { LayerSource } from '../image/image.ts';
import { type ImageManifest, parseManifest } from '../image/manifest.ts';
import { isLayerType } from '../image/media-types.ts';
import { takePieces } from '../staging/prove-pieces.ts';
import type { StagedFile } from '../staging/staged-file.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { encodeDockerManifest } from './docker-manifest.ts';
import { plainLayerType, writePlainLayer } from './write-plain-layer.ts';

/** Configs are kept in memory until the image is shown; a whole build history is smaller than this. */
const SMALL_LIMIT_BYTES = 16 * 1024 * 1024;

/** A staged file that becomes such an archive. */
export class DockerArchive {
  readonly #repoTag: string | undefined;
  readonly #staged: StagedFile;
  readonly #writer: ArchiveWriter;
  /** The sizes of layers, by their diffIds. */
  readonly #layers = new Map<Digest, number>();
  /** Stored forms of layers, and the layers that came out of them. */
  readonly #inflated = new Map<Digest, Digest>();
  readonly #small = new Map<Digest, Uint8Array>();
  #diffIds: readonly Digest[] = [];

  constructor(repoTag: string | undefined, staged: StagedFile) {
    this.#repoTag = repoTag;
    this.#staged = staged;
    this.#writer = new ArchiveWriter(staged);
  }

  /** The image's layers, once it is ended. */
  get diffIds(): readonly Digest[] {
    return this.#diffIds;
  }

  findLayer(diffId: Digest): Descriptor | undefined {
    const sizeBytes = this.#layers.get(diffId);
    return sizeBytes === undefined ? undefined : { mediaType: plainLayerType(''), digest: diffId, sizeBytes };
  }

  hasBlob({ digest }: Descriptor): boolean {
    return this.#layers.has(digest) || this.#small.has(digest);
  }

  async writeBlob(blob: BlobSource, signal: AbortSignal): Promise<Descriptor> {
    if (!isLayerType(blob.mediaType)) return this.#keepSmall(blob, signal);
    const mediaType = plainLayerType(blob.mediaType);
    const { diffId, sizeBytes } = await this.#writer.add(async (file) => {
      const known = blob.digest === undefined ? undefined : this.#findKnown(blob.digest);
      if (known !== undefined) return { name: undefined, ...known };
      const { stored, diffId, sizeBytes } = await writePlainLayer(blob, file, signal);
      this.#inflated.set(stored, diffId);
      const isNew = !this.#layers.has(diffId);
      this.#layers.set(diffId, sizeBytes);
      return { name: isNew ? nameLayer(diffId) : undefined, diffId, sizeBytes };
    });
    return { mediaType, digest: diffId, sizeBytes };
  }

  locateBlob({ digest }: Descriptor): Promise<LayerSource['location']> {
    return this.#writer.locate(nameLayer(digest));
  }

  /** Ends the file; gives the config's descriptor, because such an image is known by its config. */
  async end({ documents }: FinishedImage): Promise<Descriptor> {
    const [document, ...more] = documents;
    const manifest = document && parseManifest(document.bytes, document.mediaType, 'the manifest');
    if (manifest?.kind !== 'manifest' || more.length > 0)
      throw new PlimsollError('IMAGE_UNSUPPORTED', 'a docker-archive holds images of one platform alone', {
        subject: this.#staged.target,
        hint: 'Choose one with --platform, or write to oci: or a registry.',
      });
    const config = this.#requireWhole(manifest);
    const name = `${digestHex(manifest.config.digest)}.json`;
    await this.#writer.addBytes(name, config);
    await this.#writer.addBytes(
      'manifest.json',
      encodeDockerManifest({
        config: name,
        repoTags: this.#repoTag === undefined ? [] : [this.#repoTag],
        layers: manifest.layers.map(({ digest }) => nameLayer(digest)),
      }),
    );
    await this.#writer.end();
    this.#diffIds = manifest.layers.map(({ digest }) => digest);
    return manifest.config;
  }

  #findKnown(stored: Digest): { readonly diffId: Digest; readonly sizeBytes: number } | undefined {
    const diffId = this.#inflated.get(stored) ?? stored;
    const sizeBytes = this.#layers.get(diffId);
    return sizeBytes === undefined ? undefined : { diffId, sizeBytes };
  }

  async #keepSmall(blob: BlobSource, signal: AbortSignal): Promise<Descriptor> {
    const kept: Buffer[] = [];
    let keptBytes = 0;
    const written = await takePieces(blob, signal, (piece) => {
      keptBytes += piece.byteLength;
      if (keptBytes > SMALL_LIMIT_BYTES)
        throw new PlimsollError('IMAGE_UNSUPPORTED', `a docker-archive holds no ${blob.mediaType}`);
      kept.push(Buffer.from(piece));
    });
    this.#small.set(written.digest, Buffer.concat(kept));
    return { mediaType: blob.mediaType, ...written };
  }

  /** The config's bytes, once it is certain that the layers are those that it states. */
  #requireWhole({ config, layers }: ImageManifest): Uint8Array {
    const bytes = this.#small.get(config.digest);
    const missing = bytes === undefined ? config : layers.find(({ digest }) => !this.#layers.has(digest));
    if (bytes === undefined || missing !== undefined)
      throw new PlimsollError('IMAGE_INVALID', `the image is not whole: ${missing?.digest} is not there`, {
        subject: this.#staged.target,
      });
    const { diffIds } = parseImageConfig(bytes);
    if (diffIds.join() !== layers.map(({ digest }) => digest).join())
      throw new PlimsollError('IMAGE_INVALID', 'the config states other layers than the manifest', {
        subject: this.#staged.target,
      });
    return bytes;
  }
}

function nameLayer(diffId: Digest): string {
  return `${digestHex(diffId)}.tar`;
}
