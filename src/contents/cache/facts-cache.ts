// The facts cache: what one run learned of a layer serves every later run. Facts are found by diffId; that a stored blob
// has this diffId must have been proven by our own read before (a proof), so a forged config never gets another layer's facts.
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Digest, digestHex } from '../../oci/bytes/digest.ts';
import type { Compression } from '../../oci/compression/decompressor.ts';
import { decodeFacts, encodeFacts, FACTS_VERSION } from '../facts/facts-format.ts';
import type { LayerFacts } from '../facts/layer-facts.ts';
import { decodeProof, encodeProof } from './proof-format.ts';
import { openSealed, seal } from './sealed-file.ts';

/** What a read proved of a blob: its diffId, and how its stored bytes spread over its entries. */
export interface BlobProof {
  readonly diffId: Digest;
  readonly compression: Compression;
  readonly storedBytes: number;
  readonly shipped: Float64Array;
}

/** How the cache is set up. */
export interface CacheOptions {
  /** `$XDG_CACHE_HOME/plimsoll` where it is not given. */
  readonly folder?: string;
  /** What the files may take in all; the ones not used for the longest time go first. 4 GB where it is not given. */
  readonly limitBytes?: number;
}

const LIMIT_BYTES = 4e9;
/** After cleaning, this share of the limit is left, so that not every run has to clean. */
const CLEANED_SHARE = 0.8;
/** Half-written files of a run that was killed are taken away after this time. */
const ABANDONED_MS = 60 * 60 * 1000;
/** A file's time of last use is noted at most this often. */
const TOUCH_MS = 60 * 60 * 1000;

/** The default place, by the XDG base directory specification. */
export function defaultCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const local = process.platform === 'win32' ? env['LOCALAPPDATA'] : undefined;
  const base = env['XDG_CACHE_HOME'] || local || join(homedir(), '.cache');
  return join(base, 'plimsoll');
}

/**
 * A folder of sealed files. Many processes may use it at once: files appear whole, by rename, and one that is missing,
 * damaged or of another version is as good as none. A cache that cannot be written is no error either.
 */
export class FactsCache {
  readonly folder: string;
  readonly #limitBytes: number;
  #hasWritten = false;

  constructor(options: CacheOptions = {}) {
    this.folder = join(options.folder ?? defaultCacheFolder(), `v${FACTS_VERSION}`);
    this.#limitBytes = options.limitBytes ?? LIMIT_BYTES;
  }

  /** The facts of a layer whose diffId is proven, or undefined. */
  readFacts(diffId: Digest): LayerFacts | undefined {
    const block = this.#read(factsName(diffId));
    if (block === undefined) return undefined;
    try {
      const facts = decodeFacts(block);
      return facts.diffId === diffId ? facts : undefined;
    } catch {
      return undefined;
    }
  }

  /** What is proven of a blob, by the key that `blob-key.ts` makes, or undefined. */
  readProof(key: string): BlobProof | undefined {
    const block = this.#read(proofName(key));
    return block === undefined ? undefined : decodeProof(block);
  }

  /** Keeps what a read proved; the facts must be those of the bytes that were read. */
  write(keys: readonly string[], facts: LayerFacts, proof: BlobProof): void {
    this.#write(factsName(facts.diffId), encodeFacts(facts));
    for (const key of keys) this.#write(proofName(key), encodeProof(proof));
  }

  /** To be called at the end of a run: takes away what is beyond the limit, where this run wrote anything. */
  clean(): void {
    if (!this.#hasWritten) return;
    try {
      this.#evict();
    } catch {
      // Another process may clean at the same time; the next run comes back to it.
    }
  }

  #read(name: string): ArrayBuffer | undefined {
    const path = join(this.folder, name);
    const block = openSealed(path);
    if (block === 'missing') return undefined;
    if (block === 'damaged') {
      rmSync(path, { force: true });
      return undefined;
    }
    this.#touch(path);
    return block;
  }

  #write(name: string, block: ArrayBuffer): void {
    const path = join(this.folder, name);
    const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
      writeFileSync(temporary, seal(block), { mode: 0o600 });
      renameSync(temporary, path);
      this.#hasWritten = true;
    } catch {
      rmSync(temporary, { force: true });
    }
  }

  #touch(path: string): void {
    try {
      const now = Date.now();
      if (now - statSync(path).mtimeMs > TOUCH_MS) utimesSync(path, now / 1000, now / 1000);
    } catch {
      // Only the order of cleaning depends on it.
    }
  }

  #evict(): void {
    const now = Date.now();
    const files: { path: string; sizeBytes: number; usedMs: number }[] = [];
    for (const folder of readdirSync(this.folder, { withFileTypes: true })) {
      if (!folder.isDirectory()) continue;
      for (const name of readdirSync(join(this.folder, folder.name))) {
        const path = join(this.folder, folder.name, name);
        const { size, mtimeMs } = statSync(path);
        if (!name.endsWith('.tmp')) files.push({ path, sizeBytes: size, usedMs: mtimeMs });
        else if (now - mtimeMs > ABANDONED_MS) rmSync(path, { force: true });
      }
    }
    let total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (total <= this.#limitBytes) return;
    files.sort((a, b) => a.usedMs - b.usedMs);
    for (const { path, sizeBytes } of files) {
      if (total <= this.#limitBytes * CLEANED_SHARE) return;
      rmSync(path, { force: true });
      total -= sizeBytes;
    }
  }
}

function factsName(diffId: Digest): string {
  return join('facts', digestHex(diffId));
}

function proofName(key: string): string {
  return join('proofs', createHash('sha256').update(key).digest('hex').slice(0, 40));
}
