// Files that hold secrets in places of their own, told by their names: what no pattern can know, their structure does.
import type { SecretKind } from '../secret-rule.ts';

/** A secret that a structure found in a file; offsets are of its bytes. */
export interface StructureMatch {
  /** One of the structure's `kinds`. */
  readonly ruleId: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

/** One kind of file and how its secrets are found. Files are held whole for it, so names must be telling. */
export interface SecretStructure {
  readonly id: string;
  /** Last components of paths, lower case; a file is looked at where its name, or its ending, is among these. */
  readonly names: readonly string[];
  /** From the last dot on, with it, lower case. */
  readonly endings: readonly string[];
  /** The rest of the decision, on the whole path without a leading slash. */
  readonly matches: (path: string) => boolean;
  /** Larger files are not looked at by structure. */
  readonly limitBytes: number;
  /** What it can find. */
  readonly kinds: readonly SecretKind[];
  /** Never throws on any input; time and memory grow with the file's size at most. */
  readonly find: (content: Buffer, path: string) => StructureMatch[];
}
