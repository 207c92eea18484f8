// A compressed archive (`docker save | gzip`) cannot be read at any place, so it is unpacked once into a private
// temporary file, which goes with the image or, at the latest, with the process.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { type FileHandle, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { type Compression, createDecompressor } from '../compression/choose-decompressor.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import { BLOCK_BYTES, isChecksumRight, isZeroBlock } from '../tar/header.ts';

const INPUT_BYTES = 256 * 1024;
/** Room that is left to others on the disk. */
const RESERVE_BYTES = 128 * 1024 * 1024;
/** Images compress to a half or a third; what unpacks to this many times its size, and to much, is made to fill disks. */
const RATIO_LIMIT = 100;
const HARMLESS_BYTES = 16 * 1024 ** 3;

/** The unpacked copy; `remove` may be called more than once. */
export interface Spool {
  readonly path: string;
  remove(): Promise<void>;
}

const folders = new Set<string>();
let removesAtExit = false;

/** Unpacks the archive; throws NOT_AN_IMAGE where no tar comes out, IMAGE_UNSUPPORTED where it is too large for the disk. */
export async function spoolArchive(
  handle: FileHandle,
  compression: Compression,
  subject: string,
  signal?: AbortSignal,
): Promise<Spool> {
  const folder = await makeFolder().catch((cause) => {
    throw unwritable(cause);
  });
  const path = join(folder, 'archive.tar');
  const remove = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    folders.delete(folder);
  };
  try {
    const { bavail, bsize } = await statfs(folder);
    const { size } = await handle.stat();
    const roomBytes = Math.max(0, bavail * bsize - RESERVE_BYTES);
    const limitBytes = Math.min(roomBytes, Math.max(HARMLESS_BYTES, size * RATIO_LIMIT));
    const file = openFile(path);
    try {
      await unpack(handle, compression, createTarSink(file, limitBytes, subject), signal);
    } finally {
      closeSync(file);
    }
    return { path, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function openFile(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (cause) {
    throw unwritable(cause);
  }
}

async function makeFolder(): Promise<string> {
  if (!removesAtExit) process.once('exit', removeFolders);
  removesAtExit = true;
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-'));
  folders.add(folder);
  return folder;
}

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

async function unpack(
  handle: FileHandle,
  compression: Compression,
  sink: { take(output: Uint8Array): void; end(): void },
  signal: AbortSignal | undefined,
): Promise<void> {
  const decompressor = await createDecompressor(compression, (output) => sink.take(output));
  const input = Buffer.allocUnsafe(INPUT_BYTES);
  for (let position = 0; ; ) {
    throwIfAborted(signal);
    const { bytesRead } = await handle.read(input, 0, INPUT_BYTES, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    await decompressor.push(input.subarray(0, bytesRead));
  }
  await decompressor.end();
  sink.end();
}

/** Writes at once, because the decompressor uses its output again; the first block must be a tar's. */
function createTarSink(file: number, limitBytes: number, subject: string) {
  const head = Buffer.alloc(BLOCK_BYTES);
  let written = 0;
  const checkHead = (): void => {
    if (written < BLOCK_BYTES || isZeroBlock(head) || !isChecksumRight(head))
      throw new PlimsollError('NOT_AN_IMAGE', 'what it unpacks to is no tar archive', {
        subject,
        hint: "An archive is what 'docker save' or 'skopeo copy' writes.",
      });
  };
  return {
    take(output: Uint8Array): void {
      const isHeadComplete = written >= BLOCK_BYTES;
      if (!isHeadComplete) head.set(output.subarray(0, BLOCK_BYTES - written), written);
      if (written + output.byteLength > limitBytes) throw tooLarge(limitBytes, subject);
      try {
        for (let done = 0; done < output.byteLength; ) done += writeSync(file, output, done);
      } catch (cause) {
        throw isRoomless(cause) ? tooLarge(written, subject, cause) : unwritable(cause);
      }
      written += output.byteLength;
      if (!isHeadComplete && written >= BLOCK_BYTES) checkHead();
    },
    end: checkHead,
  };
}

/** A full disk, a full quota, or a limit that the system sets to one file. */
function isRoomless(cause: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((cause as NodeJS.ErrnoException).code ?? '');
}

function unwritable(cause: unknown): PlimsollError {
  const { code } = cause as NodeJS.ErrnoException;
  return new PlimsollError('DESTINATION_UNWRITABLE', `no temporary file can be written there (${code})`, {
    subject: tmpdir(),
    hint: 'Set TMPDIR to a folder that can be written, or unpack the archive yourself.',
    cause,
  });
}

function tooLarge(limitBytes: number, subject: string, cause?: unknown): PlimsollError {
  return new PlimsollError('IMAGE_UNSUPPORTED', `it unpacks to more than ${limitBytes} bytes`, {
    subject,
    hint: `That is all the room in ${tmpdir()}, or ${RATIO_LIMIT} times its size: set TMPDIR, or unpack it yourself.`,
    cause,
  });
}
