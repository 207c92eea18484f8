// Catches files of package metadata while a layer streams by: told by name, held whole, and read by their parser at their end.
import type { SecretMatch } from '../../secrets/secret-match.ts';
import { MetadataMask } from '../packages/mask-metadata.ts';
import type { PackageRecord } from '../packages/package-record.ts';
import { encodeMetadata } from '../packages/record-format.ts';
import type { RecordParser } from '../packages/record-parser.ts';
import type { LargeFileGate } from './large-file-gate.ts';
import { PieceList, type Pieces } from './piece-list.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
/** Records of a layer beyond this are not kept: no real layer comes near, and a crafted one must not fill the memory. */
const LAYER_LIMIT_BYTES = 256 * 2 ** 20;

/** Parsers by the names that their files and folders have; a name that none wants costs a few hashes. */
export class MetadataCatcher {
  readonly #byName = new Map<number, RecordParser[]>();
  readonly #byEnding = new Map<number, RecordParser[]>();
  readonly #byFolder = new Map<number, RecordParser[]>();
  readonly #caught = new PieceList();
  readonly #gate: LargeFileGate | undefined;

  #parser: RecordParser | undefined;
  #path = '';
  #content = Buffer.alloc(0);
  #filled = 0;

  constructor(parsers: readonly RecordParser[], gate?: LargeFileGate) {
    this.#gate = gate;
    for (const parser of parsers) {
      for (const name of parser.names) addTo(this.#byName, hashOf(name), parser);
      for (const ending of parser.endings) addTo(this.#byEnding, hashOf(ending), parser);
      for (const folder of parser.folders ?? []) addTo(this.#byFolder, hashOf(folder), parser);
    }
  }

  /** To be called for each regular file: its path is `bytes[start..end]`. Tells whether its content is wanted. */
  start(bytes: Uint8Array, start: number, end: number, sizeBytes: number): boolean {
    this.#parser = this.#find(bytes, start, end);
    if (this.#parser === undefined) return false;
    this.#filled = 0;
    const isTooLarge = sizeBytes > this.#parser.limitBytes || this.#caught.sizeBytes > LAYER_LIMIT_BYTES;
    if (!isTooLarge) this.#gate?.enter(sizeBytes);
    this.#content = isTooLarge ? Buffer.alloc(0) : Buffer.allocUnsafe(sizeBytes);
    return !isTooLarge;
  }

  push(bytes: Uint8Array): void {
    this.#content.set(bytes, this.#filled);
    this.#filled += bytes.length;
  }

  /** A hole of a sparse file. */
  pushZeros(sizeBytes: number): void {
    this.#content.fill(0, this.#filled, this.#filled + sizeBytes);
    this.#filled += sizeBytes;
  }

  /** The end of a file for which `start` was called, and the secrets in it; `sizeBytes` tells one that was not wanted for its size. */
  finish(entry: number, sizeBytes: number, secrets: readonly SecretMatch[] = []): void {
    const parser = this.#parser;
    if (parser === undefined) return;
    this.#parser = undefined;
    const content = this.#content;
    this.#content = Buffer.alloc(0);
    if (content.length < sizeBytes)
      return this.#caught.add(entry, encodeMetadata(parser.id, { kind: 'unread', reason: 'too large' }));
    const metadata = parser.parse(content, this.#path);
    if (metadata !== undefined)
      this.#caught.add(entry, encodeMetadata(parser.id, metadata, new MetadataMask(content, secrets)));
    this.#gate?.leave();
  }

  /** Adds packages that another reader found in the file at hand, after its `finish`. */
  addPackages(entry: number, readerId: string, packages: readonly PackageRecord[]): void {
    const isTooMuch = this.#caught.sizeBytes > LAYER_LIMIT_BYTES;
    this.#caught.add(
      entry,
      encodeMetadata(
        readerId,
        isTooMuch ? { kind: 'unread', reason: 'too large' } : { kind: 'packages', packages },
      ),
    );
  }

  /** What was caught of the layer, as it is stored. */
  take(): Pieces {
    return this.#caught.take();
  }

  #find(bytes: Uint8Array, start: number, end: number): RecordParser | undefined {
    let name = end;
    let dot = -1;
    while (name > start && bytes[name - 1] !== SLASH) {
      name--;
      if (dot < 0 && bytes[name] === DOT) dot = name;
    }
    const named = this.#byName.get(hash(bytes, name, end));
    const ended = dot < 0 ? undefined : this.#byEnding.get(hash(bytes, dot, end));
    const inFolder = name === start ? undefined : this.#findByFolder(bytes, start, name - 1);
    if (named === undefined && ended === undefined && inFolder === undefined) return undefined;
    const path = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
    this.#path = path;
    const fits = (parser: RecordParser): boolean => parser.matches(path);
    return named?.find(fits) ?? ended?.find(fits) ?? inFolder?.find(fits);
  }

  #findByFolder(bytes: Uint8Array, start: number, end: number): readonly RecordParser[] | undefined {
    let name = end;
    while (name > start && bytes[name - 1] !== SLASH) name--;
    return this.#byFolder.get(hash(bytes, name, end));
  }
}

function addTo(map: Map<number, RecordParser[]>, key: number, parser: RecordParser): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [parser]);
  else if (!list.includes(parser)) list.push(parser);
}

function hashOf(text: string): number {
  const bytes = Buffer.from(text);
  return hash(bytes, 0, bytes.length);
}

/** FNV-1a; names that fall together only cost a look at the path. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let value = 0x811c9dc5;
  for (let i = start; i < end; i++) value = Math.imul(value ^ bytes[i]!, 0x01000193);
  return value >>> 0;
}
