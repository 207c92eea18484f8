// What `plimsoll context` tells: of each build each context, as plain data for every format.
import type { ContextFinding } from '../checks/context/context-finding.ts';
import type { Engine } from '../context/engines/engine-rules.ts';
import type { EntryKind } from '../context/walk/context-entry.ts';
import type { ReportedDockerfile } from './dockerfile-report.ts';
import type { FailOn } from './image-report.ts';

/** An instruction that uses a context. */
export interface ReportedUse {
  /** Number of the stage, from 0, and its name where it has one. */
  readonly stageIndex: number;
  readonly stage: string | null;
  readonly line: number;
  /** `COPY`, `ADD`, `RUN`. */
  readonly instruction: string;
  /** The source as written. */
  readonly source: string;
  readonly isWhole: boolean;
  readonly files: number;
  readonly bytes: number;
}

/** One path that is sent. */
export interface SentPath {
  readonly path: string;
  readonly kind: EntryKind;
  readonly bytes: number;
  /** Indices of the context's `uses`. */
  readonly usedBy: readonly number[];
}

/** A folder, or a file of the context's root, with all below it. */
export interface ContextBranch {
  readonly path: string;
  readonly isFolder: boolean;
  readonly files: number;
  readonly bytes: number;
  /** Whether an instruction names it or what is around it, takes it along with everything, or does not use it. */
  readonly use: 'named' | 'swept' | 'unused' | 'mixed';
  /** The largest first; empty where nothing below is worth a line. */
  readonly children: readonly ContextBranch[];
}

/** A finding that is accepted, and why. */
export interface IgnoredContextFinding {
  readonly finding: ContextFinding;
  readonly reason: string;
  readonly until: string | null;
}

/** Whether the run passes. */
export interface ContextVerdictReport {
  readonly passes: boolean;
  readonly failOn: FailOn;
  readonly failingCount: number;
}

/** One context of a build. */
export interface ReportedContext {
  readonly name: string | null;
  readonly folder: string;
  readonly ignoreFile: string | null;
  readonly sent: { readonly files: number; readonly bytes: number };
  /** Files that no instruction uses, though they are sent. */
  readonly unused: { readonly files: number; readonly bytes: number };
  /** Files that are only taken along by an instruction that takes everything. */
  readonly swept: { readonly files: number; readonly bytes: number };
  readonly uses: readonly ReportedUse[];
  readonly tree: readonly ContextBranch[];
  readonly findings: readonly ContextFinding[];
  /** Findings that plimsoll.yaml accepts. */
  readonly ignored: readonly IgnoredContextFinding[];
  /** Other builds of the run that send from the same folder. */
  readonly sharedWith: readonly string[];
  /** Files, links and empty folders; undefined where they were not asked for. */
  readonly paths?: Iterable<SentPath>;
}

/** One build. */
export interface ReportedBuild {
  /** Of a bake or compose file, its target or service. */
  readonly name: string | null;
  readonly dockerfile: string;
  readonly target: string | null;
  readonly engine: Engine;
  readonly contexts: readonly ReportedContext[];
  /** What was found in the Dockerfile itself, where that was asked for. */
  readonly dockerfileReport?: ReportedDockerfile;
}

/** All builds that were asked for. */
export interface ContextReport {
  readonly builds: readonly ReportedBuild[];
  readonly verdict: ContextVerdictReport;
  /** False where contents were not searched for secrets. */
  readonly isSearched: boolean;
}
