// A comment in a Dockerfile that takes back what a linter says: ours, and those of the tools that people have in their files.

/** Whose words the comment uses. */
export type SuppressionTool = 'plimsoll' | 'hadolint' | 'buildkit' | 'tally';

/** Which findings it is about, by their lines. */
export type SuppressionScope =
  | { readonly kind: 'file' }
  /** Both included; of an instruction all its lines. */
  | { readonly kind: 'lines'; readonly from: number; readonly to: number }
  /** Nothing follows that it could be about. */
  | { readonly kind: 'nothing' };

/** One comment, or one parser directive. */
export interface Suppression {
  readonly tool: SuppressionTool;
  /** As that tool names its rules, without the prefixes that tally allows; `all` for all of them. */
  readonly rules: readonly string[];
  /** Undefined where none is given. */
  readonly reason?: string;
  readonly scope: SuppressionScope;
  /** The comment. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

/** Whether a finding on a line is within what the comment is about. */
export function isInScope({ scope }: Suppression, line: number | null): boolean {
  if (scope.kind === 'file') return true;
  return scope.kind === 'lines' && line !== null && line >= scope.from && line <= scope.to;
}
