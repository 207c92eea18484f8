// What `plimsoll check` tells of Dockerfiles, as plain data for every format.
import type { DockerfileFinding } from '../checks/dockerfile/dockerfile-finding.ts';
import type { AppliedFix, SkippedFix } from '../checks/dockerfile/fixes/fix-dockerfile.ts';
import type { SuppressionTool } from '../dockerfile/suppression/suppression.ts';
import type { ContextVerdictReport } from './context-report.ts';
import type { TargetError } from './json.ts';

/** A finding that plimsoll.yaml accepts. */
export interface IgnoredDockerfileFinding {
  readonly finding: DockerfileFinding;
  readonly reason: string;
  readonly until: string | null;
}

/** A finding that a comment in the file takes back. */
export interface SuppressedDockerfileFinding {
  readonly finding: DockerfileFinding;
  readonly tool: SuppressionTool;
  readonly line: number;
  readonly reason: string | null;
}

/** What a repair did to a file. */
export interface DockerfileRepair {
  readonly applied: readonly AppliedFix[];
  readonly skipped: readonly SkippedFix[];
  readonly isDryRun: boolean;
  /** A unified diff; empty where nothing changes. */
  readonly diff: string;
}

/** An instruction and the layer that it made in an image that was given. */
export interface InstructionLayer {
  readonly line: number;
  /** `RUN apt-get install`, cut off. */
  readonly instruction: string;
  readonly layer: number;
  readonly bytes: number;
  readonly ballastBytes: number;
}

/** One Dockerfile; after a repair its findings are those that are left. */
export interface ReportedDockerfile {
  readonly file: string;
  /** What findings' ranges count in; left out where no builder would read it. */
  readonly text?: string;
  readonly findings: readonly DockerfileFinding[];
  readonly ignored: readonly IgnoredDockerfileFinding[];
  readonly suppressed: readonly SuppressedDockerfileFinding[];
  readonly repair: DockerfileRepair | null;
  /** Where an image was given. */
  readonly layers?: readonly InstructionLayer[];
}

/** All Dockerfiles of a run. */
export interface DockerfileReport {
  readonly files: readonly ReportedDockerfile[];
  /** Files that could not be read at all. */
  readonly errors: readonly TargetError[];
  readonly verdict: ContextVerdictReport;
}
