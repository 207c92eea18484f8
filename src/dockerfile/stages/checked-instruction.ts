// Instructions whose flags and arguments were found to be right, in the form in which the rest of the room reads them.
import type { Heredoc, Instruction } from '../parsing/instruction.ts';

interface Checked {
  readonly instruction: Instruction;
}

/** FROM. */
export interface FromInstruction extends Checked {
  readonly kind: 'from';
  readonly base: string;
  /** The stage's name in lower case, as it is known to others. */
  readonly stageName?: string;
  readonly platform?: string;
}

/** ARG; a name without a value takes it from outside. */
export interface ArgInstruction extends Checked {
  readonly kind: 'arg';
  readonly args: readonly { readonly name: string; readonly value?: string }[];
}

/** ENV and LABEL. */
export interface PairInstruction extends Checked {
  readonly kind: 'env' | 'label';
  readonly pairs: readonly { readonly name: string; readonly value: string }[];
}

/** COPY and ADD. */
export interface CopyInstruction extends Checked {
  readonly kind: 'copy' | 'add';
  /** Paths, patterns and URLs; no heredocs. */
  readonly sources: readonly string[];
  readonly inlineFiles: readonly Heredoc[];
  readonly destination: string;
  /** Of COPY: the stage, image or named context; undefined is the build context. */
  readonly from?: string;
  readonly excludes: readonly string[];
  readonly hasParents: boolean;
  readonly isLinked: boolean;
  readonly chown?: string;
  readonly chmod?: string;
  readonly checksum?: string;
}

/** RUN; mounts as they are written, because their values are expanded when the stage is evaluated. */
export interface RunInstruction extends Checked {
  readonly kind: 'run';
  readonly mounts: readonly string[];
}

/** Instructions with one text that is expanded. */
export interface TextInstruction extends Checked {
  readonly kind: 'workdir' | 'user' | 'stopsignal';
  readonly text: string;
}

/** Instructions with a list of texts. */
export interface ListInstruction extends Checked {
  readonly kind: 'volume' | 'expose' | 'cmd' | 'entrypoint' | 'shell';
  readonly texts: readonly string[];
}

/** Instructions of which nothing more is asked. */
export interface OtherInstruction extends Checked {
  readonly kind: 'healthcheck' | 'maintainer' | 'onbuild';
}

/** Every instruction that stands within a stage. */
export type StageInstruction =
  | ArgInstruction
  | PairInstruction
  | CopyInstruction
  | RunInstruction
  | TextInstruction
  | ListInstruction
  | OtherInstruction;

/** Every instruction. */
export type CheckedInstruction = FromInstruction | StageInstruction;
