// A folder of blobs that no reader looks into yet. What a killed run left is taken over by the next one: its whole blobs
// are used again, the rest is removed.
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createDigester, type Digest, digestBytes, isDigest } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { BlobSource, Document } from '../image/destination.ts';
import { nameBlob } from '../layout/read-blob.ts';
import { appendTo } from './append-to.ts';
import { GatheringFile } from './gathering-file.ts';
import { takePieces } from './prove-pieces.ts';
import { isWriterGone, MARK_PATTERN, ownMark } from './run-mark.ts';
import { syncFolder } from './sync-folder.ts';
import { orUnwritable } from './unwritable.ts';

const ALGORITHMS = ['sha256', 'sha512'] as const;
/** Blobs that a run was about to move out of its folder; see `LayoutDestination`. */
const MOVED = 'moved';

/** Blobs by their digests under `blobs/`, as a layout has them. */
export class StagingFolder {
  readonly path: string;
  /** The destination, for messages. */
  readonly #subject: string;
  readonly #isLasting: boolean;
  readonly #proven = new Set<Digest>();
  readonly #movedBefore: Digest[] = [];
  #counter = 0;

  private constructor(path: string, subject: string, isLasting: boolean) {
    this.path = path;
    this.#subject = subject;
    this.#isLasting = isLasting;
  }

  /**
   * Makes the folder at a name that begins with the first prefix; takes over what has the others too. What is not
   * `isLasting` is left to the system to bring to the disk.
   */
  static async open(prefixes: readonly string[], subject: string, isLasting = true): Promise<StagingFolder> {
    const path = `${prefixes[0]!}${ownMark()}-${randomBytes(6).toString('hex')}`;
    await orUnwritable(subject, mkdir(path));
    const folder = new StagingFolder(path, subject, isLasting);
    for (const algorithm of ALGORITHMS)
      await orUnwritable(subject, mkdir(join(path, 'blobs', algorithm), { recursive: true }));
    for (const prefix of prefixes) await folder.#takeOver(prefix);
    return folder;
  }

  /** What an earlier run may have moved to where readers look, and never shown. */
  get movedBefore(): readonly Digest[] {
    return this.#movedBefore;
  }

  pathOf(digest: Digest): string {
    return join(this.path, ...nameBlob(digest).split('/'));
  }

  /** Whether the blob is here; one that an earlier run left is compared with its digest first. */
  async has({ digest, sizeBytes }: Pick<Descriptor, 'digest' | 'sizeBytes'>): Promise<boolean> {
    const stats = await stat(this.pathOf(digest)).catch(() => undefined);
    if (stats === undefined || stats.size !== sizeBytes) return false;
    if (this.#proven.has(digest)) return true;
    if (!(await isIntact(this.pathOf(digest), digest))) return false;
    this.#proven.add(digest);
    return true;
  }

  /** Stores the blob, on the disk when this returns. */
  async write(source: BlobSource, signal: AbortSignal): Promise<Descriptor> {
    const partial = join(this.path, `partial-${this.#counter++}`);
    const handle = await orUnwritable(this.#subject, open(partial, 'wx'));
    try {
      const file = new GatheringFile(handle, this.#subject);
      const written = await takePieces(source, signal, appendTo(file, partial, source));
      await (this.#isLasting ? file.sync() : file.flush());
      await orUnwritable(this.#subject, rename(partial, this.pathOf(written.digest)));
      this.#proven.add(written.digest);
      return { mediaType: source.mediaType, ...written };
    } finally {
      await handle.close();
      await rm(partial, { force: true });
    }
  }

  /** Stores bytes in memory. */
  writeDocument({ mediaType, bytes }: Document, signal: AbortSignal): Promise<Descriptor> {
    const open = async function* (): AsyncGenerator<Uint8Array> {
      yield bytes;
    };
    return this.write({ mediaType, digest: digestBytes(bytes), sizeBytes: bytes.byteLength, open }, signal);
  }

  /** Removes what is not to become a part of the layout: other blobs, and empty folders. */
  async keepOnly(wanted: ReadonlySet<Digest>): Promise<void> {
    for (const algorithm of ALGORITHMS) {
      const folder = join(this.path, 'blobs', algorithm);
      for (const hex of await readdir(folder).catch(() => []))
        if (!wanted.has(`${algorithm}:${hex}` as Digest)) await rm(join(folder, hex), { force: true });
      if (algorithm !== 'sha256') await rmdir(folder).catch(() => {});
    }
  }

  /** Notes, for a later run, blobs that are about to be moved to where readers look. */
  async noteMoves(digests: readonly Digest[]): Promise<void> {
    await this.writeFile(MOVED, Buffer.from(digests.map((digest) => `${digest}\n`).join('')));
  }

  /** A further file in the folder, on the disk when this returns. */
  async writeFile(name: string, bytes: Uint8Array): Promise<string> {
    const path = join(this.path, name);
    const handle = await orUnwritable(this.#subject, open(path, 'w'));
    try {
      await orUnwritable(this.#subject, handle.writeFile(bytes));
      if (this.#isLasting) await orUnwritable(this.#subject, handle.sync());
    } finally {
      await handle.close();
    }
    return path;
  }

  /** Makes the names in the folder last. */
  async sync(): Promise<void> {
    if (!this.#isLasting) return;
    for (const algorithm of ALGORITHMS) await syncFolder(join(this.path, 'blobs', algorithm));
    await syncFolder(this.path);
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }

  async #takeOver(prefix: string): Promise<void> {
    const form = new RegExp(`^(${MARK_PATTERN})-[0-9a-f]{12}$`);
    const parent = dirname(prefix);
    for (const name of await readdir(parent).catch(() => [])) {
      const start = basename(prefix);
      const mark = name.startsWith(start) ? form.exec(name.slice(start.length))?.[1] : undefined;
      if (mark === undefined) continue;
      const stats = await lstat(join(parent, name)).catch(() => undefined);
      // In a folder that others can write too, only what is ours is touched.
      if (stats?.isDirectory() !== true || stats.uid !== (process.getuid?.() ?? stats.uid)) continue;
      if (!isWriterGone(mark, stats.mtimeMs)) continue;
      const old = join(this.path, `old-${this.#counter++}`);
      try {
        await rename(join(parent, name), old);
      } catch {
        // Another run was faster.
        continue;
      }
      await this.#adopt(old);
    }
  }

  async #adopt(old: string): Promise<void> {
    for (const algorithm of ALGORITHMS)
      for (const hex of await readdir(join(old, 'blobs', algorithm)).catch(() => [])) {
        const from = join(old, 'blobs', algorithm, hex);
        const isFile = (await lstat(from).catch(() => undefined))?.isFile() === true;
        if (isFile && isDigest(`${algorithm}:${hex}`))
          await rename(from, this.pathOf(`${algorithm}:${hex}` as Digest)).catch(() => {});
      }
    this.#movedBefore.push(...(await readMoves(join(old, MOVED))));
    await rm(old, { recursive: true, force: true });
  }
}

/** Whether a file's bytes have the digest. */
export async function isIntact(path: string, digest: Digest): Promise<boolean> {
  const digester = createDigester(digest);
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 512 * 1024 }))
      digester.update(piece as Uint8Array);
  } catch {
    return false;
  }
  return digester.digest() === digest;
}

async function readMoves(path: string): Promise<readonly Digest[]> {
  const stats = await lstat(path).catch(() => undefined);
  if (stats?.isFile() !== true || stats.size > 1024 * 1024) return [];
  const handle = await open(path);
  try {
    return (await handle.readFile('utf8')).split('\n').filter(isDigest);
  } finally {
    await handle.close();
  }
}
