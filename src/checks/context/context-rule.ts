// What a rule about build contexts is. Most are data: names of folders and files, and what shows that they are needless.
import type { Severity } from '../finding.ts';
import type { ContextFindingPath, FileFate } from './context-finding.ts';
import type { JudgedContext } from './judging/judged-context.ts';

/** What every rule states of itself; the docs' table is made from it. */
export interface ContextRuleMeta {
  /** The rule's name everywhere: in findings, in plimsoll.yaml, `docs/checks/ID.md`, `src/checks/context/ID.ts`. */
  readonly id: string;
  readonly title: string;
  /** The severity where the bytes reach the floor; below it a finding is advice. */
  readonly severity: Severity;
  readonly floorBytes: number;
}

/** A folder or file of the context that a rule is offered by its name. */
export interface OfferedPath {
  readonly path: string;
  readonly name: string;
  /** The path of the folder around it; empty in the root. */
  readonly parent: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
  /** Whether instructions use it, if only along with everything. */
  readonly isUsed: boolean;
}

/** A rule about paths that are sent without need. */
export interface ContextPathRule extends ContextRuleMeta {
  readonly kind: 'paths';
  /** Names of folders, and of files, in full; `*.log` is an ending. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** Names that are not told by their ending. */
  readonly filePattern?: RegExp;
  /** Below this nothing is said: it costs about nothing. */
  readonly silentBytes: number;
  /** Whether a path is needless here; all of them where it is not given. */
  readonly isNeedless?: (path: OfferedPath, judged: JudgedContext) => boolean;
  /** What the paths are, for the message. */
  readonly what: string;
  /** A fix of its own, before the one that names lines for the ignore file; `patterns` are these lines. */
  readonly fix?: (judged: JudgedContext, patterns: readonly string[]) => string;
  /** A severity that comes before that of the floor. */
  readonly severityOf?: (fate: FileFate, judged: JudgedContext) => Severity | undefined;
}

/** What a rule says. */
export interface ContextVerdict {
  readonly severity: Severity;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly paths: readonly ContextFindingPath[];
  readonly bytes: number;
  readonly fate?: FileFate;
  readonly fix: string | null;
}

/** A rule that looks at the context as a whole, or at the ignore file's lines. */
export interface ContextWholeRule extends ContextRuleMeta {
  readonly kind: 'whole';
  judge(judged: JudgedContext): readonly ContextVerdict[];
}

export type ContextRule = ContextPathRule | ContextWholeRule;
