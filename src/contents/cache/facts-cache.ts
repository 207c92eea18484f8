// The facts cache: what one run learned of a layer serves every later run. Facts are found by diffId; that a stored blob
// has this diffId must have been proven by our own read before (a proof), so a forged config never gets another layer's facts.
import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { Digest } from '../../oci/bytes/digest.ts';
import type { BlockStore } from '../../oci/image/block-store.ts';
import type { DocumentStore } from '../../oci/image/document-store.ts';
import { decodeFacts, encodeFacts, FACTS_VERSION } from '../facts/facts-format.ts';
import { ALL_READINGS, coversReadings, stateReadings } from '../facts/facts-readings.ts';
import type { LayerFacts } from '../facts/layer-facts.ts';
import { evictFiles, removeQuietly } from './evict-files.ts';
import { listFactsNames, listNarrowerNames } from './facts-names.ts';
import { makeFolders } from './make-folders.ts';
import { type BlobProof, decodeProof, encodeProof } from './proof-format.ts';
import { openSealed, seal } from './sealed-file.ts';

/** How the cache is set up. */
export interface CacheOptions {
  /** `$XDG_CACHE_HOME/plimsoll` where it is not given. */
  readonly folder?: string;
  /** What the files may take in all; the ones not used for the longest time go first. 4 GB where it is not given. */
  readonly limitBytes?: number;
}

const LIMIT_BYTES = 4e9;
/** A file's time of last use is noted at most this often. */
const TOUCH_MS = 60 * 60 * 1000;

/** The default place, by the XDG base directory specification; undefined where the user has no home. */
export function defaultCacheFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const local = process.platform === 'win32' ? env['LOCALAPPDATA'] : undefined;
  // The specification: a path that is not absolute is to be ignored.
  const base = [env['XDG_CACHE_HOME'], local].find((path) => path !== undefined && isAbsolute(path));
  if (base !== undefined) return join(base, 'plimsoll');
  const home = findHome();
  return home === undefined ? undefined : join(home, '.cache', 'plimsoll');
}

/** A user that the system has no account for, as in many containers, has no home. */
function findHome(): string | undefined {
  try {
    const home = homedir();
    return isAbsolute(home) ? home : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A folder of sealed files. Many processes may use it at once: files appear whole, by rename, and one that is missing,
 * damaged or of another version is as good as none. A cache that cannot be written is no error either.
 */
export class FactsCache implements BlockStore {
  /** Where the files of this version lie; undefined where there is no place for a cache, so that it stays empty. */
  readonly folder: string | undefined;
  readonly #limitBytes: number;
  #hasWritten = false;
  #isCleaningDeferred = false;
  #writeFailure: string | undefined;

  constructor(options: CacheOptions = {}) {
    const base = options.folder ?? defaultCacheFolder();
    this.folder = base === undefined ? undefined : join(base, `v${FACTS_VERSION}`);
    this.#limitBytes = options.limitBytes ?? LIMIT_BYTES;
  }

  /** The system's code of the first error that kept this run from writing; undefined where there was none. */
  get writeFailure(): string | undefined {
    return this.#writeFailure;
  }

  /** Facts of a layer whose diffId is proven, which hold what is wanted (all there is by our own rules) or more; or undefined. */
  readFacts(diffId: Digest, wanted = stateReadings(ALL_READINGS)): LayerFacts | undefined {
    for (const name of listFactsNames(diffId, wanted)) {
      const block = this.#read(name);
      if (block === undefined) continue;
      try {
        const facts = decodeFacts(block);
        if (facts.diffId === diffId && coversReadings(facts, wanted)) return facts;
      } catch {
        // As good as none.
      }
    }
    return undefined;
  }

  /** What is proven of a blob, by the key that `blob-key.ts` makes, or undefined. */
  readProof(key: string): BlobProof | undefined {
    const block = this.#read(proofName(key));
    return block === undefined ? undefined : decodeProof(block);
  }

  /** Makes a quick test for whether anything may be proven of a blob: for asking of a million of them. */
  createProofFilter(): (key: string) => boolean {
    const names = new Set(this.folder === undefined ? [] : listQuietly(join(this.folder, 'proofs')));
    return names.size === 0 ? () => false : (key) => names.has(hashKey(key));
  }

  /** Keeps what a read proved; the facts must be those of the bytes that were read. */
  write(keys: readonly string[], facts: LayerFacts, proof: BlobProof): void {
    const [name, ...narrower] = listNarrowerNames(facts.diffId, facts);
    this.#write(name, encodeFacts(facts));
    for (const other of narrower) this.#remove(other);
    for (const key of keys) this.#write(proofName(key), encodeProof(proof));
  }

  readBlock(key: string): Uint8Array | undefined {
    const block = this.#read(blockName(key));
    return block === undefined ? undefined : new Uint8Array(block);
  }

  writeBlock(key: string, block: Uint8Array): void {
    this.#write(blockName(key), new Uint8Array(block).buffer);
  }

  /** Manifests and configs; whoever reads one compares it with its digest. */
  readonly documents: DocumentStore = {
    read: (digest) => this.readBlock(`document ${digest}`),
    write: (digest, bytes) => this.writeBlock(`document ${digest}`, bytes),
  };

  /** To be called when writing is over: takes away what is beyond the limit, where anything was written since. */
  clean(): void {
    if (this.#isCleaningDeferred) return;
    if (this.#hasWritten && this.folder !== undefined) evictFiles(dirname(this.folder), this.#limitBytes);
    this.#hasWritten = false;
  }

  /** Lets cleaning wait until the returned function is called: what a run of many images wrote it still needs. */
  deferCleaning(): () => void {
    this.#isCleaningDeferred = true;
    return () => {
      this.#isCleaningDeferred = false;
      this.clean();
    };
  }

  #read(name: string): ArrayBuffer | undefined {
    if (this.folder === undefined) return undefined;
    const path = join(this.folder, name);
    const block = openSealed(path);
    if (block === 'missing') return undefined;
    if (block === 'damaged') {
      removeQuietly(path);
      return undefined;
    }
    this.#touch(path);
    return block;
  }

  #write(name: string, block: ArrayBuffer): void {
    if (this.folder === undefined) return;
    const path = join(this.folder, name);
    const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      makeFolders(dirname(path));
      writeFileSync(temporary, seal(block), { mode: 0o600 });
      renameSync(temporary, path);
      this.#hasWritten = true;
    } catch (error) {
      this.#writeFailure ??= (error as NodeJS.ErrnoException).code;
      removeQuietly(temporary);
    }
  }

  #remove(name: string): void {
    if (this.folder !== undefined) removeQuietly(join(this.folder, name));
  }

  #touch(path: string): void {
    try {
      const now = Date.now();
      if (now - statSync(path).mtimeMs > TOUCH_MS) utimesSync(path, now / 1000, now / 1000);
    } catch {
      // Only the order of cleaning depends on it.
    }
  }
}

function listQuietly(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function proofName(key: string): string {
  return join('proofs', hashKey(key));
}

function blockName(key: string): string {
  return join('blocks', hashKey(key));
}

function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}
