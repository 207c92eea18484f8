// An archive that is compressed as a whole. It is unpacked when something must be read of it that is not kept from an
// earlier run, and then only once.
import { open } from 'node:fs/promises';
import type { Compression } from '../compression/choose-decompressor.ts';
import {
  type FileIdentity,
  fileChanged,
  identifyFile,
  isSameFile,
  waitForTick,
} from '../image/file-identity.ts';
import type { FileLocation, OpenOptions, PackedLocation } from '../image/image.ts';
import { type ImageFiles, READ_FLAGS, readLocation, unreadable } from '../layout/image-files.ts';
import { openArchiveFiles } from './archive-files.ts';
import { recallArchive, rememberArchive } from './archive-memory.ts';
import { type ArchiveIndex, type IndexedMember, indexArchive } from './index-archive.ts';
import { type Spool, spoolArchive } from './spool-archive.ts';

/** The unpacked copy, and what the copy itself is known by. */
interface Unpacked {
  readonly spool: Spool;
  readonly identity: FileIdentity;
  readonly index: ArchiveIndex;
}

/** A compressed archive; its files lie at the same places in every unpacking of the same archive. */
export class PackedArchive {
  readonly #path: string;
  readonly #identity: FileIdentity;
  readonly #compression: Compression;
  readonly #options: OpenOptions;
  readonly #contents = new Map<number, Uint8Array>();
  #unpacked: Promise<Unpacked> | undefined;

  constructor(path: string, identity: FileIdentity, compression: Compression, options: OpenOptions) {
    this.#path = path;
    this.#identity = identity;
    this.#compression = compression;
    this.#options = options;
  }

  /** The archive's members as an image's files: as kept, or by unpacking it. */
  async openFiles(): Promise<ImageFiles> {
    const { store, verify } = this.#options;
    const memory = store === undefined || verify === true ? undefined : recallArchive(store, this.#identity);
    for (const [offset, content] of memory?.contents ?? []) this.#contents.set(offset, content);
    const index = memory?.index ?? (await this.#unpack(this.#options.signal)).index;
    return {
      ...openArchiveFiles(this.#path, index, (member) => this.#locate(member)),
      read: async (location, limitBytes, what) => {
        const kept = this.#contents.get(location.offsetBytes);
        if (kept?.byteLength === location.sizeBytes && kept.byteLength <= limitBytes) return kept;
        const content = await readLocation(location, limitBytes, what);
        this.#contents.set(location.offsetBytes, content);
        return content;
      },
    };
  }

  /** Keeps for later runs what this one had to unpack the archive for. */
  async remember(): Promise<void> {
    const { store } = this.#options;
    if (store === undefined || this.#unpacked === undefined) return;
    const { index } = await this.#unpacked;
    rememberArchive(store, this.#identity, { index, contents: this.#contents });
  }

  /** Removes the unpacked copy. */
  async close(): Promise<void> {
    const unpacked = await this.#unpacked?.catch(() => undefined);
    await unpacked?.spool.remove();
  }

  #locate({ offsetBytes, sizeBytes }: IndexedMember): PackedLocation {
    return {
      kind: 'packed',
      offsetBytes,
      sizeBytes,
      identity: this.#identity,
      unpack: async (signal = this.#options.signal): Promise<FileLocation> => {
        const { spool, identity } = await this.#unpack(signal);
        return { kind: 'file', path: spool.path, offsetBytes, sizeBytes, identity };
      },
    };
  }

  #unpack(signal: AbortSignal | undefined): Promise<Unpacked> {
    this.#unpacked ??= this.#spool(signal);
    return this.#unpacked;
  }

  async #spool(signal: AbortSignal | undefined): Promise<Unpacked> {
    this.#options.onNotice?.(
      `${this.#path} is compressed as a whole; it is unpacked to a temporary file first`,
    );
    const spool = await this.#spoolUnchanged(signal);
    try {
      const copy = await open(spool.path, READ_FLAGS);
      try {
        const identity = identifyFile(await copy.stat({ bigint: true }));
        const index = await indexArchive(copy, identity.sizeBytes, this.#path, signal);
        return { spool, identity, index };
      } finally {
        await copy.close();
      }
    } catch (error) {
      await spool.remove();
      throw error;
    }
  }

  /** Unpacks the archive as it was when it was opened; throws where it is another one by now, or becomes one. */
  async #spoolUnchanged(signal: AbortSignal | undefined): Promise<Spool> {
    await waitForTick([this.#identity]);
    const handle = await open(this.#path, READ_FLAGS).catch((cause) => {
      throw unreadable(this.#path, cause);
    });
    const isUnchanged = async (): Promise<boolean> =>
      isSameFile(identifyFile(await handle.stat({ bigint: true })), this.#identity);
    let spool: Spool | undefined;
    try {
      if (!(await isUnchanged())) throw fileChanged(this.#path);
      spool = await spoolArchive(handle, this.#compression, this.#path, signal);
      if (await isUnchanged()) return spool;
      throw fileChanged(this.#path);
    } catch (error) {
      await spool?.remove();
      throw spool === undefined && !(await isUnchanged()) ? fileChanged(this.#path, error) : error;
    } finally {
      await handle.close();
    }
  }
}
