// A Dockerfile as people write it, what of it is to be repaired, and what must be the same afterwards.
import type { Tree } from '../../support/context-trees.ts';

/** Where files can be fetched from while images are built. */
export const FILES = 'http://127.0.0.1:28571';

/** One of them. */
export interface FixCase {
  readonly name: string;
  readonly dockerfile: string;
  /** The rest of the context. */
  readonly tree?: Tree;
  /** Run in the context's folder before anything is built. */
  readonly prepare?: string;
  /** Rules whose fixes are asked for by name. */
  readonly named?: readonly string[];
  /** Rules whose fixes are made, in the alphabet's order. */
  readonly fixed: readonly string[];
  /** Run in both images; what it says. */
  readonly smoke: readonly [command: string, output: string];
  /** Paths that the fixes name: these may differ, and nothing else. */
  readonly differs?: readonly RegExp[];
  /** Packages that are only in the first image. */
  readonly gone?: readonly string[];
  /** Least megabytes that must be saved, so that nothing is proven of nothing. */
  readonly leastSavedBytes?: number;
  /** Whether no price may be told, because nothing is known. */
  readonly isUnpriced?: boolean;
  /** Options of the two builds. */
  readonly build?: readonly [before: readonly string[], after: readonly string[]];
  /** Which builder reads it: what the engine brings, or the current one where the file needs that. */
  readonly builder?: 'engine' | 'current';
}
