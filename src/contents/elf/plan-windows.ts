// Which parts of an ELF file are worth keeping while it streams by, decided from its first bytes, before it is known where
// most things are. Linkers put what we look for in few places (docs/decisions/elf-windows.md tells where each does).
import type { ByteWindows } from './byte-windows.ts';
import {
  type ElfHeader,
  type ElfSection,
  type ElfSegment,
  SECTION,
  SECTION_FLAG,
  SEGMENT,
  SEGMENT_FLAG,
} from './elf-header.ts';

/** How much of a file's beginning is looked at before anything is decided: headers, and mostly notes and interpreter. */
export const HEAD_BYTES = 4096;

const KIB = 1024;
const MIB = 1024 * KIB;

const INTERPRETER_LIMIT_BYTES = 4 * KIB;
const NOTE_LIMIT_BYTES = 64 * KIB;
/** PT_DYNAMIC is some 30 entries of 16 bytes and one for each library needed. */
export const DYNAMIC_LIMIT_BYTES = 256 * KIB;
/** Real names of dynamic symbols: 6 MB in LLVM's library. */
export const STRINGS_LIMIT_BYTES = 8 * MIB;
/** 65535 headers of 64 bytes. */
const SECTIONS_LIMIT_BYTES = 4 * MIB;
/** Where code shares the first segment, dynamic symbols and strings come before it: some 4 % of LLVM's library. */
const MIXED_SHARE = 1 / 8;
const MIXED_LEAST_BYTES = 1 * MIB;
/** `.comment` and `.dep-v0` come first of what is not loaded. */
const UNLOADED_HEAD_BYTES = 512 * KIB;
/** Section names come right before the section headers in what GNU ld and gold write. */
const NAMES_BYTES = 16 * KIB;
/** lld puts `.strtab` between the section names and the section headers. */
const UNLOADED_TAIL_BYTES = 4 * MIB;
/** Linkers that know nothing of Go put its build info between what stays writable. */
const DATA_BYTES = 1 * MIB;
const DATA_SEGMENTS_LIMIT = 4;
const GO_DATA_BYTES = 4 * MIB;
/** Go up to 1.17 had the strings of its build info among other constants, and nothing in its section but pointers. */
const POINTED_BYTES = 32;
const GO_CONSTANTS_BYTES = 6 * MIB;

/** Parts that are asked for by the one who knows of them: section headers already read, signs of Go in the head. */
export interface EarlyKnowledge {
  readonly sections: readonly ElfSection[];
  readonly isGo: boolean;
}

/** Asks for what an ELF file's headers point to, the most telling first, as the whole of it is limited. */
export function planWindows(
  windows: ByteWindows,
  header: ElfHeader,
  segments: readonly ElfSegment[],
  { sections, isGo }: EarlyKnowledge,
  sizeBytes: number,
): void {
  const want = (offset: number, length: number, limit: number): void =>
    windows.want(offset, Math.min(offset + length, offset + limit, sizeBytes));
  const dynamic = segments.find(({ type }) => type === SEGMENT.dynamic);
  if (dynamic !== undefined) want(dynamic.offset, dynamic.fileBytes, DYNAMIC_LIMIT_BYTES);
  const interpreter = segments.find(({ type }) => type === SEGMENT.interpreter);
  if (interpreter !== undefined) want(interpreter.offset, interpreter.fileBytes, INTERPRETER_LIMIT_BYTES);
  for (const { type, offset, fileBytes } of segments)
    if (type === SEGMENT.note) want(offset, fileBytes, NOTE_LIMIT_BYTES);
  const headersBytes = sectionHeadersBytes(header, sizeBytes);
  want(header.sections.offset, headersBytes, SECTIONS_LIMIT_BYTES);
  const unloadedStart = loadedEnd(segments, header.sections.offset);
  const unloadedBytes =
    headersBytes > 0 && sections.length === 0 ? header.sections.offset - unloadedStart : 0;
  const namesBytes = Math.min(unloadedBytes, NAMES_BYTES);
  want(header.sections.offset - namesBytes, namesBytes, namesBytes);
  want(unloadedStart, unloadedBytes, UNLOADED_HEAD_BYTES);

  if (sections.length > 0) planKnown(want, sections);
  planLoaded(want, segments, { sections, isGo });
  const tailBytes = Math.min(unloadedBytes, UNLOADED_TAIL_BYTES);
  want(header.sections.offset - tailBytes, tailBytes, tailBytes);
}

type Want = (offset: number, length: number, limit: number) => void;

/** Go's linker writes the section headers first: names and dynamic strings are where they say. */
function planKnown(want: Want, sections: readonly ElfSection[]): void {
  for (const { type, flags, offset, sizeBytes } of sections) {
    if (type !== SECTION.strings) continue;
    const isLoaded = (flags & SECTION_FLAG.allocated) !== 0;
    want(offset, sizeBytes, isLoaded || sizeBytes < 64 * KIB ? STRINGS_LIMIT_BYTES : 0);
  }
}

function planLoaded(want: Want, segments: readonly ElfSegment[], { sections, isGo }: EarlyKnowledge): void {
  const loaded = segments.filter(({ type }) => type === SEGMENT.load);
  const data = loaded.filter(isData).slice(0, DATA_SEGMENTS_LIMIT);
  if (sections.length > 0) {
    planGoLinked(want, loaded, data, sections);
    return;
  }
  const first = loaded[0];
  if (first !== undefined) {
    const isMixed = isExecutable(first) || isWritable(first);
    const mixedLimit = Math.max(MIXED_LEAST_BYTES, first.fileBytes * MIXED_SHARE);
    want(
      first.offset,
      first.fileBytes,
      Math.min(STRINGS_LIMIT_BYTES, isMixed ? mixedLimit : first.fileBytes),
    );
  }
  const relro = segments.find(({ type }) => type === SEGMENT.relro);
  for (const { offset, fileBytes } of data) {
    const isProtected = relro !== undefined && relro.offset >= offset && relro.offset < offset + fileBytes;
    const start = isProtected ? relro.offset + relro.fileBytes : offset;
    want(start, offset + fileBytes - start, isGo ? GO_DATA_BYTES : DATA_BYTES);
  }
  if (isGo) planConstants(want, loaded);
}

/** What Go's own linker wrote: the build info is the first section of the data, and short where it only points to strings. */
function planGoLinked(
  want: Want,
  loaded: readonly ElfSegment[],
  data: readonly ElfSegment[],
  sections: readonly ElfSection[],
): void {
  for (const { offset, fileBytes } of data) {
    const first = sections.find(
      (section) =>
        section.offset === offset && section.sizeBytes > 0 && section.type !== SECTION.nothingStored,
    );
    if (first === undefined) continue;
    want(offset, first.sizeBytes, DATA_BYTES);
    if (first.sizeBytes > POINTED_BYTES) continue;
    want(offset, fileBytes, GO_DATA_BYTES);
    planConstants(want, loaded);
  }
}

function planConstants(want: Want, loaded: readonly ElfSegment[]): void {
  for (const segment of loaded)
    if (!isWritable(segment) && !isExecutable(segment))
      want(segment.offset, segment.fileBytes, GO_CONSTANTS_BYTES);
}

/** The room that the section headers take; all of the rest where only the first of them says how many there are. */
export function sectionHeadersBytes({ sections }: ElfHeader, sizeBytes: number): number {
  if (sections.offset === 0) return 0;
  const bytes = sections.count === 0 ? SECTIONS_LIMIT_BYTES : sections.count * sections.entryBytes;
  return Math.max(0, Math.min(bytes, sizeBytes - sections.offset));
}

/** Where what is loaded ends before the section headers; patchelf puts a segment behind them. */
function loadedEnd(segments: readonly ElfSegment[], sectionsOffset: number): number {
  let last = 0;
  for (const { type, offset, fileBytes } of segments) {
    const end = offset + fileBytes;
    if (type === SEGMENT.load && end <= sectionsOffset) last = Math.max(last, end);
  }
  return last;
}

/** Whether a segment is loaded to be written to, and not to be run. */
export function isData(segment: ElfSegment): boolean {
  return segment.type === SEGMENT.load && isWritable(segment) && !isExecutable(segment);
}

function isWritable({ flags }: ElfSegment): boolean {
  return (flags & SEGMENT_FLAG.write) !== 0;
}

function isExecutable({ flags }: ElfSegment): boolean {
  return (flags & SEGMENT_FLAG.execute) !== 0;
}
