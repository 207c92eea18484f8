// Reads files out of a layer again, after the layer's facts told where they are: what is too large or too rarely asked for to
// be kept with the facts. What comes is compared with the content hash that the facts have.
import { PlimsollError } from '../errors.ts';
import { createDecompressor, detectCompression } from '../oci/compression/choose-decompressor.ts';
import type { Decompressor } from '../oci/compression/decompressor.ts';
import type { LayerSource, OpenedImage } from '../oci/image/image.ts';
import { TarReader } from '../oci/tar/read-tar.ts';
import type { TarEntry, TarHandler } from '../oci/tar/tar-entry.ts';
import { ENTRY_KIND, type LayerFacts } from './facts/layer-facts.ts';
import { openStored } from './open-stored.ts';
import { type ContentHasher, createContentHasher } from './scan/content-hash.ts';
import { untilAborted } from './scan/until-aborted.ts';

/** How to read. */
export interface ReadEntryOptions {
  /** Larger files are not read. */
  readonly limitBytes: number;
  /** Only so many bytes from the beginning are kept; the whole is compared with its hash all the same. */
  readonly headBytes?: number;
  readonly signal?: AbortSignal;
}

/**
 * The contents of regular files of one layer by entry; larger ones than the limit are missing. The layer is read up to the
 * last of them. Throws LAYER_CORRUPT where the layer no longer holds what its facts say, and what the image's place throws.
 */
export async function readEntries(
  image: OpenedImage,
  layer: number,
  facts: LayerFacts,
  entries: readonly number[],
  { limitBytes, headBytes, signal = new AbortController().signal }: ReadEntryOptions,
): Promise<ReadonlyMap<number, Buffer>> {
  const wanted = entries.filter((i) => facts.kinds[i] === ENTRY_KIND.file && facts.sizes[i]! <= limitBytes);
  const source = image.layers[layer]!;
  const catcher = new EntryCatcher(facts, wanted, await createContentHasher(), headBytes);
  if (wanted.length === 0) return catcher.contents;
  const tar = new TarReader(catcher);
  let decompressor: Decompressor | undefined;
  let tarBytes = 0;
  const takeOutput = (output: Uint8Array): void => {
    tarBytes += output.length;
    if (tarBytes > facts.tarBytes) throw changed(source);
    if (!catcher.isDone) tar.push(output);
  };
  for await (const bytes of untilAborted(openStored(image, source, signal), signal)) {
    if (bytes.length === 0) continue;
    decompressor ??= await createDecompressor(detectCompression(bytes), takeOutput);
    await decompressor.push(bytes);
    if (catcher.isDone) break;
  }
  if (!catcher.isDone) await decompressor?.end();
  if (!catcher.isDone || catcher.isOther) throw changed(source);
  return catcher.contents;
}

/** Keeps the contents of the wanted entries as they pass. */
class EntryCatcher implements TarHandler {
  readonly contents = new Map<number, Buffer>();
  /** Whether something came that the facts do not have. */
  isOther = false;
  readonly #facts: LayerFacts;
  readonly #byOffset: ReadonlyMap<number, number>;
  readonly #hasher: ContentHasher;
  readonly #headBytes: number;
  #entry = -1;
  #content: Buffer = Buffer.alloc(0);
  #filled = 0;

  constructor(
    facts: LayerFacts,
    wanted: readonly number[],
    hasher: ContentHasher,
    headBytes = Number.POSITIVE_INFINITY,
  ) {
    this.#headBytes = headBytes;
    this.#facts = facts;
    this.#byOffset = new Map(wanted.map((i) => [facts.offsets[i]!, i]));
    this.#hasher = hasher;
  }

  get isDone(): boolean {
    return this.isOther || this.contents.size === this.#byOffset.size;
  }

  entry({ offsetBytes, sizeBytes }: TarEntry): void {
    this.#entry = this.#byOffset.get(offsetBytes) ?? -1;
    if (this.#entry === -1) return;
    if (sizeBytes !== this.#facts.sizes[this.#entry]) {
      this.isOther = true;
      this.#entry = -1;
      return;
    }
    this.#content = Buffer.alloc(Math.min(sizeBytes, this.#headBytes));
    this.#filled = 0;
  }

  content(bytes: Uint8Array): void {
    if (this.#entry === -1) return;
    this.#hasher.update(bytes);
    const room = this.#content.length - this.#filled;
    if (room > 0) this.#content.set(bytes.length > room ? bytes.subarray(0, room) : bytes, this.#filled);
    this.#filled += bytes.length;
  }

  hole(sizeBytes: number): void {
    if (this.#entry !== -1) this.#hasher.updateZeros(sizeBytes);
    this.#filled += sizeBytes;
  }

  entryEnd(): void {
    if (this.#entry === -1) return;
    const hash = new Uint8Array(16);
    this.#hasher.finish(hash, 0);
    const at = this.#entry * 16;
    if (Buffer.compare(hash, this.#facts.contents.subarray(at, at + 16)) === 0)
      this.contents.set(this.#entry, this.#content);
    else this.isOther = true;
    this.#entry = -1;
  }
}

function changed({ index, diffId }: LayerSource): PlimsollError {
  return new PlimsollError('LAYER_CORRUPT', 'the layer no longer holds what was read of it', {
    subject: `layer ${index} (${diffId.slice(0, 19)})`,
    hint: 'Run again; with --no-cache where it happens again.',
  });
}
