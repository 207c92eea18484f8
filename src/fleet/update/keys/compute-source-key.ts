// The source key of one image for one platform: everything that its build reads, hashed part by part.
import type { Engine } from '../../../context/engines/engine-rules.ts';
import type { ImageBuild } from '../graph/update-graph.ts';
import type { FileHasher } from './file-hasher.ts';
import type { SourceKey, SourceResolver } from './source-key.ts';

/** What a source key is asked of. */
export interface SourceKeyRequest {
  readonly build: ImageBuild;
  readonly platform: string;
  /** Shared by all images of a run, so that no file is read twice. */
  readonly files: FileHasher;
  /** Asked for content of elsewhere that no checksum or commit pins; without it nobody is asked. */
  readonly resolveSource?: SourceResolver;
  /** Whose rules of sending files count; BuildKit's where it is left out. */
  readonly engine?: Engine;
  readonly signal: AbortSignal;
}

/** Computes it. Rejects with what reading the Dockerfile and listing the contexts throws. */
export declare function computeSourceKey(request: SourceKeyRequest): Promise<SourceKey>;
