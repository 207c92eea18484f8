// What `plimsoll context --fix` tells, as plain data for every format.
import type { Engine } from '../context/engines/engine-rules.ts';

/** An instruction of a build. */
export interface RepairUse {
  readonly dockerfile: string;
  readonly stage: string;
  readonly line: number;
  readonly instruction: string;
}

/** What is sent. */
export interface RepairAmount {
  readonly files: number;
  readonly bytes: number;
}

/** A line that the file gets or loses. */
export interface RepairLine {
  readonly change: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** A path that images will not have any more, or that stays although a rule takes it. */
export interface RepairPath {
  readonly path: string;
  readonly isFolder: boolean;
  readonly kind: string;
  readonly usedBy: readonly RepairUse[];
}

/** One repaired file. */
export interface RepairReport {
  readonly ignoreFile: string;
  readonly isNew: boolean;
  readonly mode: 'minimal' | 'allowlist';
  readonly isDryRun: boolean;
  readonly isChanged: boolean;
  readonly added: readonly { readonly text: string; readonly kind: string }[];
  readonly removed: readonly { readonly line: number; readonly text: string; readonly reason: string }[];
  readonly lines: readonly RepairLine[];
  readonly imageChanges: readonly (RepairPath & RepairAmount & { readonly exceptPaths: readonly string[] })[];
  readonly kept: readonly (RepairPath & { readonly reason: string })[];
  readonly proof: readonly {
    readonly dockerfile: string;
    readonly target: string | null;
    readonly engine: Engine;
    readonly before: RepairAmount;
    readonly after: RepairAmount;
  }[];
  /** Builds that the proof says nothing about. */
  readonly notProven: readonly {
    readonly dockerfile: string;
    readonly target: string | null;
    readonly engine: Engine | null;
    readonly reason: string;
  }[];
}
