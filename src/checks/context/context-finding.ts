// A finding about a build context: one judgement about what a build sends, beside the findings about images.
import type { SecretOffset, Severity } from '../finding.ts';

/** How far a file that is sent gets. */
export type FileFate =
  /** An instruction copies it, and the image has it in a layer. */
  | { readonly kind: 'final-stage'; readonly stage: string; readonly line: number }
  /** A stage that is left behind has it. */
  | { readonly kind: 'stage'; readonly stage: string; readonly line: number }
  /** A RUN sees it while it runs. */
  | { readonly kind: 'mounted'; readonly stage: string; readonly line: number }
  /** The builder gets it, and nothing uses it. */
  | { readonly kind: 'sent' };

/** A file, or a folder with all below it. */
export interface ContextFindingPath {
  /** From the root of the context, without a leading slash. */
  readonly path: string;
  readonly bytes: number;
  readonly files: number;
}

/** What is told of a secret; never its value, nor anything that is derived from it. */
export interface ContextSecret {
  readonly count: number;
  /** Where the first of them are. */
  readonly offsets: readonly SecretOffset[];
}

/** One judgement about a context. */
export interface ContextFinding {
  readonly kind: 'context-finding';
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence without the place. */
  readonly message: string;
  /** The Dockerfile or the ignore file that the finding is about; null where it is about neither. */
  readonly file: string | null;
  readonly line: number | null;
  /** The largest first. */
  readonly paths: readonly ContextFindingPath[];
  /** How many paths there are, whether named or not. */
  readonly pathCount: number;
  /** What is sent for it; each file is counted under one rule about paths only. */
  readonly bytes: number;
  /** How far its files get; null where that is not the question. */
  readonly fate: FileFate | null;
  /** Of a secret. */
  readonly secret: ContextSecret | null;
  /** What to change; null where there is nothing to do. */
  readonly fix: string | null;
}
