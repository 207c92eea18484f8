// Indexes a tar by seeking from header to header; the members' contents are never read.
import type { FileHandle } from 'node:fs/promises';
import { PlimsollError, withSubject } from '../../errors.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import { BLOCK_BYTES } from '../tar/header.ts';
import { createMemberParser, type Member } from './member-header.ts';

/** An image has a few files a layer; beyond this it is no image, or an attack on the memory. */
const MEMBER_LIMIT = 100_000;
const NAME_BYTES_LIMIT = 32 * 1024 * 1024;
/** Headers near each other come with one read. */
const WINDOW_BYTES = 16 * 1024;

/** A member and where its content begins. */
export interface IndexedMember extends Member {
  readonly offsetBytes: number;
}

/** The members by name, the last one of each name, as Docker unpacks them; folders and devices are left out. */
export interface ArchiveIndex {
  readonly members: ReadonlyMap<string, IndexedMember>;
  /** Whether the zero blocks that end a tar are there; where they are not, the archive may be cut off. */
  readonly hasEndMarker: boolean;
}

/** Walks all headers; throws IMAGE_INVALID (with the offset) where the archive is malformed, cut off or beyond the limits. */
export async function indexArchive(
  handle: FileHandle,
  sizeBytes: number,
  subject: string,
  signal?: AbortSignal,
): Promise<ArchiveIndex> {
  const members = new Map<string, IndexedMember>();
  const read = createWindow(handle, sizeBytes);
  const parser = createMemberParser();
  let position = 0;
  let count = 0;
  let nameBytes = 0;
  let hasEndMarker = false;
  try {
    while (position < sizeBytes) {
      throwIfAborted(signal);
      const step = parser.takeHeader(await read(position, BLOCK_BYTES));
      position += BLOCK_BYTES;
      if (step.kind === 'zeros') {
        hasEndMarker = await endsHere(read, position, sizeBytes);
        break;
      }
      if (++count > MEMBER_LIMIT) throw invalid(`the archive has more than ${MEMBER_LIMIT} members`);
      const bodyBytes = step.kind === 'member' ? step.member.sizeBytes : step.sizeBytes;
      if (bodyBytes > sizeBytes - position)
        throw cutOff(step.kind === 'member' ? step.member.name : undefined);
      if (step.kind === 'extension') parser.takeExtension(step.type, await read(position, bodyBytes));
      else if (step.member.kind !== 'other') {
        nameBytes += step.member.name.length + step.member.target.length;
        if (nameBytes > NAME_BYTES_LIMIT) throw invalid("the members' names are too long altogether");
        members.set(step.member.name, { ...step.member, offsetBytes: position });
      }
      position += Math.ceil(bodyBytes / BLOCK_BYTES) * BLOCK_BYTES;
    }
  } catch (error) {
    throw withPlace(error, subject, position);
  }
  return { members, hasEndMarker };
}

/** One zero block at the very end, or two anywhere, end a tar; Go refuses a header after a lone one, and so do engines. */
async function endsHere(read: ReadWindow, position: number, sizeBytes: number): Promise<boolean> {
  if (sizeBytes - position < BLOCK_BYTES) return true;
  const next = await read(position, BLOCK_BYTES);
  if (next.some((byte) => byte !== 0)) throw invalid('a tar header follows a lone block of zeros');
  return true;
}

type ReadWindow = (position: number, length: number) => Promise<Uint8Array>;

/** Reads ranges of the file, keeping one window; the result is valid until the next read. */
function createWindow(handle: FileHandle, sizeBytes: number): ReadWindow {
  const window = Buffer.allocUnsafe(WINDOW_BYTES);
  let start = 0;
  let end = 0;
  return async (position, length) => {
    if (position >= start && position + length <= end)
      return window.subarray(position - start, position - start + length);
    if (length > WINDOW_BYTES) {
      const own = Buffer.allocUnsafe(length);
      await fill(handle, own, position, length);
      return own;
    }
    const wanted = Math.min(WINDOW_BYTES, sizeBytes - position);
    if (wanted < length) throw cutOff(undefined);
    end = start = position;
    await fill(handle, window, position, wanted);
    end = position + wanted;
    return window.subarray(0, length);
  };
}

async function fill(handle: FileHandle, into: Uint8Array, position: number, length: number): Promise<void> {
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(into, done, length - done, position + done);
    if (bytesRead === 0) throw cutOff(undefined);
    done += bytesRead;
  }
}

function invalid(message: string): PlimsollError {
  return new PlimsollError('IMAGE_INVALID', message);
}

function cutOff(name: string | undefined): PlimsollError {
  const where = name === undefined ? '' : ` within '${name.slice(0, 200)}'`;
  return new PlimsollError('IMAGE_INVALID', `the archive is cut off${where}`, {
    hint: 'Save or download it again.',
  });
}

/** The header readers speak of layers; what is malformed here is the archive around them. */
function withPlace(error: unknown, subject: string, offsetBytes: number): unknown {
  if (!(error instanceof PlimsollError)) return error;
  const isTarError = error.code === 'LAYER_CORRUPT' || error.code === 'LAYER_LIMIT';
  if (error.code === 'ABORTED') return withSubject(error, subject);
  return new PlimsollError(isTarError ? 'IMAGE_INVALID' : error.code, error.message, {
    subject,
    offsetBytes,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}
