// Which paths of a context a build uses, instruction by instruction, and what of it BuildKit therefore sends.
import type { Instruction } from '../parsing/instruction.ts';

/** What a path of a context is used for. */
export type ContextUseKind =
  | 'copy'
  | 'add'
  /** ADD of a git repository: BuildKit asks the context for a path of that name too, which finds nothing. */
  | 'add-git'
  | 'bind-mount'
  /** A cache mount from a named context or stage. */
  | 'cache-mount'
  /** BuildKit counts a tmpfs mount as a use of its source in the context, `/` where there is none. */
  | 'tmpfs-mount'
  /** A stage on a named context that runs something, or is the result: all of it is used. */
  | 'stage';

/** Why a use asks for all of a context. */
export type WholeReason =
  | 'written' // `.`, `/`, or what comes to that
  | 'above-the-root' // `../..`: BuildKit cuts it off at the root
  | 'empty' // an empty source, after expansion
  | 'no-source' // a mount without a source
  | 'stage';

/** One use of a context. */
export interface ContextUse {
  readonly kind: ContextUseKind;
  /** The path from the context's root, cleaned; it begins with `/` and may hold wildcards. */
  readonly path: string;
  /** The word as it is written, before expansion; empty where a mount has no source. */
  readonly written: string;
  readonly instruction: Instruction;
  readonly line: number;
  readonly stageIndex: number;
  readonly stageName?: string;
  readonly isTriggered: boolean;
  /** Set where `path` is `/`. */
  readonly wholeReason?: WholeReason;
  /** Patterns of `--exclude`. They narrow the copy and not what is sent. */
  readonly excludes: readonly string[];
  readonly hasParents: boolean;
  /** Variables in it that have no value here; the base image may have one. */
  readonly unset: readonly string[];
}

/** What is used of one context, and what BuildKit sends of it. */
export interface ContextTransfer {
  readonly uses: readonly ContextUse[];
  /** Whether anything reads it; a context that nothing reads is not sent. */
  readonly isSent: boolean;
  /** What is followed and sent, sorted; undefined where all of it is (minus the ignore file's). */
  readonly followPaths?: readonly string[];
}

const READS_NOTHING: ReadonlySet<ContextUseKind> = new Set(['add-git', 'tmpfs-mount']);

/** Sums uses up as BuildKit does (normalizeContextPaths): one `/` and nothing is narrowed. `read` are the stages that are built. */
export function sumUses(uses: readonly ContextUse[], read: ReadonlySet<number>): ContextTransfer {
  const isSent = uses.some(({ kind, stageIndex }) => !READS_NOTHING.has(kind) && read.has(stageIndex));
  if (uses.length === 0 || uses.some(({ path }) => path === '/')) return { uses, isSent };
  const paths = [...new Set(uses.map(({ path }) => path.slice(1)))];
  return { uses, isSent, followPaths: paths.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))) };
}
