// A Dockerfile as rules see it: its stages with what each step does, and what of them ends up in the image.
import type { Effect } from '../commands/effect.ts';
import type { EvaluatedBuild } from '../evaluation/evaluate-build.ts';
import type { EvaluatedStep } from '../evaluation/evaluate-step.ts';
import type { StageBase } from '../evaluation/stage-state.ts';
import type { Instruction } from '../parsing/instruction.ts';
import type { ShellScript, ShellVariables } from '../shell/shell-script.ts';
import type { FromInstruction } from '../stages/checked-instruction.ts';
import type { StagedDockerfile } from '../stages/read-stages.ts';
import type { RunMount } from '../stages/run-mount.ts';
import type { FrontEnd } from './front-end.ts';

/** What a stage's programs and package manager are like. */
export type DistributionFamily =
  | 'debian'
  | 'alpine'
  | 'redhat'
  | 'suse'
  | 'arch'
  | 'busybox'
  | 'windows'
  | 'unknown';

/** The shell of RUN in shell form. `other` is not read as a script (PowerShell, cmd, an interpreter). */
export type StepShell = 'sh' | 'bash' | 'other';

/** One instruction of a stage, with what it does. */
export interface ModelStep {
  readonly evaluated: EvaluatedStep;
  readonly instruction: Instruction;
  readonly line: number;
  readonly endLine: number;
  /** The folder in which it takes place; undefined where the base image decides. */
  readonly cwd: string | undefined;
  /** As USER says; undefined where the base image decides. */
  readonly user: string | undefined;
  readonly shell: StepShell;
  /** What a RUN sees of ENV and ARG here, without an unknown base's own; HOME too, where the user is root. */
  readonly variables: ShellVariables;
  /** Of RUN; undefined where it is opaque. */
  readonly script?: ShellScript;
  /** Of RUN, in their order. */
  readonly effects: readonly Effect[];
  readonly mounts: readonly RunMount[];
}

/** The name of a base image in its parts. */
export interface ParsedImageName {
  /** Without tag and digest, and without Docker Hub's host and `library/`: `python`, `ghcr.io/owner/name`. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** What another instruction takes of a stage. */
export interface CopiedPart {
  /** Absolute paths or patterns in the stage. */
  readonly paths: readonly string[];
  /** Undefined for mounts. */
  readonly to?: string;
  readonly line: number;
  /** The stage that takes it. */
  readonly stageIndex: number;
  readonly kind: 'copy' | 'mount';
}

/**
 * What of a stage is in the image: `whole` is the target and what it is FROM, `parts` only what COPY --from takes of it,
 * `nothing` a stage that only mounts read, or that this build never makes.
 */
export type StageShips = 'whole' | 'parts' | 'nothing';

/** One stage, whether this build needs it or not. */
export interface ModelStage {
  readonly index: number;
  readonly name?: string;
  readonly from: FromInstruction;
  readonly base: StageBase;
  /** The image at the bottom of its stages; undefined for scratch and named contexts. */
  readonly baseImage?: ParsedImageName;
  readonly family: DistributionFamily;
  readonly steps: readonly ModelStep[];
  readonly ships: StageShips;
  readonly isTarget: boolean;
  /** Whether the target needs it. */
  readonly isBuilt: boolean;
  readonly copiedOut: readonly CopiedPart[];
}

/** One build of a Dockerfile. */
export interface DockerfileModel {
  readonly staged: StagedDockerfile;
  readonly build: EvaluatedBuild;
  /** All stages of the file, in their order. */
  readonly stages: readonly ModelStage[];
  readonly frontEnd: FrontEnd;
}
