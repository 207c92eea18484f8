// Reads the layers of a fleet, each once, and keeps what shows in any image. Contents that are to be one are compared by SHA-256
// here: equal checksums in facts only make it likely, and an image can be made so that they lie.

import { type LayerFacts, pathText } from '../../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../../contents/image-contents.ts';
import { openStored } from '../../../contents/open-stored.ts';
import { HOLES_LIMIT_BYTES } from '../../../contents/scan/facts-builder.ts';
import { untilAborted } from '../../../contents/scan/until-aborted.ts';
import { spoolExport } from '../../../contents/spool-export.ts';
import { PlimsollError } from '../../../errors.ts';
import { createDigester, type Digest } from '../../../oci/bytes/digest.ts';
import { createDecompressor, detectCompression } from '../../../oci/compression/choose-decompressor.ts';
import type { Decompressor } from '../../../oci/compression/decompressor.ts';
import type { LayerSource, OpenedImage } from '../../../oci/image/image.ts';
import { TarReader } from '../../../oci/tar/read-tar.ts';
import type { TarHandler } from '../../../oci/tar/tar-entry.ts';
import type { ShownEntries, ShownLayer } from '../components/shown-entries.ts';
import { contentKeyOf } from './content-key.ts';
import type { ContentSpool } from './content-spool.ts';

type Digester = ReturnType<typeof createDigester>;

/** What is to be read. */
export interface SpoolWork {
  readonly images: readonly {
    /** Opened; an engine's export is kept while it is read. */
    readonly image: OpenedImage;
    readonly contents: Pick<ImageContents, 'layers'>;
  }[];
  readonly entries: ShownEntries;
  readonly spool: ContentSpool;
  readonly signal: AbortSignal;
  /** Told how many uncompressed bytes were read. */
  readonly onRead?: (sizeBytes: number) => void;
}

/**
 * Fills the spool. Throws LAYER_CORRUPT where a layer is not what it was, IMAGE_UNSUPPORTED where two contents only look the
 * same, LAYER_LIMIT where holes of sparse files would fill gigabytes, DESTINATION_UNWRITABLE, ABORTED, and what places throw.
 */
export async function spoolContents(work: SpoolWork): Promise<void> {
  const spooler = new Spooler(work);
  for (const { image, contents } of work.images) {
    // What our own read made of a layer names it, whatever the config claims.
    const wanted = contents.layers.filter(({ facts }) => spooler.wants(facts.diffId));
    if (wanted.length === 0) continue;
    const isExport = wanted.some(({ index }) => image.layers[index]!.location.kind === 'export');
    const kept = isExport ? await spoolExport(image, work.signal) : undefined;
    try {
      const opened = kept?.image ?? image;
      for (const { index, facts } of wanted)
        await spooler.readLayer(opened, opened.layers[index]!, facts.diffId);
    } finally {
      await kept?.remove();
    }
  }
}

class Spooler {
  readonly #work: SpoolWork;
  /** Of contents that several entries have: the digest, once it is known. */
  readonly #digests: Map<string, Digest | undefined>;
  readonly #done = new Set<Digest>();
  #holesLeft = HOLES_LIMIT_BYTES;

  constructor(work: SpoolWork) {
    this.#work = work;
    this.#digests = findRepeated(work.entries);
  }

  /** Whether the layer was not read yet, and has contents that show. */
  wants(diffId: Digest): boolean {
    const layer = this.#work.entries.layers.get(diffId);
    if (layer === undefined || this.#done.has(diffId)) return false;
    for (let i = 0; i < layer.facts.entryCount; i++)
      if (layer.isShown[i] === 1 && contentKeyOf(layer.facts, i) !== undefined) return true;
    return false;
  }

  async readLayer(image: OpenedImage, source: LayerSource, diffId: Digest): Promise<void> {
    // One image may have the layer twice.
    if (this.#done.has(diffId)) return;
    this.#done.add(diffId);
    const { signal, onRead, entries } = this.#work;
    const layer = entries.layers.get(diffId)!;
    const name = `${image.reference}, layer ${source.index} (${diffId.slice(0, 19)})`;
    const tar = new TarReader(this.#takeContents(layer, name));
    const digester = createDigester(diffId);
    let decompressor: Decompressor | undefined;
    let tarBytes = 0;
    const take = (output: Uint8Array): void => {
      tarBytes += output.length;
      if (tarBytes > layer.facts.tarBytes) throw changed(name);
      digester.update(output);
      tar.push(output);
      onRead?.(output.length);
    };
    try {
      for await (const bytes of untilAborted(openStored(image, source, signal), signal)) {
        if (bytes.length === 0) continue;
        decompressor ??= await createDecompressor(detectCompression(bytes), take);
        await decompressor.push(bytes);
      }
      await decompressor?.end();
    } catch (error) {
      throw error instanceof PlimsollError && error.code === 'LAYER_CORRUPT' && error.subject === undefined
        ? changed(name, error)
        : error;
    }
    if (digester.digest() !== diffId) throw changed(name);
  }

  #takeContents({ facts, isShown }: ShownLayer, name: string): TarHandler {
    const { spool } = this.#work;
    let i = -1;
    let key: string | undefined;
    let isSpooled = false;
    let digester: Digester | undefined;
    return {
      entry: ({ offsetBytes }) => {
        i++;
        if (i >= facts.entryCount || offsetBytes !== facts.offsets[i]) throw changed(name);
        key = isShown[i] === 1 ? contentKeyOf(facts, i) : undefined;
        if (key === undefined) return;
        digester = this.#digests.has(key) ? createDigester() : undefined;
        isSpooled = !spool.has(key);
      },
      content: (bytes) => {
        if (key === undefined) return;
        digester?.update(bytes);
        if (isSpooled) spool.write(bytes);
      },
      hole: (sizeBytes) => {
        if (key === undefined) return;
        this.#countHole(sizeBytes);
        if (digester !== undefined) updateZeros(digester, sizeBytes);
        if (isSpooled) spool.writeHole(sizeBytes);
      },
      entryEnd: () => {
        if (key === undefined) return;
        if (isSpooled) spool.end(key);
        if (digester !== undefined) this.#compare(key, digester.digest(), facts, i, name);
        key = undefined;
      },
    };
  }

  #compare(key: string, digest: Digest, facts: LayerFacts, i: number, name: string): void {
    const known = this.#digests.get(key);
    if (known === undefined) this.#digests.set(key, digest);
    else if (known !== digest)
      throw new PlimsollError(
        'IMAGE_UNSUPPORTED',
        `'${pathText(facts, i)}' has the checksum of another file and another content, which no honest file has`,
        { subject: name, hint: 'Leave this image out, and ask where it came from.' },
      );
  }

  #countHole(sizeBytes: number): void {
    this.#holesLeft -= sizeBytes;
    if (this.#holesLeft < 0)
      throw new PlimsollError('LAYER_LIMIT', 'the holes of sparse files are more than 4 GiB', {
        hint: 'New layers have no sparse files, so these would be written whole.',
      });
  }
}

/** The keys of contents that more than one entry has, none of them read yet. */
function findRepeated(entries: ShownEntries): Map<string, Digest | undefined> {
  const met = new Set<string>();
  const repeated = new Map<string, Digest | undefined>();
  for (const { facts, isShown } of entries.layers.values())
    for (let i = 0; i < facts.entryCount; i++) {
      const key = isShown[i] === 1 ? contentKeyOf(facts, i) : undefined;
      if (key === undefined) continue;
      if (met.has(key)) repeated.set(key, undefined);
      else met.add(key);
    }
  return repeated;
}

const ZEROS = new Uint8Array(64 * 1024);

function updateZeros(digester: Digester, sizeBytes: number): void {
  for (let left = sizeBytes; left > 0; left -= ZEROS.length)
    digester.update(left >= ZEROS.length ? ZEROS : ZEROS.subarray(0, left));
}

function changed(subject: string, cause?: unknown): PlimsollError {
  return new PlimsollError('LAYER_CORRUPT', 'the layer no longer holds what was read of it', {
    subject,
    hint: 'Run again; with --no-cache where it happens again.',
    cause,
  });
}
