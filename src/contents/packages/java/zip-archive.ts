// Zip archives in memory (PKWARE APPNOTE 6.3: 4.3.7 local header, 4.3.12 central directory, 4.3.14-16 its end): only what jars
// use. Anything may be in them: each offset is checked, and what is inflated is counted against a budget.
import { inflateRawSync } from 'node:zlib';
import { decodeText } from '../metadata-text.ts';

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const END_COMMENT_LIMIT = 0xffff;
const END64_LOCATOR_SIGNATURE = 0x07064b50;
const END64_LOCATOR_BYTES = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const ZIP64_EXTRA = 0x0001;
const IS_ENCRYPTED = 1;
const U32_MAX = 0xffffffff;

/** The methods of APPNOTE 4.4.5 that Java knows. */
const METHOD = { stored: 0, deflated: 8 } as const;

/** As long as the reading of an entry takes apart from its content, so many bytes could be inflated. */
const READ_COST_BYTES = 16_384;

/** An entry as the central directory has it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly compressedBytes: number;
  /** A claim: reading stops there. */
  readonly sizeBytes: number;
  readonly headerOffset: number;
}

/** How much may still be taken out of an archive and those within it. */
export interface ZipBudget {
  bytesLeft: number;
  entriesLeft: number;
}

/** Which entries are of interest, by the bytes of their names: an archive may have a hundred thousand. */
export type WantsName = (bytes: Uint8Array, start: number, end: number) => boolean;

/** The wanted entries in the archive's order; undefined where the bytes are no zip archive. */
export function listZipEntries(
  bytes: Uint8Array,
  budget: ZipBudget,
  wants: WantsName,
): readonly ZipEntry[] | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const directory = findDirectory(view);
  if (directory === undefined) return undefined;
  const entries: ZipEntry[] = [];
  let at = directory.start;
  while (at + ENTRY_BYTES <= directory.end && view.readUInt32LE(at) === ENTRY_SIGNATURE) {
    if (--budget.entriesLeft < 0) break;
    const nameStart = at + ENTRY_BYTES;
    const nameEnd = nameStart + view.readUInt16LE(at + 28);
    const extraEnd = nameEnd + view.readUInt16LE(at + 30);
    if (extraEnd > directory.end) break;
    if (wants(view, nameStart, nameEnd)) entries.push(readEntry(view, at, nameEnd, extraEnd, directory.bias));
    at = extraEnd + view.readUInt16LE(at + 32);
  }
  return entries;
}

/** What an entry holds; undefined where that is damaged, encrypted, larger than `limitBytes` or than the budget allows. */
export function readZipEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  budget: ZipBudget,
  limitBytes: number,
): Uint8Array | undefined {
  const { headerOffset, compressedBytes, sizeBytes } = entry;
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (entry.isEncrypted || headerOffset < 0 || headerOffset + LOCAL_BYTES > view.length) return undefined;
  if (view.readUInt32LE(headerOffset) !== LOCAL_SIGNATURE) return undefined;
  const start =
    headerOffset + LOCAL_BYTES + view.readUInt16LE(headerOffset + 26) + view.readUInt16LE(headerOffset + 28);
  if (start + compressedBytes > view.length || sizeBytes > limitBytes) return undefined;
  // All of it is work: a small entry may hold much, many may share one large body, and a million may hold nothing.
  const cost = READ_COST_BYTES + sizeBytes + compressedBytes;
  if (cost > budget.bytesLeft) return undefined;
  budget.bytesLeft -= cost;
  const body = view.subarray(start, start + compressedBytes);
  if (entry.method === METHOD.stored) return sizeBytes === compressedBytes ? body : undefined;
  if (entry.method !== METHOD.deflated) return undefined;
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, sizeBytes) });
  } catch {
    return undefined;
  }
}

interface Directory {
  readonly start: number;
  readonly end: number;
  /** How far the archive's own offsets lie before those in `bytes`: a script may stand in front of it. */
  readonly bias: number;
}

function findDirectory(view: Buffer): Directory | undefined {
  const end = findEnd(view);
  if (end === undefined) return undefined;
  const end64 = findEnd64(view, end);
  const sizeBytes = end64 === undefined ? view.readUInt32LE(end + 12) : readU64(view, end64 + 40);
  const offset = end64 === undefined ? view.readUInt32LE(end + 16) : readU64(view, end64 + 48);
  const start = (end64 ?? end) - sizeBytes;
  if (start >= 0) return { start, end: end64 ?? end, bias: start - offset };
  return undefined;
}

/** The last end record whose comment reaches to the end of the file, else the last of all. */
function findEnd(view: Buffer): number | undefined {
  let last: number | undefined;
  const lowest = Math.max(0, view.length - END_BYTES - END_COMMENT_LIMIT);
  for (let at = view.length - END_BYTES; at >= lowest; at--) {
    if (view[at] !== 0x50 || view.readUInt32LE(at) !== END_SIGNATURE) continue;
    if (at + END_BYTES + view.readUInt16LE(at + 20) === view.length) return at;
    last ??= at;
  }
  return last;
}

function findEnd64(view: Buffer, end: number): number | undefined {
  const locator = end - END64_LOCATOR_BYTES;
  if (locator < END64_BYTES || view.readUInt32LE(locator) !== END64_LOCATOR_SIGNATURE) return undefined;
  const stated = readU64(view, locator + 8);
  for (const at of [stated, locator - END64_BYTES]) {
    if (at <= locator - END64_BYTES && view.readUInt32LE(at) === END64_SIGNATURE) return at;
  }
  return undefined;
}

function readEntry(view: Buffer, at: number, nameEnd: number, extraEnd: number, bias: number): ZipEntry {
  const sizes = {
    sizeBytes: view.readUInt32LE(at + 24),
    compressedBytes: view.readUInt32LE(at + 20),
    offset: view.readUInt32LE(at + 42),
  };
  readZip64Extra(view, nameEnd, extraEnd, sizes);
  return {
    name: decodeText(view.subarray(at + ENTRY_BYTES, nameEnd)),
    method: view.readUInt16LE(at + 10),
    isEncrypted: (view.readUInt16LE(at + 8) & IS_ENCRYPTED) !== 0,
    sizeBytes: sizes.sizeBytes,
    compressedBytes: sizes.compressedBytes,
    headerOffset: sizes.offset + bias,
  };
}

/** The fields whose short form is all ones are in the extra, in this order (4.5.3). */
function readZip64Extra(
  view: Buffer,
  start: number,
  end: number,
  sizes: { sizeBytes: number; compressedBytes: number; offset: number },
): void {
  let at = start;
  while (at + 4 <= end) {
    const fieldEnd = at + 4 + view.readUInt16LE(at + 2);
    if (view.readUInt16LE(at) === ZIP64_EXTRA && fieldEnd <= end) {
      let value = at + 4;
      for (const key of ['sizeBytes', 'compressedBytes', 'offset'] as const) {
        if (sizes[key] !== U32_MAX || value + 8 > fieldEnd) continue;
        sizes[key] = readU64(view, value);
        value += 8;
      }
      return;
    }
    at = fieldEnd;
  }
}

/** Above 2^53 it is not exact, but then it points nowhere in any file. */
function readU64(view: Buffer, at: number): number {
  return view.readUInt32LE(at) + view.readUInt32LE(at + 4) * 2 ** 32;
}
