// What the places of images keep between runs: manifests, configs, small files of archives. Their texts may hold secrets, and a
// cache must not: such a block is not kept, and what it serves is read anew each time.
import type { BlockStore } from '../../oci/image/block-store.ts';
import type { DocumentStore } from '../../oci/image/document-store.ts';
import type { FactsCache } from './facts-cache.ts';

/** Holds back what is to be written until `keep`. */
export class PlaceMemory implements BlockStore {
  readonly #cache: FactsCache;
  readonly #pending = new Map<string, Uint8Array>();

  constructor(cache: FactsCache) {
    this.#cache = cache;
  }

  readBlock(key: string): Uint8Array | undefined {
    return this.#pending.get(key) ?? this.#cache.readBlock(key);
  }

  writeBlock(key: string, block: Uint8Array): void {
    this.#pending.set(key, block);
  }

  /** Manifests and configs; whoever reads one compares it with its digest. */
  readonly documents: DocumentStore = {
    read: (digest) => this.readBlock(`document ${digest}`),
    write: (digest, bytes) => this.writeBlock(`document ${digest}`, bytes),
  };

  /** Writes what holds no secret. The rules are loaded only where there is anything to be written. */
  async keep(): Promise<void> {
    if (this.#pending.size === 0) return;
    const { createBlockSearch } = await import('../secrets/holds-secret.ts');
    const holdsSecret = await createBlockSearch();
    for (const [key, block] of this.#pending) if (!holdsSecret(block)) this.#cache.writeBlock(key, block);
    this.#pending.clear();
  }
}
