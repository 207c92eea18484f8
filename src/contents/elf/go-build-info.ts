// The build info that Go's linker leaves in a program (Go's debug/buildinfo): a blob that begins with a magic number, in two
// forms; its text is what `go version -m` prints.
import { type ElfSource, findOffset } from './elf-source.ts';
import { isData } from './plan-windows.ts';

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1');
const ALIGNMENT = 16;
const HEADER_BYTES = 32;
const FLAG_BIG_ENDIAN = 1;
/** Since Go 1.18 both strings follow the header, each behind its length; before, the header pointed to them. */
const FLAG_INLINE = 2;
const VARINT_LIMIT_BYTES = 10;
/** Sentinels around the module text, of no meaning outside the program. */
const FRAME_BYTES = 16;

/** The strings of the blob. */
export interface GoBuildInfo {
  /** `go1.22.3`, or longer where the toolchain was no release. */
  readonly goVersion: string;
  /** Lines of `path`, `mod`, `dep`, `=>` and `build`; empty where the program was built without modules. */
  readonly text: string;
}

/** Reads the build info; `unread` where there is some whose strings were not kept, undefined where there is none. */
export function readGoBuildInfo(source: ElfSource): GoBuildInfo | 'unread' | undefined {
  const place = findBlob(source);
  if (place === undefined) return undefined;
  const header = source.windows.read(place, HEADER_BYTES);
  if (header === undefined) return 'unread';
  const isInline = (header[15]! & FLAG_INLINE) !== 0;
  const strings = isInline ? readInline(source, place) : readPointed(source, header);
  if (strings === undefined || strings[0].length === 0) return 'unread';
  return { goVersion: strings[0].toString('utf8'), text: withoutFrame(strings[1]) };
}

/** Whether a program that is surely Go's has data beyond what was kept of it, where the blob may be. */
export function isDataCut(source: ElfSource): boolean {
  return dataRanges(source).some(
    ({ offset, sizeBytes }) => source.windows.read(offset, sizeBytes) === undefined,
  );
}

interface DataRange {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly address: number;
}

/** Where the blob is: in a section of its own, or, in a program without section headers, among the data. */
function dataRanges({ sections, segments }: ElfSource): readonly DataRange[] {
  const section = sections.find(({ text }) => text === '.go.buildinfo');
  if (section !== undefined) return [section];
  if (sections.some(({ text }) => text !== '')) return [];
  return segments.filter(isData).map((segment) => ({ ...segment, sizeBytes: segment.fileBytes }));
}

function findBlob({ windows, ...source }: ElfSource): number | undefined {
  for (const { offset, sizeBytes, address } of dataRanges({ windows, ...source }))
    for (const part of windows.readParts(offset, sizeBytes))
      for (let at = part.bytes.indexOf(MAGIC); at !== -1; at = part.bytes.indexOf(MAGIC, at + 1))
        if ((address + part.offset - offset + at) % ALIGNMENT === 0) return part.offset + at;
  return undefined;
}

function readInline({ windows }: ElfSource, place: number): readonly [Buffer, Buffer] | undefined {
  const version = readCounted(windows, place + HEADER_BYTES);
  const modules = version && readCounted(windows, version.end);
  return modules && [version.bytes, modules.bytes];
}

/** A string behind its length, which is a varint. */
function readCounted(
  windows: ElfSource['windows'],
  offset: number,
): { readonly bytes: Buffer; readonly end: number } | undefined {
  const prefix = windows.readUpTo(offset, VARINT_LIMIT_BYTES);
  let length = 0;
  for (let i = 0; i < prefix.length; i++) {
    length += (prefix[i]! & 0x7f) * 2 ** (7 * i);
    if (prefix[i]! >= 0x80) continue;
    const start = offset + i + 1;
    const bytes = windows.read(start, length);
    return bytes && { bytes, end: start + length };
  }
  return undefined;
}

function readPointed(source: ElfSource, header: Buffer): readonly [Buffer, Buffer] | undefined {
  const pointerBytes = header[14]!;
  if (pointerBytes !== 4 && pointerBytes !== 8) return undefined;
  const isBigEndian = (header[15]! & FLAG_BIG_ENDIAN) !== 0;
  const readPointer = (bytes: Buffer, at: number): number => {
    if (pointerBytes === 4) return isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    return Number(isBigEndian ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at));
  };
  const at = (address: number, sizeBytes: number): Buffer | undefined => {
    const offset = findOffset(source.segments, address);
    return offset === undefined ? undefined : source.windows.read(offset, sizeBytes);
  };
  const readString = (address: number): Buffer | undefined => {
    const string = at(address, 2 * pointerBytes);
    if (string === undefined) return undefined;
    const length = readPointer(string, pointerBytes);
    return length === 0 ? string.subarray(0, 0) : at(readPointer(string, 0), length);
  };
  const version = readString(readPointer(header, 16));
  const modules = readString(readPointer(header, 16 + pointerBytes));
  return version && modules && [version, modules];
}

function withoutFrame(modules: Buffer): string {
  const isFramed = modules.length > 2 * FRAME_BYTES && modules.at(-FRAME_BYTES - 1) === 0x0a;
  return isFramed ? modules.toString('utf8', FRAME_BYTES, modules.length - FRAME_BYTES) : '';
}
