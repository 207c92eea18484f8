// One 512-byte tar header block: ustar (POSIX.1-1988), GNU and v7 forms (the tar(5) manual page of libarchive).
import { PlimsollError } from '../../errors.ts';

export const BLOCK_BYTES = 512;

// Offsets and lengths of the fields, for the writer too.
export const NAME = [0, 100] as const;
export const MODE = [100, 8] as const;
export const UID = [108, 8] as const;
export const GID = [116, 8] as const;
export const SIZE = [124, 12] as const;
export const MTIME = [136, 12] as const;
export const CHECKSUM = [148, 8] as const;
export const TYPE_OFFSET = 156;
export const LINK_NAME = [157, 100] as const;
export const MAGIC_OFFSET = 257;
export const DEVICE_MAJOR = [329, 8] as const;
export const DEVICE_MINOR = [337, 8] as const;
export const PREFIX = [345, 155] as const;

/** The numbers of a header block; paths stay bytes and are read apart. */
export interface HeaderNumbers {
  mode: number;
  uid: number;
  gid: number;
  sizeBytes: number;
  mtimeSeconds: number;
  deviceMajor: number;
  deviceMinor: number;
}

/** Whether the block is all zeros, two of which end a tar. */
export function isZeroBlock(block: Uint8Array): boolean {
  for (let i = 0; i < BLOCK_BYTES; i++) if (block[i] !== 0) return false;
  return true;
}

/** Whether the checksum field fits, as the sum of unsigned bytes or, as some old writers made it, of signed ones. */
export function isChecksumRight(block: Uint8Array): boolean {
  let unsigned = 0;
  for (let i = 0; i < BLOCK_BYTES; i++) unsigned += block[i]!;
  for (let i = CHECKSUM[0]; i < CHECKSUM[0] + CHECKSUM[1]; i++) unsigned += 32 - block[i]!;
  const stated = parseOctal(block, CHECKSUM[0], CHECKSUM[1]);
  if (stated === unsigned) return true;
  let signed = 8 * 32;
  for (let i = 0; i < BLOCK_BYTES; i++)
    if (i < CHECKSUM[0] || i >= CHECKSUM[0] + CHECKSUM[1])
      signed += block[i]! < 128 ? block[i]! : block[i]! - 256;
  return stated === signed;
}

/** Reads the numeric fields into `into`; throws LAYER_CORRUPT where one is no number or a size is negative. */
export function readNumbers(block: Uint8Array, into: HeaderNumbers): void {
  into.mode = readNumber(block, MODE, 'mode') & 0o7777;
  into.uid = readNumber(block, UID, 'uid');
  into.gid = readNumber(block, GID, 'gid');
  into.sizeBytes = readNumber(block, SIZE, 'size');
  into.mtimeSeconds = readNumber(block, MTIME, 'mtime');
  into.deviceMajor = 0;
  into.deviceMinor = 0;
  if (into.sizeBytes < 0) throw new PlimsollError('LAYER_CORRUPT', 'a tar header states a negative size');
}

/** The device numbers of a character or block device. */
export function readDevice(block: Uint8Array, into: HeaderNumbers): void {
  into.deviceMajor = readNumber(block, DEVICE_MAJOR, 'device major');
  into.deviceMinor = readNumber(block, DEVICE_MINOR, 'device minor');
}

/** Whether the block has the `ustar` magic of POSIX, where a name can have a prefix (GNU's form uses that space otherwise). */
export function isPosix(block: Uint8Array): boolean {
  return isUstar(block) && block[MAGIC_OFFSET + 5] === 0;
}

/** Whether the block is GNU's form (`ustar` and two blanks). */
export function isGnu(block: Uint8Array): boolean {
  return isUstar(block) && block[MAGIC_OFFSET + 5] === 0x20;
}

/** Writes the header's path, prefix included, to `into` and returns its length (at most 256). */
export function readPath(block: Uint8Array, into: Uint8Array): number {
  const nameLength = fieldLength(block, NAME[0], NAME[1]);
  let length = 0;
  if (block[PREFIX[0]] !== 0 && isPosix(block)) {
    length = fieldLength(block, PREFIX[0], PREFIX[1]);
    into.set(block.subarray(PREFIX[0], PREFIX[0] + length), 0);
    into[length++] = 0x2f;
  }
  for (let i = 0; i < nameLength; i++) into[length + i] = block[NAME[0] + i]!;
  return length + nameLength;
}

/** The header's link target, a view of the block. */
export function readLinkName(block: Uint8Array): Uint8Array {
  return block.subarray(LINK_NAME[0], LINK_NAME[0] + fieldLength(block, LINK_NAME[0], LINK_NAME[1]));
}

/** Reads a numeric field at any offset (GNU sparse maps have more of them); octal or base-256. */
export function readNumberAt(block: Uint8Array, offset: number, length: number, what: string): number {
  return readNumber(block, [offset, length], what);
}

function isUstar(block: Uint8Array): boolean {
  return (
    block[MAGIC_OFFSET] === 0x75 &&
    block[MAGIC_OFFSET + 1] === 0x73 &&
    block[MAGIC_OFFSET + 2] === 0x74 &&
    block[MAGIC_OFFSET + 3] === 0x61 &&
    block[MAGIC_OFFSET + 4] === 0x72
  );
}

function fieldLength(block: Uint8Array, offset: number, length: number): number {
  for (let i = 0; i < length; i++) if (block[offset + i] === 0) return i;
  return length;
}

function readNumber(block: Uint8Array, [offset, length]: readonly [number, number], what: string): number {
  if ((block[offset]! & 0x80) !== 0) return readBase256(block, offset, length, what);
  const value = parseOctal(block, offset, length);
  if (Number.isNaN(value))
    throw new PlimsollError('LAYER_CORRUPT', `the ${what} of a tar header is no number`);
  return value;
}

/** Octal digits after blanks or NULs and up to a NUL; empty is 0, as GNU tar and Go have it; NaN where it is something else. */
function parseOctal(block: Uint8Array, offset: number, length: number): number {
  let i = offset;
  const end = offset + length;
  while (i < end && (block[i] === 0x20 || block[i] === 0)) i++;
  let value = 0;
  for (; i < end; i++) {
    const digit = block[i]! - 0x30;
    if (digit < 0 || digit > 7) break;
    value = value * 8 + digit;
  }
  for (; i < end && block[i] !== 0; i++) if (block[i] !== 0x20) return Number.NaN;
  return value;
}

/** GNU's base-256: two's complement, big end first, the top bit set as a mark. */
function readBase256(block: Uint8Array, offset: number, length: number, what: string): number {
  const first = block[offset]!;
  const isNegative = (first & 0x40) !== 0;
  let value = isNegative ? -1n : 0n;
  value = (value << 6n) | BigInt(first & 0x3f);
  for (let i = 1; i < length; i++) value = (value << 8n) | BigInt(block[offset + i]!);
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new PlimsollError('LAYER_CORRUPT', `the ${what} of a tar header is beyond 2^53`);
  return number;
}
