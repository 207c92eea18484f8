// What a list of findings shows of each, whether it is about a context or a Dockerfile.
import type { ContextFinding } from '../checks/context/context-finding.ts';
import type { DockerfileFinding } from '../checks/dockerfile/dockerfile-finding.ts';
import type { Severity } from '../checks/finding.ts';
import { compareSeverity } from './judgements/reaches.ts';

/** A finding as a line or a block of a list. */
export interface ListedFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly paths: ContextFinding['paths'];
  readonly pathCount: number;
  /** 0 where there is no size, or it is not known. */
  readonly bytes: number;
  readonly fix: string | null;
  readonly isSecret: boolean;
  /** What stands behind the place: whether `--fix` mends it. */
  readonly note: string | null;
}

/** A finding about a context. */
export function listContextFinding(finding: ContextFinding): ListedFinding {
  return { ...finding, isSecret: finding.secret !== null, note: null };
}

/** A finding about a Dockerfile. */
export function listDockerfileFinding(finding: DockerfileFinding): ListedFinding {
  const { rule, severity, message, file, line, price, fix, edit } = finding;
  return {
    rule,
    severity,
    message,
    file,
    line,
    paths: [],
    pathCount: 0,
    bytes: price?.bytes ?? 0,
    fix,
    isSecret: false,
    note: edit === null ? null : edit.safety === 'safe' ? '--fix does it' : `--fix=${rule} does it`,
  };
}

/** The severest first, then those with the most bytes. */
export function byWeight(a: ListedFinding, b: ListedFinding): number {
  return compareSeverity(a.severity, b.severity) || b.bytes - a.bytes;
}
