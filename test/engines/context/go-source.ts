// Reads cases out of Go test files: string literals, and what stands between them.

const STRING = '"(?:[^"\\\\\\n]|\\\\.)*"';

/** The value of a Go string literal. */
export function readLiteral(literal: string): string {
  return literal.startsWith('`') ? literal.slice(1, -1) : (JSON.parse(literal) as string);
}

/** All literals in a piece of Go. */
export function readLiterals(source: string): readonly string[] {
  const code = source.replace(
    new RegExp(`(${STRING})|//[^\\n]*`, 'g'),
    (_, literal: string | undefined) => literal ?? '',
  );
  return [...code.matchAll(new RegExp(STRING, 'g'))].map(([literal]) => readLiteral(literal));
}

/** The text of a top-level function, or of what begins with `head` and ends with a closing brace in the first column. */
export function readBlock(source: string, head: string): string {
  const start = source.indexOf(head);
  if (start === -1) throw new Error(`no ${head} in the Go source`);
  return source.slice(start, source.indexOf('\n}\n', start) + 1);
}

export interface TableCase {
  readonly pattern: string;
  readonly text: string;
  readonly isMatch: boolean;
  readonly isError: boolean;
}

/** Rows of the form {"pattern", "text", true} or {"pattern", "text", false, someError}. */
export function readTable(block: string): readonly TableCase[] {
  const row = new RegExp(`^\\s*\\{(${STRING}), (${STRING}), (true|false)(?:, ([\\w.]+))?\\},`, 'gm');
  return [...block.matchAll(row)].map(([, pattern, text, isMatch, error]) => ({
    pattern: readLiteral(pattern!),
    text: readLiteral(text!),
    isMatch: isMatch === 'true',
    isError: error !== undefined && error !== 'nil',
  }));
}

/** Rows of the form {[]string{"a", "b"}, "text", true}. */
export function readListTable(
  block: string,
): readonly { readonly patterns: readonly string[]; readonly text: string; readonly isMatch: boolean }[] {
  const row = new RegExp(`^\\s*\\{\\[\\]string\\{(.*)\\}, (${STRING}), (true|false)\\},`, 'gm');
  return [...block.matchAll(row)].map(([, patterns, text, isMatch]) => ({
    patterns: readLiterals(patterns!),
    text: readLiteral(text!),
    isMatch: isMatch === 'true',
  }));
}
