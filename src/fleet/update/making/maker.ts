// What all steps of one worker share when they make images: the engine, the secrets by id, the cache, and how registries are met.
import type { FactsCache } from '../../../contents/cache/facts-cache.ts';
import type { Engine } from '../../../engines/engine.ts';
import type { CompressionPool } from '../../../oci/compression/compression-pool.ts';

/** One worker's means. */
export interface Maker {
  /** Undefined where nothing is built here. */
  readonly engine: Engine | undefined;
  /** Files by the id under which RUN mounts them; never part of a step or a record. */
  readonly secrets: Readonly<Record<string, string>>;
  /** What RUN reaches; the engine's own way where it is left out. */
  readonly network?: 'host' | 'none';
  /** Which verdicts on a rebase are enough. */
  readonly accepts: 'proven' | 'checked';
  readonly cache?: FactsCache;
  /** Threads that read one image at most. */
  readonly workers?: number;
  readonly gzip: CompressionPool;
  readonly insecure: boolean;
  /** Mirrors of packages that did not answer; `createImageMaker` remembers them for all of its steps. */
  readonly silentMirrors?: Set<string>;
  /** `plimsoll VERSION`, for certificates. */
  readonly program: string;
  /** What an image is at now, one line each. May hold what the build prints. */
  readonly onProgress?: (image: string, line: string) => void;
  readonly onNotice?: (line: string) => void;
}
