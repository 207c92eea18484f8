// A tar of an image's files, written member after member. The size of a member need not be known before its bytes come:
// its header is written when they have come.
import { PlimsollError } from '../../errors.ts';
import { identifyFile } from '../image/file-identity.ts';
import type { FileLocation } from '../image/image.ts';
import { GatheringFile } from '../staging/gathering-file.ts';
import type { StagedFile } from '../staging/staged-file.ts';
import { orUnwritable } from '../staging/unwritable.ts';
import { BLOCK_BYTES, SIZE } from '../tar/header.ts';
import { encodeHeader, padding, sumHeader } from '../tar/write-header.ts';

/** Sizes from here on need more than the 11 octal digits of ustar. */
const OCTAL_LIMIT_BYTES = 8 ** 11;
/** As `tar` itself ends archives: full records. */
const RECORD_BYTES = 10_240;

/** Takes one member at a time; callers wait for their turn. */
export class ArchiveWriter {
  readonly #staged: StagedFile;
  readonly #file: GatheringFile;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #members = new Map<string, { readonly offsetBytes: number; readonly sizeBytes: number }>();

  constructor(staged: StagedFile) {
    this.#staged = staged;
    this.#file = new GatheringFile(staged.handle, staged.target);
  }

  /**
   * Adds a member whose bytes `write` appends and whose name it gives; an undefined name takes the bytes back, as an
   * error does.
   */
  add<T extends { readonly name: string | undefined }>(
    write: (file: GatheringFile) => Promise<T>,
  ): Promise<T> {
    const adding = this.#turn.then(() => this.#add(write));
    this.#turn = adding.catch(() => {});
    return adding;
  }

  /** Adds a member of bytes in memory. */
  async addBytes(name: string, bytes: Uint8Array): Promise<void> {
    await this.add(async (file) => {
      await file.append(bytes);
      return { name };
    });
  }

  /** Where a member lies in the file as it is now; throws IMAGE_INVALID where there is none of this name. */
  async locate(name: string): Promise<FileLocation> {
    await this.#turn;
    const { handle, path, target } = this.#staged;
    const member = this.#members.get(name);
    if (member === undefined)
      throw new PlimsollError('IMAGE_INVALID', `${name} is not in the archive`, { subject: target });
    const identity = identifyFile(await orUnwritable(target, handle.stat({ bigint: true })));
    return { kind: 'file', path, ...member, identity };
  }

  /** Ends the archive; the file is to be published then. */
  async end(): Promise<void> {
    await this.#turn;
    const position = this.#file.position;
    const least = position + 2 * BLOCK_BYTES;
    const end = Math.ceil(least / RECORD_BYTES) * RECORD_BYTES;
    await this.#file.append(new Uint8Array(end - position));
    await this.#file.flush();
    // What a failed member left behind it goes too.
    await orUnwritable(this.#staged.target, this.#staged.handle.truncate(end));
  }

  async #add<T extends { readonly name: string | undefined }>(
    write: (file: GatheringFile) => Promise<T>,
  ): Promise<T> {
    const start = this.#file.position;
    try {
      await this.#file.append(new Uint8Array(BLOCK_BYTES));
      const written = await write(this.#file);
      const sizeBytes = this.#file.position - start - BLOCK_BYTES;
      await this.#file.append(padding(sizeBytes));
      await this.#file.flush();
      if (written.name === undefined) this.#file.rewind(start);
      else {
        await this.#writeHeader(encodeMemberHeader(written.name, sizeBytes), start);
        this.#members.set(written.name, { offsetBytes: start + BLOCK_BYTES, sizeBytes });
      }
      return written;
    } catch (error) {
      this.#file.rewind(start);
      throw error;
    }
  }

  async #writeHeader(header: Uint8Array, position: number): Promise<void> {
    const { handle, target } = this.#staged;
    const { bytesWritten } = await orUnwritable(target, handle.write(header, 0, BLOCK_BYTES, position));
    if (bytesWritten !== BLOCK_BYTES)
      throw new PlimsollError('DESTINATION_UNWRITABLE', 'a header was written in part', { subject: target });
  }
}

/** One block whatever the size is, because the room for it is there before the size is known. */
export function encodeMemberHeader(name: string, sizeBytes: number): Uint8Array {
  const item = { kind: 'file', path: name } as const;
  if (sizeBytes < OCTAL_LIMIT_BYTES) return encodeHeader(item, sizeBytes);
  const header = Buffer.from(encodeHeader(item, 0));
  // Every reader of archives knows GNU's form for large numbers: the highest bit, then big-endian.
  header.fill(0, SIZE[0], SIZE[0] + SIZE[1]);
  header[SIZE[0]] = 0x80;
  header.writeBigUInt64BE(BigInt(sizeBytes), SIZE[0] + SIZE[1] - 8);
  return sumHeader(header);
}
