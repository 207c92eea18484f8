// Facts of ELF files out of a stream that passes once: of each file only the windows that may be needed are kept.
import { ByteWindows } from './byte-windows.ts';
import type { ElfFacts, ElfPart } from './elf-facts.ts';
import {
  type ElfHeader,
  type ElfSegment,
  parseElfHeader,
  parseSections,
  parseSegments,
  SEGMENT,
} from './elf-header.ts';
import { nameMachine } from './elf-machine.ts';
import { type ElfSource, readText } from './elf-source.ts';
import { isDataCut, readGoBuildInfo } from './go-build-info.ts';
import { listGoPackages } from './go-packages.ts';
import {
  DYNAMIC_LIMIT_BYTES,
  HEAD_BYTES,
  planWindows,
  STRINGS_LIMIT_BYTES,
  sectionHeadersBytes,
} from './plan-windows.ts';
import { findDynamicStrings, readDynamic } from './read-dynamic.ts';
import { readNotes } from './read-notes.ts';
import { readSections, readUnloaded } from './read-sections.ts';
import { readRustPackages } from './rust-packages.ts';

/** What is kept of one file at most. */
const CAPTURE_LIMIT_BYTES = 16 * 1024 * 1024;
const INTERPRETER_LIMIT_BYTES = 4096;

const MAGIC = [0x7f, 0x45, 0x4c, 0x46] as const;
const TYPES = ['other', 'object', 'executable', 'shared', 'core'] as const;

/** What of a file is awaited: its head, its dynamic section (which tells where the strings are), or just its end. */
type Stage = 'none' | 'head' | 'dynamic' | 'end';

/**
 * One file after another: `start`, then `push` for all of the file's bytes, the first ones included, then `finish`. Memory is
 * kept for the next file.
 */
export class ElfCapture {
  readonly #windows = new ByteWindows(CAPTURE_LIMIT_BYTES);
  #stage: Stage = 'none';
  #pauseAt = 0;
  #sizeBytes = 0;
  #header: ElfHeader | undefined;
  #segments: readonly ElfSegment[] = [];
  #isGo = false;

  /** How much of the file at hand is kept. */
  get capturedBytes(): number {
    return this.#windows.capturedBytes;
  }

  /**
   * Whether a file of `sizeBytes` that begins with `head` may be an ELF file; where not, `push` and `finish` do nothing.
   * One byte of the head will do, and more than four change nothing.
   */
  start(head: Uint8Array, sizeBytes: number): boolean {
    this.#stage = 'none';
    if (head.length === 0 || sizeBytes < 52) return false;
    for (let i = 0; i < Math.min(head.length, MAGIC.length); i++) if (head[i] !== MAGIC[i]) return false;
    this.#stage = 'head';
    this.#sizeBytes = sizeBytes;
    this.#pauseAt = Math.min(HEAD_BYTES, sizeBytes);
    this.#header = undefined;
    this.#segments = [];
    this.#isGo = false;
    this.#windows.reset();
    this.#windows.want(0, this.#pauseAt);
    return true;
  }

  /** The file's next bytes; they may be reused afterwards. */
  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (this.#stage !== 'none' && rest.length > 0) {
      const room = this.#pauseAt - this.#windows.position;
      this.#windows.push(rest.length > room ? rest.subarray(0, room) : rest);
      if (rest.length < room) return;
      this.#proceed();
      rest = rest.subarray(room);
    }
  }

  /** A hole of a sparse file. */
  pushHole(sizeBytes: number): void {
    let left = sizeBytes;
    while (this.#stage !== 'none' && left > 0) {
      const room = this.#pauseAt - this.#windows.position;
      this.#windows.pushZeros(Math.min(left, room));
      if (left < room) return;
      this.#proceed();
      left -= room;
    }
  }

  /** The facts, after the file's last byte; undefined where it was no ELF file after all, or ended in its header. */
  finish(): ElfFacts | undefined {
    const header = this.#header;
    const isReady = this.#stage === 'dynamic' || this.#stage === 'end';
    this.#stage = 'none';
    if (header === undefined || !isReady) return undefined;
    return readFacts(header, this.#segments, this.#windows, this.#sizeBytes, this.#isGo);
  }

  #proceed(): void {
    if (this.#stage === 'head') this.#planFromHead();
    else if (this.#stage === 'dynamic') this.#planFromDynamic();
    else this.#pauseAt = Number.POSITIVE_INFINITY;
  }

  #awaitEnd(): void {
    this.#stage = 'end';
    this.#pauseAt = Number.POSITIVE_INFINITY;
  }

  #planFromHead(): void {
    const head = this.#windows.readUpTo(0, this.#pauseAt);
    const header = parseElfHeader(head);
    this.#header = header;
    if (header === undefined) {
      this.#stage = 'none';
      return;
    }
    this.#awaitEnd();
    // A core dump is as large as the memory it shows, and nothing in it is the file's own.
    if (TYPES[header.type] === 'core') return;
    const { offset, count, entryBytes } = header.programs;
    this.#segments = parseSegments(this.#windows.readUpTo(offset, count * entryBytes), header);
    this.#isGo = readNotes(this.#windows, header, this.#segments).isGo;
    const early = this.#windows.read(header.sections.offset, sectionHeadersBytes(header, this.#sizeBytes));
    const sections = early === undefined || early.length === 0 ? [] : parseSections(early, header);
    const knowledge = { sections, isGo: this.#isGo };
    planWindows(this.#windows, header, this.#segments, knowledge, this.#sizeBytes);
    const dynamic = this.#dynamicRange();
    if (dynamic === undefined || dynamic.end <= this.#windows.position || dynamic.end > this.#sizeBytes)
      return;
    this.#stage = 'dynamic';
    this.#pauseAt = dynamic.end;
  }

  #planFromDynamic(): void {
    this.#awaitEnd();
    const { offset, end } = this.#dynamicRange()!;
    const bytes = this.#windows.readUpTo(offset, end - offset);
    const strings = findDynamicStrings(bytes, { header: this.#header!, segments: this.#segments });
    if (strings === undefined) return;
    this.#windows.want(
      strings.offset,
      Math.min(strings.end, strings.offset + STRINGS_LIMIT_BYTES, this.#sizeBytes),
    );
  }

  #dynamicRange(): { readonly offset: number; readonly end: number } | undefined {
    const segment = this.#segments.find(({ type }) => type === SEGMENT.dynamic);
    if (segment === undefined) return undefined;
    return { offset: segment.offset, end: segment.offset + Math.min(segment.fileBytes, DYNAMIC_LIMIT_BYTES) };
  }
}

function readFacts(
  header: ElfHeader,
  segments: readonly ElfSegment[],
  windows: ByteWindows,
  sizeBytes: number,
  isGo: boolean,
): ElfFacts {
  const isCore = TYPES[header.type] === 'core';
  const { sections, unread } = isCore
    ? { sections: [], unread: undefined }
    : readSections(windows, header, sizeBytes);
  const source: ElfSource = { header, segments, sections, windows, sizeBytes };
  const { unread: dynamicUnread, ...dynamic } = readDynamic(source);
  const go = readGoBuildInfo(source);
  const rust = readRustPackages(source);
  const isGoLost = go === 'unread' || (go === undefined && isGo && isDataCut(source));
  const interpreter = readInterpreter(source);
  const parts: readonly (ElfPart | undefined)[] = [
    !isCore && segments.length < header.programs.count ? 'program headers' : undefined,
    dynamicUnread,
    unread,
    isGoLost ? 'Go build info' : undefined,
    rust === 'unread' ? 'Rust audit data' : undefined,
  ];
  return {
    type: TYPES[header.type] ?? 'other',
    machine: nameMachine(header.machine),
    bits: header.is64 ? 64 : 32,
    isBigEndian: header.isBigEndian,
    ...dynamic,
    isPie: dynamic.isPie || (TYPES[header.type] === 'shared' && interpreter !== '' && dynamic.soname === ''),
    interpreter,
    ...readUnloaded(windows, sections, sizeBytes),
    buildId: readNotes(windows, header, segments, sections).buildId,
    packages: [
      ...(go === undefined || go === 'unread' ? [] : listGoPackages(go)),
      ...(rust === undefined || rust === 'unread' ? [] : rust),
    ],
    unread: parts.filter((part) => part !== undefined),
  };
}

function readInterpreter({ segments, windows }: ElfSource): string {
  const segment = segments.find(({ type }) => type === SEGMENT.interpreter);
  if (segment === undefined) return '';
  return readText(windows, segment.offset, Math.min(segment.fileBytes, INTERPRETER_LIMIT_BYTES)) ?? '';
}
