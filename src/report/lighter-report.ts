// What would do the same job with less in an image: plain data for text and JSON.

/** One replacement of a package. */
export interface LighterChoice {
  /** What to install instead; empty where nothing is needed. */
  readonly packages: readonly string[];
  readonly found: 'same-source' | 'provides' | 'same-job';
  /** What it adds on top of what stays; an upper bound. */
  readonly addedBytes: number;
  readonly savedBytes: number;
  /** The same with what it recommends; may be below 0. */
  readonly savedBytesWithRecommends: number;
  readonly onlyRecommended: readonly string[];
  /** Programs that are called by another name then. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** A package with its replacements, the most saving first. */
export interface HeavyPackage {
  readonly name: string;
  readonly version: string;
  readonly bytes: number;
  /** What removing it frees. */
  readonly freedBytes: number;
  readonly freedPackages: number;
  readonly choices: readonly LighterChoice[];
}

/** Where the packages on offer are from. */
export interface LighterIndex {
  readonly from: 'image' | 'given' | 'mirror';
  readonly names: readonly string[];
  /** The layer that has the lists, or null. */
  readonly layer: number | null;
  readonly packageCount: number;
  /** Whether it tells which programs packages ship; without, only reviewed replacements are found. */
  readonly tellsPrograms: boolean;
}

/** Another tag of the base image's repository. */
export interface SiblingTag {
  readonly tag: string;
  readonly digest: string;
  /** Stored bytes of its layers. */
  readonly bytes: number;
  /** Of those, what the base has too. */
  readonly sharedBytes: number;
  /** What the base's layers take more. */
  readonly savedBytes: number;
  readonly warning: string | null;
}

/** The base image and its lighter siblings. */
export interface LighterBase {
  readonly reference: string;
  readonly bytes: number;
  readonly siblings: readonly SiblingTag[];
}

/** The answer to `--lighter`. */
export interface LighterReport {
  readonly kind: 'lighter-report';
  readonly target: { readonly reference: string; readonly digest: string; readonly platform: string };
  readonly index: LighterIndex | null;
  readonly packages: readonly HeavyPackage[];
  /** Null where the base is not known, or not in a registry. */
  readonly base: LighterBase | null;
  /** What could not be answered, and why. */
  readonly notes: readonly string[];
}
