// What production takes of the stage that builds, as each language tells it.
import type { ModelStage } from '../model/dockerfile-model.ts';
import type { Instruction } from '../parsing/instruction.ts';
import type { StageCommand } from './read-commands.ts';
import type { SplitInput } from './split-input.ts';
import type { StartCommand } from './start-command.ts';

/** The languages that are known. */
export type LanguageId = 'go' | 'rust' | 'c' | 'java' | 'dotnet' | 'node' | 'python' | 'php' | 'ruby';

/** A stage as it was read. */
export interface ReadStage {
  readonly stage: ModelStage;
  readonly commands: readonly StageCommand[];
  /** System packages that it installs, by name. */
  readonly packages: readonly string[];
  readonly start: StartCommand;
  readonly contextCopies: readonly ContextCopy[];
  /** The folder in which it starts. */
  readonly workdir: string;
  readonly input: SplitInput;
  /** The file's text. */
  readonly source: string;
}

/** An instruction that takes files from the context. */
export interface ContextCopy {
  readonly instruction: Instruction;
  readonly sources: readonly string[];
  /** Absolute; undefined where it is not known. */
  readonly destination: string | undefined;
  readonly cwd: string | undefined;
}

/** Paths that are copied together. */
export interface StageCopy {
  /** Absolute; a folder's contents go into `to`. */
  readonly paths: readonly string[];
  readonly to: string;
  /** What they are, for the line above. */
  readonly what: string;
}

/** A stage between the two, whose result is what production copies. */
export interface MiddleStage {
  readonly name: string;
  readonly lines: readonly string[];
}

/** What the production stage is made of. */
export interface ProductionNeeds {
  readonly language: LanguageId;
  readonly copies: readonly StageCopy[];
  /** COPY and ADD from the context that production has too, as they are written. */
  readonly repeated: readonly ContextCopy[];
  /** Whether a script stands between the start and the program. */
  readonly needsShell?: boolean;
  readonly middle?: MiddleStage;
  /** ELF files at or below these paths are what must find its libraries. */
  readonly linked: readonly string[];
  /** Native programs run on whatever has their libraries; all others need their runtime in the base. */
  readonly runtime: 'native' | 'interpreter';
  /** The official image that has the runtime and nothing more. */
  readonly officialBase?: string;
  /** The distribution's packages that are the runtime. */
  readonly runtimePackages: readonly string[];
  /** Lines of ENV that the runtime needs. */
  readonly environment?: readonly string[];
  /** Known without looking into the files: linked with nothing. */
  readonly isStatic?: boolean;
  /** CMD to write instead of the user's, and why. */
  readonly command?: { readonly words: readonly string[]; readonly why: string };
  readonly notes: readonly string[];
}

/** Nothing is gained, and why. */
export interface NoGain {
  readonly language: string;
  readonly reason: string;
  /** What would help instead. */
  readonly instead?: string;
}

/** It cannot be told what production needs. */
export interface Unknown {
  readonly problem: string;
  readonly hint: string;
}

/** What a language says of a stage. */
export type LanguageAnswer =
  | { readonly needs: ProductionNeeds }
  | { readonly noGain: NoGain }
  | { readonly unknown: Unknown };

/** A language: whether a stage is in it, and what production then needs. */
export interface Language {
  readonly id: LanguageId;
  isSpoken(stage: ReadStage): boolean;
  answer(stage: ReadStage): LanguageAnswer;
}
