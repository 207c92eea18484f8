// What is to be taken out of an image, as plain data: who decided it, and by which rules, is no matter here.

import type { ImageContents } from '../../contents/image-contents.ts';
import type { OpenedImage } from '../../oci/image/image.ts';

/** What to take out, and what to leave. */
export interface TrimRequest {
  readonly opened: OpenedImage;
  readonly contents: ImageContents;
  /** Files by node, each with the word for why it goes. */
  readonly files: ReadonlyMap<number, string>;
  /** Packages by their position in the inventory, likewise. */
  readonly packages: ReadonlyMap<number, string>;
  /** Whether a path, without a leading slash, is to stay whatever else is said. */
  readonly keeps: (path: string) => boolean;
  /** How many of the lowest layers must stay as they are. */
  readonly keptLayerCount: number;
}

/** Something that was to go and stays. */
export interface Withheld {
  /** The package's name, or the path. */
  readonly subject: string;
  readonly kind: 'package' | 'file';
  /** Why it was to go. */
  readonly rule: string;
  /** Why it stays, one sentence. */
  readonly reason: string;
  readonly bytes: number;
}

/** A package that goes. */
export interface RemovedPackage {
  readonly position: number;
  readonly name: string;
  readonly version: string;
  /** Why it goes; `unneeded` for what only such packages needed. */
  readonly rule: string;
  readonly bytes: number;
}
