// An engine gives its layers only as parts of one long export, in an order of its own. Whoever needs their contents in another
// order keeps them in temporary files, so that the engine is asked once; they go with the work or, at the latest, with the process.
import { createWriteStream, rmSync, statSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PlimsollError } from '../errors.ts';
import { createDigester } from '../oci/bytes/digest.ts';
import { identifyFile } from '../oci/image/file-identity.ts';
import type { ExportedBlob, FileLocation, LayerSource, OpenedImage } from '../oci/image/image.ts';

/** An image whose layers can be read in any order. */
export interface SpooledImage {
  readonly image: OpenedImage;
  /** May be called more than once. */
  remove(): Promise<void>;
}

const folders = new Set<string>();
let removesAtExit = false;

/** The same image with all layers of its export in files; another one as it is. Throws DESTINATION_UNWRITABLE, IMAGE_INVALID. */
export async function spoolExport(image: OpenedImage, signal: AbortSignal): Promise<SpooledImage> {
  if (image.exportLayers === undefined || image.layers.every(({ location }) => location.kind !== 'export'))
    return { image, remove: async () => {} };
  const folder = await makeFolder();
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    folders.delete(folder);
  };
  try {
    const files = new Map<string, FileLocation>();
    const isDone = (): boolean => image.layers.every((layer) => files.has(keyOf(layer)));
    for await (const blob of image.exportLayers(signal)) {
      const candidates = blob.layerIndexes.map((index) => image.layers[index]!);
      if (candidates.every((layer) => files.has(keyOf(layer)))) continue;
      const { path, digest } = await spoolBlob(blob, folder, signal);
      // A layer is known by what its bytes are: a plain one by its diffId, a stored blob by its digest.
      const layer = image.layers.find((one) => keyOf(one) === digest);
      if (layer === undefined || files.has(digest)) await rm(path, { force: true });
      else files.set(digest, await locate(path, join(folder, `${files.size}.layer`)));
      if (isDone()) break;
    }
    const layers = image.layers.map((layer): LayerSource => {
      const location = files.get(keyOf(layer));
      if (location !== undefined) return { ...layer, location };
      throw new PlimsollError('IMAGE_INVALID', `the engine's export holds no layer ${layer.index}`, {
        subject: image.reference,
      });
    });
    return { image: { ...image, layers }, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function keyOf({ descriptor, diffId }: LayerSource): string {
  return descriptor?.digest ?? diffId;
}

async function spoolBlob(
  blob: ExportedBlob,
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly digest: string }> {
  const path = join(folder, 'coming');
  const digester = createDigester();
  const digesting = new Transform({
    transform(piece: Uint8Array, _encoding, done) {
      digester.update(piece);
      done(null, piece);
    },
  });
  try {
    await pipeline(blob.read(), digesting, createWriteStream(path), { signal });
  } catch (cause) {
    if (cause instanceof PlimsollError || signal.aborted) throw cause;
    throw new PlimsollError('DESTINATION_UNWRITABLE', 'the temporary files of an export cannot be written', {
      subject: folder,
      hint: 'Set TMPDIR to a folder with room for the whole image.',
      cause,
    });
  }
  return { path, digest: digester.digest() };
}

async function locate(from: string, path: string): Promise<FileLocation> {
  await rename(from, path);
  const identity = identifyFile(statSync(path, { bigint: true }));
  return { kind: 'file', path, offsetBytes: 0, sizeBytes: identity.sizeBytes, identity };
}

async function makeFolder(): Promise<string> {
  if (!removesAtExit)
    process.once('exit', () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });
  removesAtExit = true;
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-export-'));
  folders.add(folder);
  return folder;
}
