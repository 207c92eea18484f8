// What a rule about build contexts is. Most are data: names of folders and files, and what shows that they are needless.
import type { Severity } from '../finding.ts';
import type { ContextFindingPath, FileFate } from './context-finding.ts';
import type { JudgedContext } from './judging/judged-context.ts';
import type { PathTest } from './judging/path-tests.ts';

/** What every rule states of itself; the docs' table is made from it. */
export interface ContextRuleMeta {
  /** The rule's name everywhere: in findings, in plimsoll.yaml, `docs/checks/ID.md`, `src/checks/context/ID.ts`. */
  readonly id: string;
  readonly title: string;
  /** The severity where the bytes reach the floor; below it a finding is advice. */
  readonly severity: Severity;
  readonly floorBytes: number;
}

/** A rule about paths that are sent without need. */
export interface ContextPathRule extends ContextRuleMeta {
  readonly kind: 'paths';
  readonly tests: readonly PathTest[];
  /** Only in the root of the context, or in that of a package of a monorepo. */
  readonly isInRoot?: boolean;
  /** Below this nothing is said: it costs about nothing. */
  readonly silentBytes: number;
  /** What the paths are, for the message. */
  readonly what: string;
  /** A severity that comes before that of the floor; `readByLine` is the line of a RUN that reads the paths. */
  readonly severityOf?: (fate: FileFate, readByLine: number | undefined) => Severity | undefined;
  /** What to do where a RUN reads the paths; without it the rule leaves such paths alone. */
  readonly fixOfRead?: (line: number) => string;
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
