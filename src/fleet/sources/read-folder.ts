// A folder of images: layouts and archives, however deep; or of snapshots, which are a history.
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { throwIfAborted } from '../../oci/layout/check-abort.ts';
import { isLayout, listArchiveImages, listFolderImages } from '../../oci/list-images.ts';
import { addListed } from './add-listed.ts';
import { type FleetReading, openOptionsOf } from './fleet-reading.ts';

const DEPTH_LIMIT = 8;
const FILE_LIMIT = 100_000;
const ARCHIVE = /\.(?:tar|tgz|tar\.(?:gz|zst|zstd))$/;
const SNAPSHOT = /\.(?:json|ndjson|jsonl)(?:\.gz)?$/;

/** What a folder holds. */
export interface FolderContents {
  readonly layouts: readonly string[];
  readonly archives: readonly string[];
  readonly snapshots: readonly string[];
}

/** Looks for images and snapshots by name; blobs of layouts are not looked at. */
export async function searchFolder(folder: string, signal: AbortSignal): Promise<FolderContents> {
  const found = { layouts: [] as string[], archives: [] as string[], snapshots: [] as string[] };
  let files = 0;
  const visit = async (path: string, depth: number): Promise<void> => {
    throwIfAborted(signal);
    if (await isLayout(path)) return void found.layouts.push(path);
    if (depth > DEPTH_LIMIT) return;
    const entries = await readdir(path, { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (++files > FILE_LIMIT)
        throw new PlimsollError('USAGE', `it holds more than ${FILE_LIMIT} files`, { subject: folder });
      const child = join(path, entry.name);
      if (entry.isDirectory()) await visit(child, depth + 1);
      else if (!entry.isFile()) continue;
      else if (ARCHIVE.test(entry.name)) found.archives.push(child);
      else if (SNAPSHOT.test(entry.name)) found.snapshots.push(child);
    }
  };
  try {
    await visit(folder, 0);
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new PlimsollError('FILE_UNREADABLE', `cannot be read (${code})`, { subject: folder, cause });
  }
  return found;
}

/** Adds the images of layouts and archives; a file that is no image is told by a notice. */
export async function readFolder(
  reading: FleetReading,
  folder: string,
  { layouts, archives }: FolderContents,
): Promise<void> {
  for (const path of layouts)
    await tryPlace(reading, path, () => readLayout(reading, path, nameIn(folder, path)));
  for (const path of archives)
    await tryPlace(reading, path, () => readArchive(reading, path, nameIn(folder, path)));
}

/** Adds the images of one layout folder. */
export async function readLayout(reading: FleetReading, path: string, name: string = path): Promise<void> {
  reading.options.onStep?.(path);
  await addAll(reading, name, await listFolderImages(path, openOptionsOf(reading.options)));
}

/** Adds the images of one archive. */
export async function readArchive(reading: FleetReading, path: string, name: string = path): Promise<void> {
  reading.options.onStep?.(path);
  await addAll(reading, name, await listArchiveImages(path, openOptionsOf(reading.options)));
}

async function addAll(
  reading: FleetReading,
  name: string,
  { images, close }: Awaited<ReturnType<typeof listFolderImages>>,
): Promise<void> {
  try {
    for (const listed of images) addListed(reading, qualify(listed, name), name);
  } finally {
    await close();
  }
}

/** A layout's tags are no names by themselves. */
function qualify<T extends { readonly names: readonly string[] }>(listed: T, place: string): T {
  const isWhole = (name: string): boolean => /[:/]/.test(name);
  return { ...listed, names: listed.names.map((name) => (isWhole(name) ? name : `${place}:${name}`)) };
}

async function tryPlace({ options }: FleetReading, path: string, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    throwIfAborted(options.signal);
    if (!(error instanceof PlimsollError)) throw error;
    options.onNotice?.(`${path} is left out (${error.message})`);
  }
}

function nameIn(folder: string, path: string): string {
  return (relative(folder, path) || path).replace(ARCHIVE, '');
}
