// An OCI image layout that takes an image (image-spec image-layout.md): a new folder, or one more tag of a layout that is
// there. Blobs wait in a folder of their own. A new layout appears by one rename; in one that is there, blobs are moved to
// their places and index.json is replaced last. A run that is killed leaves its folder to the next one.
import { lstat, mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { Digest } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { BlobSource, FinishedImage, ImageDestination } from '../image/destination.ts';
import { identifyFile } from '../image/file-identity.ts';
import type { LayerSource } from '../image/image.ts';
import { MANIFEST_LIMIT_BYTES } from '../image/manifest.ts';
import { collectReachable } from '../image/walk-documents.ts';
import { withFolderLock } from '../staging/folder-lock.ts';
import { isIntact, StagingFolder } from '../staging/staging-folder.ts';
import { syncFolder } from '../staging/sync-folder.ts';
import { orUnwritable } from '../staging/unwritable.ts';
import { describeImage } from './describe-image.ts';
import {
  findTagged,
  type IndexFile,
  LAYOUT_VERSION,
  parseIndexFile,
  putEntry,
  REF_NAME,
  requireTag,
} from './index-json.ts';
import { listLayersOfLayout } from './list-layers.ts';
import { nameBlob } from './read-blob.ts';

/** Opens the folder as a destination; `isLasting` as `StagingFolder.open` has it. Throws DESTINATION_EXISTS, DESTINATION_UNWRITABLE or REFERENCE_INVALID. */
export async function openLayoutDestination(
  path: string,
  tag: string | undefined,
  isLasting = true,
): Promise<ImageDestination> {
  if (tag !== undefined) requireTag(tag, path);
  const target = resolve(path);
  const isThere = await checkTarget(target, tag);
  const [inside, beside] = [join(target, '.plimsoll-'), `${target}.plimsoll-`];
  const staging = await StagingFolder.open(isThere ? [inside, beside] : [beside], target, isLasting);
  return new LayoutDestination(path, target, tag, staging);
}

/** Whether there is a layout that takes the tag; false where the folder is still to be made. */
async function checkTarget(target: string, tag: string | undefined): Promise<boolean> {
  const stats = await lstat(target).catch(() => undefined);
  if (stats === undefined) return false;
  const names = (await stat(target).catch(() => undefined))?.isDirectory()
    ? await orUnwritable(target, readdir(target))
    : undefined;
  if (names?.length === 0 && stats.isDirectory()) return false;
  if (names === undefined || (!names.includes('index.json') && !names.includes('oci-layout')))
    throw new PlimsollError('DESTINATION_EXISTS', 'something is there that is no OCI image layout', {
      subject: target,
      hint: 'Name a new folder, or one that holds a layout.',
    });
  const file = await readIndexFile(target);
  if (file === undefined) return true;
  if (tag !== undefined) findTagged(file, tag, target);
  else if (file.index.manifests.length > 0) throw needsTag(target);
  return true;
}

class LayoutDestination implements ImageDestination {
  readonly kind = 'oci';
  readonly layerForm = 'gzip';
  readonly takesIndexes = true;
  readonly reference: string;
  readonly #target: string;
  readonly #tag: string | undefined;
  readonly #staging: StagingFolder;
  #layers: Promise<ReadonlyMap<Digest, Descriptor>> | undefined;
  readonly #intact = new Set<Digest>();

  constructor(path: string, target: string, tag: string | undefined, staging: StagingFolder) {
    this.reference = `oci:${path}${tag === undefined ? '' : `:${tag}`}`;
    this.#target = target;
    this.#tag = tag;
    this.#staging = staging;
  }

  async findLayer(diffId: Digest): Promise<Descriptor | undefined> {
    this.#layers ??= listLayersOfLayout(this.#target);
    return (await this.#layers).get(diffId);
  }

  async hasBlob(descriptor: Descriptor): Promise<boolean> {
    return (await this.#isInTarget(descriptor)) || this.#staging.has(descriptor);
  }

  async writeBlob(blob: BlobSource, signal: AbortSignal): Promise<Descriptor> {
    const { mediaType, digest, sizeBytes } = blob;
    if (digest !== undefined && sizeBytes !== undefined) {
      const descriptor = { mediaType, digest, sizeBytes };
      if (await this.hasBlob(descriptor)) return descriptor;
    }
    return this.#staging.write(blob, signal);
  }

  async locateBlob({ digest }: Descriptor): Promise<LayerSource['location']> {
    const path = (await this.#find(digest)) ?? this.#placeOf(digest);
    const identity = identifyFile(await orUnwritable(this.#target, stat(path, { bigint: true })));
    return { kind: 'file', path, offsetBytes: 0, sizeBytes: identity.sizeBytes, identity };
  }

  async commit(image: FinishedImage, signal: AbortSignal): Promise<Descriptor> {
    for (const document of image.documents) await this.#staging.writeDocument(document, signal);
    const described = await describeImage(image, (digest) => this.#find(digest), this.#target);
    const { top, platform, wanted } = described;
    const entry: Descriptor = {
      ...top,
      ...(platform === undefined ? {} : { platform }),
      ...(this.#tag === undefined ? {} : { annotations: { [REF_NAME]: this.#tag } }),
    };
    if (!(await this.#publishNew(entry, wanted)))
      await withFolderLock(this.#target, this.#staging.path, signal, () => this.#publishInto(entry, wanted));
    await this.#staging.remove();
    return entry;
  }

  async close(): Promise<void> {
    await this.#staging.remove();
  }

  /** One rename shows the whole layout; false where something is there already. */
  async #publishNew(entry: Descriptor, wanted: ReadonlySet<Digest>): Promise<boolean> {
    if ((await stat(this.#target).catch(() => undefined)) !== undefined) {
      if (await checkTarget(this.#target, this.#tag)) return false;
    }
    await this.#staging.keepOnly(wanted);
    await this.#staging.writeFile('index.json', putEntry(undefined, entry, this.#tag, this.#target));
    await this.#staging.writeFile('oci-layout', LAYOUT_VERSION);
    await this.#staging.sync();
    try {
      await rename(this.#staging.path, this.#target);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM'].includes(code ?? ''))
        await orUnwritable(this.#target, Promise.reject(cause));
      // Another run was faster, or the system renames no folder over an empty one.
      await checkTarget(this.#target, this.#tag);
      return false;
    }
    await syncFolder(dirname(this.#target));
    return true;
  }

  async #publishInto(entry: Descriptor, wanted: ReadonlySet<Digest>): Promise<void> {
    const file = await readIndexFile(this.#target);
    if (this.#tag === undefined && file !== undefined && file.index.manifests.length > 0)
      throw needsTag(this.#target);
    await this.#takeBackMoves(file);
    const moved: Digest[] = [];
    for (const digest of wanted)
      if (!this.#intact.has(digest) && (await this.#isStaged(digest))) moved.push(digest);
    await this.#staging.noteMoves(moved);
    for (const digest of moved) {
      const place = this.#placeOf(digest);
      await orUnwritable(this.#target, mkdir(dirname(place), { recursive: true }));
      await orUnwritable(this.#target, rename(this.#staging.pathOf(digest), place));
    }
    for (const digest of wanted)
      if ((await stat(this.#placeOf(digest)).catch(() => undefined)) === undefined)
        throw new PlimsollError('DESTINATION_UNWRITABLE', `the blob ${digest} was removed meanwhile`, {
          subject: this.#target,
          hint: 'Run it again when nothing else cleans the layout.',
        });
    for (const folder of new Set([...wanted].map((digest) => dirname(this.#placeOf(digest)))))
      await syncFolder(folder);
    if ((await stat(join(this.#target, 'oci-layout')).catch(() => undefined)) === undefined)
      await this.#replaceFile('oci-layout', LAYOUT_VERSION);
    await this.#replaceFile('index.json', putEntry(file, entry, this.#tag, this.#target));
  }

  /** Blobs that a killed run moved here and never showed are no one's; they are staged again, and used or removed. */
  async #takeBackMoves(file: IndexFile | undefined): Promise<void> {
    if (this.#staging.movedBefore.length === 0) return;
    const reachable = await collectReachable(file?.index.manifests ?? [], ({ digest }) =>
      readFile(this.#placeOf(digest)).catch(() => undefined),
    );
    for (const digest of this.#staging.movedBefore) {
      if (reachable.has(digest)) continue;
      this.#intact.delete(digest);
      await rename(this.#placeOf(digest), this.#staging.pathOf(digest)).catch(() => {});
    }
  }

  async #replaceFile(name: string, bytes: Uint8Array): Promise<void> {
    const path = await this.#staging.writeFile(name, bytes);
    await orUnwritable(this.#target, rename(path, join(this.#target, name)));
    await syncFolder(this.#target);
  }

  async #find(digest: Digest): Promise<string | undefined> {
    for (const path of [this.#staging.pathOf(digest), this.#placeOf(digest)])
      if ((await stat(path).catch(() => undefined))?.isFile() === true) return path;
    return undefined;
  }

  async #isStaged(digest: Digest): Promise<boolean> {
    return (await stat(this.#staging.pathOf(digest)).catch(() => undefined)) !== undefined;
  }

  /** Compared with its digest, because a damaged blob would stay damaged for ever. */
  async #isInTarget({ digest, sizeBytes }: Descriptor): Promise<boolean> {
    if (this.#intact.has(digest)) return true;
    const path = this.#placeOf(digest);
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile() !== true || stats.size !== sizeBytes || !(await isIntact(path, digest))) return false;
    this.#intact.add(digest);
    return true;
  }

  #placeOf(digest: Digest): string {
    return join(this.#target, ...nameBlob(digest).split('/'));
  }
}

async function readIndexFile(target: string): Promise<IndexFile | undefined> {
  const path = join(target, 'index.json');
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  if (stats.size > MANIFEST_LIMIT_BYTES)
    throw new PlimsollError('IMAGE_INVALID', 'index.json is larger than 4 MiB', { subject: target });
  return parseIndexFile(await orUnwritable(target, readFile(path)));
}

function needsTag(target: string): PlimsollError {
  return new PlimsollError('DESTINATION_EXISTS', 'this layout holds an image already', {
    subject: target,
    hint: `Name a tag to add this one beside it: oci:${target}:TAG.`,
  });
}
