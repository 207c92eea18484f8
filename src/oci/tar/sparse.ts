// Sparse files in tar: the old GNU form (type S) and PAX forms 0.0, 0.1 and 1.0 (GNU tar manual, "Storing Sparse Files").
import { PlimsollError } from '../../errors.ts';
import { readNumberAt } from './header.ts';
import type { PaxRecords } from './pax.ts';

/** The data segments of a sparse file in order; everything else up to `realSizeBytes` is zeros. */
export interface SparseMap {
  readonly segments: SparseSegment[];
  realSizeBytes: number;
}
export interface SparseSegment {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** More segments than this are refused, so that a map cannot fill the memory. */
const SEGMENT_LIMIT = 100_000;

/** Reads the map in an old GNU header; `more` tells that a block with further segments follows. */
export function readGnuSparseHeader(block: Uint8Array): { map: SparseMap; more: boolean } {
  const map: SparseMap = { segments: [], realSizeBytes: readNumberAt(block, 483, 12, 'real size') };
  readSegments(block, 386, 4, map);
  return { map, more: block[482] === 1 };
}

/** Reads an extension block of an old GNU header; returns whether a further one follows. */
export function readGnuSparseExtension(block: Uint8Array, map: SparseMap): boolean {
  readSegments(block, 0, 21, map);
  return block[504] === 1;
}

/**
 * The map that PAX records give (forms 0.0 and 0.1), or `inBody` where the body begins with it (form 1.0);
 * undefined where the entry is not sparse.
 */
export function readPaxSparse(pax: PaxRecords): { map: SparseMap; inBody: boolean } | undefined {
  const records = pax.sparse;
  if (records === undefined) return undefined;
  const value = (key: string): string | undefined => records.find(([name]) => name === key)?.[1];
  const realSizeBytes = parseDecimal(value('realsize') ?? value('size') ?? '');
  if (value('major') === '1' && value('minor') === '0')
    return { map: { segments: [], realSizeBytes }, inBody: true };
  const numbers =
    value('map')?.split(',') ??
    records.filter(([key]) => key === 'offset' || key === 'numbytes').map(([, text]) => text);
  if (numbers.length % 2 !== 0) throw corrupt();
  const map: SparseMap = { segments: [], realSizeBytes };
  for (let i = 0; i < numbers.length; i += 2)
    addSegment(map, parseDecimal(numbers[i]!), parseDecimal(numbers[i + 1]!));
  return { map, inBody: false };
}

/** Collects the map at the front of a body (form 1.0): decimal lines, padded to whole blocks. */
export function createBodyMapReader(map: SparseMap): (block: Uint8Array) => boolean {
  let text = '';
  let wanted: number | undefined;
  let pending: number | undefined;
  return (block) => {
    text += Buffer.from(block).toString('latin1');
    for (;;) {
      const newline = text.indexOf('\n');
      if (newline < 0) {
        if (text.length > 512) throw corrupt();
        return false;
      }
      const number = parseDecimal(text.slice(0, newline));
      text = text.slice(newline + 1);
      if (wanted === undefined) wanted = number;
      else if (pending === undefined) pending = number;
      else {
        addSegment(map, pending, number);
        pending = undefined;
      }
      if (map.segments.length === wanted) return true;
    }
  };
}

/** Throws LAYER_CORRUPT where segments overlap, leave the file or do not hold `storedBytes` in all. */
export function checkSparseMap(map: SparseMap, storedBytes: number): void {
  let end = 0;
  let stored = 0;
  for (const segment of map.segments) {
    if (segment.offsetBytes < end) throw corrupt();
    end = segment.offsetBytes + segment.sizeBytes;
    stored += segment.sizeBytes;
  }
  if (end > map.realSizeBytes || stored !== storedBytes) throw corrupt();
}

function readSegments(block: Uint8Array, offset: number, count: number, map: SparseMap): void {
  for (let i = 0; i < count; i++) {
    const at = offset + i * 24;
    if (block[at] === 0) return;
    addSegment(
      map,
      readNumberAt(block, at, 12, 'sparse offset'),
      readNumberAt(block, at + 12, 12, 'sparse size'),
    );
  }
}

function addSegment(map: SparseMap, offsetBytes: number, sizeBytes: number): void {
  if (map.segments.length >= SEGMENT_LIMIT)
    throw new PlimsollError('LAYER_LIMIT', 'a sparse file has too many segments');
  if (offsetBytes < 0 || sizeBytes < 0) throw corrupt();
  map.segments.push({ offsetBytes, sizeBytes });
}

function parseDecimal(text: string): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw corrupt();
  return number;
}

function corrupt(): PlimsollError {
  return new PlimsollError('LAYER_CORRUPT', 'the map of a sparse file is malformed');
}

/** Tells a sparse file's content in order: stored bytes as they come, holes as their lengths. */
export class SparseContent {
  readonly map: SparseMap;
  readonly #sink: { content(bytes: Uint8Array): void; hole(sizeBytes: number): void };
  #segment = 0;
  #segmentDone = 0;
  #contentDone = 0;

  constructor(map: SparseMap, sink: { content(bytes: Uint8Array): void; hole(sizeBytes: number): void }) {
    this.map = map;
    this.#sink = sink;
  }

  /** Takes the next stored bytes; the map must have been checked against their number. */
  take(bytes: Uint8Array): void {
    let offset = 0;
    while (offset < bytes.byteLength) {
      const segment = this.map.segments[this.#segment]!;
      if (this.#segmentDone === 0) this.#fillHole(segment.offsetBytes);
      const taken = Math.min(segment.sizeBytes - this.#segmentDone, bytes.byteLength - offset);
      if (taken > 0) this.#sink.content(bytes.subarray(offset, offset + taken));
      offset += taken;
      this.#segmentDone += taken;
      this.#contentDone += taken;
      if (this.#segmentDone < segment.sizeBytes) continue;
      this.#segment++;
      this.#segmentDone = 0;
    }
  }

  /** Tells the hole after the last segment. */
  finish(): void {
    this.#fillHole(this.map.realSizeBytes);
  }

  #fillHole(until: number): void {
    if (until <= this.#contentDone) return;
    this.#sink.hole(until - this.#contentDone);
    this.#contentDone = until;
  }
}
