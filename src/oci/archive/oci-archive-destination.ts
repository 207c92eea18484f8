// An OCI layout in one tar, which takes an image. A manifest.json in it lets every `docker load` take it too.
import { PlimsollError } from '../../errors.ts';
import { type Digest, digestBytes } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type {
  BlobSource,
  DestinationOptions,
  FinishedImage,
  ImageDestination,
} from '../image/destination.ts';
import type { LayerSource } from '../image/image.ts';
import { type ImageManifest, parseManifest } from '../image/manifest.ts';
import { isImageConfigType, isLayerType, isNonDistributableType } from '../image/media-types.ts';
import { listNamed } from '../image/walk-documents.ts';
import { LAYOUT_VERSION, putEntry, REF_NAME, requireTag } from '../layout/index-json.ts';
import { nameBlob } from '../layout/read-blob.ts';
import { appendTo } from '../staging/append-to.ts';
import { takePieces } from '../staging/prove-pieces.ts';
import { StagedFile } from '../staging/staged-file.ts';
import { ArchiveWriter } from './archive-writer.ts';
import { dockerNameOf, encodeDockerManifest } from './docker-manifest.ts';

/** Opens the file as a destination; throws DESTINATION_EXISTS, DESTINATION_UNWRITABLE or REFERENCE_INVALID. */
export async function openOciArchiveDestination(
  path: string,
  tag: string | undefined,
  options: DestinationOptions = {},
): Promise<ImageDestination> {
  if (tag !== undefined) requireTag(tag, path);
  return new OciArchiveDestination(path, tag, await StagedFile.open(path, options.replace === true));
}

class OciArchiveDestination implements ImageDestination {
  readonly kind = 'oci-archive';
  readonly layerForm = 'gzip';
  readonly takesIndexes = true;
  readonly reference: string;
  readonly #tag: string | undefined;
  readonly #staged: StagedFile;
  readonly #writer: ArchiveWriter;
  readonly #sizes = new Map<Digest, number>();

  constructor(path: string, tag: string | undefined, staged: StagedFile) {
    this.reference = `oci-archive:${path}${tag === undefined ? '' : `:${tag}`}`;
    this.#tag = tag;
    this.#staged = staged;
    this.#writer = new ArchiveWriter(staged);
  }

  async findLayer(): Promise<Descriptor | undefined> {
    return undefined;
  }

  async hasBlob({ digest, sizeBytes }: Descriptor): Promise<boolean> {
    return this.#sizes.get(digest) === sizeBytes;
  }

  async writeBlob(blob: BlobSource, signal: AbortSignal): Promise<Descriptor> {
    const { mediaType } = blob;
    const written = await this.#writer.add(async (file) => {
      const known = blob.digest === undefined ? undefined : this.#sizes.get(blob.digest);
      if (known !== undefined) return { name: undefined, digest: blob.digest!, sizeBytes: known };
      const { digest, sizeBytes } = await takePieces(blob, signal, appendTo(file, this.#staged.path, blob));
      const isNew = !this.#sizes.has(digest);
      return { name: isNew ? nameBlob(digest) : undefined, digest, sizeBytes };
    });
    this.#sizes.set(written.digest, written.sizeBytes);
    return { mediaType, digest: written.digest, sizeBytes: written.sizeBytes };
  }

  locateBlob({ digest }: Descriptor): Promise<LayerSource['location']> {
    return this.#writer.locate(nameBlob(digest));
  }

  async commit(image: FinishedImage, signal: AbortSignal): Promise<Descriptor> {
    let top: Descriptor | undefined;
    let last: ImageManifest | undefined;
    for (const { mediaType, bytes } of image.documents) {
      const digest = digestBytes(bytes);
      const document = parseManifest(bytes, mediaType, `the manifest ${digest}`);
      const { documents, blobs } = listNamed(document);
      for (const named of [...documents, ...blobs])
        if (this.#sizes.get(named.digest) !== named.sizeBytes)
          throw new PlimsollError('IMAGE_INVALID', `the image is not whole: ${named.digest} is not there`, {
            subject: this.#staged.target,
          });
      const open = async function* (): AsyncGenerator<Uint8Array> {
        yield bytes;
      };
      top = await this.writeBlob({ mediaType, digest, sizeBytes: bytes.byteLength, open }, signal);
      last = document.kind === 'manifest' ? document : undefined;
    }
    if (top === undefined) throw new PlimsollError('INTERNAL', 'an image without a manifest');
    const name = /[:/]/.test(this.#tag ?? '') ? dockerNameOf(this.#tag!) : undefined;
    const annotations = {
      ...(this.#tag === undefined ? {} : { [REF_NAME]: this.#tag }),
      ...(name === undefined ? {} : { 'io.containerd.image.name': name.full }),
    };
    const entry = this.#tag === undefined ? top : { ...top, annotations };
    if (last !== undefined && isDockerImage(last))
      await this.#writer.addBytes(
        'manifest.json',
        encodeDockerManifest({
          config: nameBlob(last.config.digest),
          repoTags: name === undefined ? [] : [name.familiar],
          layers: last.layers.map(({ digest }) => nameBlob(digest)),
        }),
      );
    await this.#writer.addBytes('oci-layout', LAYOUT_VERSION);
    await this.#writer.addBytes('index.json', putEntry(undefined, entry, undefined, this.#staged.target));
    await this.#writer.end();
    await this.#staged.publish();
    return entry;
  }

  async close(): Promise<void> {
    await this.#staged.remove();
  }
}

/** Docker unpacks layers in every compression that images have, but it must be a whole image. */
function isDockerImage({ config, layers }: ImageManifest): boolean {
  return (
    isImageConfigType(config.mediaType) &&
    layers.every(({ mediaType }) => isLayerType(mediaType) && !isNonDistributableType(mediaType))
  );
}
