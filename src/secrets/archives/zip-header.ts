// A zip's local header and what follows a member's data (APPNOTE.TXT 4.3.7, 4.3.9, 4.4, 4.5.3).

export const SIGNATURE_BYTES = 4;
export const LOCAL_HEADER_BYTES = 30;
/** The longest data descriptor: signature, CRC-32 and two sizes of eight bytes. */
export const DESCRIPTOR_LIMIT_BYTES = 24;

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
/** Of an archive that could have been split and was not. */
const ONE_SEGMENT_SIGNATURE = 0x30304b50;
const ZIP64_EXTRA = 0x0001;
const SLASH = 0x2f;
const ALL_ONES = 0xffffffff;

const METHODS: ReadonlyMap<number, string> = new Map([
  [1, 'Shrink'],
  [6, 'Implode'],
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'zstd'],
  [95, 'xz'],
  [98, 'PPMd'],
]);

/** What a local header says of its member. */
export interface LocalHeader {
  readonly method: 'stored' | 'deflated' | 'other';
  /** Why its data cannot be read: `encrypted`. */
  readonly unreadable: string | undefined;
  /** Undefined where a descriptor after the data tells. */
  readonly compressedBytes: number | undefined;
  /** 0 where a descriptor tells. */
  readonly sizeBytes: number;
  readonly hasDescriptor: boolean;
  readonly nameBytes: number;
}

/** Whether a member begins here. */
export function isLocalSignature(bytes: Buffer): boolean {
  return bytes.readUInt32LE(0) === LOCAL_SIGNATURE;
}

/** Whether a member may begin only after this: marks at the front of some archives. */
export function isFrontMark(bytes: Buffer): boolean {
  const signature = bytes.readUInt32LE(0);
  return signature === DESCRIPTOR_SIGNATURE || signature === ONE_SEGMENT_SIGNATURE;
}

/** Whether the central directory begins here, and so the members are over. */
export function isCentralSignature(bytes: Buffer): boolean {
  return bytes.readUInt32LE(0) === CENTRAL_SIGNATURE;
}

/** How many bytes the name and the extra field after a local header take. */
export function measureNameAndExtra(header: Buffer): number {
  return header.readUInt16LE(26) + header.readUInt16LE(28);
}

/** Reads a local header with its name and extra field. */
export function readLocalHeader(header: Buffer): LocalHeader {
  const flags = header.readUInt16LE(6);
  const method = header.readUInt16LE(8);
  const nameBytes = header.readUInt16LE(26);
  const hasDescriptor = (flags & 8) !== 0;
  const sizes = readSizes(header, LOCAL_HEADER_BYTES + nameBytes, header.readUInt16LE(28));
  const isDirectory = method === 0 && header[LOCAL_HEADER_BYTES + nameBytes - 1] === SLASH;
  const isUnknown = hasDescriptor && !isDirectory && (sizes.compressedBytes === 0 || method === 8);
  return {
    method: method === 0 ? 'stored' : method === 8 ? 'deflated' : 'other',
    unreadable: explain(flags, method),
    compressedBytes: isUnknown ? undefined : sizes.compressedBytes,
    sizeBytes: sizes.sizeBytes,
    hasDescriptor,
    nameBytes,
  };
}

/**
 * How long the data descriptor at the front of `bytes` is, after a member of these sizes: with or without a signature, with
 * sizes of four or eight bytes; `sizeBytes` is -1 where it is unknown. 0 where there is none. `bytes` are `DESCRIPTOR_LIMIT_BYTES`, or fewer at the archive's end.
 */
export function measureDescriptor(bytes: Buffer, compressedBytes: number, sizeBytes: number): number {
  const hasSignature = bytes.length >= 4 && bytes.readUInt32LE(0) === DESCRIPTOR_SIGNATURE;
  for (const start of hasSignature ? [8, 4] : [4]) {
    // The long form first: its upper halves could be taken for a size of 0.
    if (
      bytes.length >= start + 16 &&
      bytes.readBigUInt64LE(start) === BigInt(compressedBytes) &&
      (sizeBytes < 0 || bytes.readBigUInt64LE(start + 8) === BigInt(sizeBytes))
    )
      return start + 16;
    if (
      bytes.length >= start + 8 &&
      bytes.readUInt32LE(start) === compressedBytes % 2 ** 32 &&
      (sizeBytes < 0 || bytes.readUInt32LE(start + 4) === sizeBytes % 2 ** 32)
    )
      return start + 8;
  }
  return 0;
}

function explain(flags: number, method: number): string | undefined {
  if ((flags & 1) !== 0) return 'encrypted';
  if (method === 0 || method === 8) return undefined;
  return `compressed with ${METHODS.get(method) ?? `zip method ${method}`}`;
}

/** Sizes that are all ones stand in the zip64 extra field, uncompressed first. */
function readSizes(
  header: Buffer,
  extraStart: number,
  extraBytes: number,
): { compressedBytes: number; sizeBytes: number } {
  let compressedBytes = header.readUInt32LE(18);
  let sizeBytes = header.readUInt32LE(22);
  if (compressedBytes !== ALL_ONES && sizeBytes !== ALL_ONES) return { compressedBytes, sizeBytes };
  const end = extraStart + extraBytes;
  for (let at = extraStart; at + 4 <= end; at += 4 + header.readUInt16LE(at + 2)) {
    if (header.readUInt16LE(at) !== ZIP64_EXTRA) continue;
    let field = at + 4;
    const fieldEnd = Math.min(end, field + header.readUInt16LE(at + 2));
    const next = (otherwise: number): number => {
      if (field + 8 > fieldEnd) return otherwise;
      field += 8;
      return Number(header.readBigUInt64LE(field - 8));
    };
    if (sizeBytes === ALL_ONES) sizeBytes = next(sizeBytes);
    if (compressedBytes === ALL_ONES) compressedBytes = next(compressedBytes);
    break;
  }
  return { compressedBytes, sizeBytes };
}
