// What must be known of an image to say what would be lighter in it, and the answer.
import type { ClosureFinder } from '../../contents/packages/closures/removable-closure.ts';
import type { Inventory } from '../../contents/packages/inventory.ts';
import type { RelationGraph } from '../../contents/packages/relations/relation-graph.ts';
import type { Catalogue } from '../catalogue.ts';

/** One image and the index that its packages come from. */
export interface LighterQuestion {
  readonly catalogue: Catalogue;
  readonly inventory: Inventory;
  /** Of the inventory's Debian packages. */
  readonly graph: RelationGraph;
  readonly closures: ClosureFinder;
  /** Programs that the image is known to call, by name; null where that is not known: then all of a package's count. */
  readonly usedCommands: ReadonlySet<string> | null;
  /** The programs of installed packages by the package's name, as the image has them: for indexes that do not tell programs. */
  readonly installedCommands?: ReadonlyMap<string, readonly string[]>;
  /** Names of packages that must stay whoever needs them: a library that a program without a package is linked with. */
  readonly kept: ReadonlySet<string>;
}

/** What would do a package's job with less. */
export interface Lighter {
  readonly kind: 'lighter';
  /** What to install instead; empty where nothing is needed. */
  readonly packages: readonly string[];
  readonly found: 'same-source' | 'provides' | 'same-job';
  /** What removing the heavy package frees. */
  readonly freedBytes: number;
  /** What the lighter one adds on top of what stays; an upper bound, since slim images leave files out. */
  readonly addedBytes: number;
  readonly savedBytes: number;
  /** The same with what the lighter one recommends; may be below 0. */
  readonly savedBytesWithRecommends: number;
  /** What only recommendations would bring. */
  readonly onlyRecommended: readonly string[];
  /** Programs that are called by another name then. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}
