// The options of BuildKit's `# check=`, after ParseLintOptions of linter/linter.go.

/** What they say. */
export interface CheckOptions {
  /** `all`, or names of checks. */
  readonly skip: readonly string[];
  /** Whether BuildKit is to fail where a check says something. */
  readonly isError: boolean;
}

/** What Go's ParseBool takes. */
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** Reads `skip=A,B;error=true`; undefined where BuildKit would not take it. */
export function parseCheckOptions(text: string): CheckOptions | undefined {
  let skip: readonly string[] = [];
  let isError = false;
  if (text.trim() === '') return { skip, isError };
  // Go's SplitN: what is too much belongs to the third part.
  const [first = '', second, ...rest] = text.split(';');
  const parts = [
    first,
    ...(second === undefined ? [] : [second]),
    ...(rest.length > 0 ? [rest.join(';')] : []),
  ];
  for (const part of parts) {
    const equals = part.indexOf('=');
    if (equals < 0) return undefined;
    const value = part.slice(equals + 1).trim();
    switch (part.slice(0, equals).trim()) {
      case 'skip':
        skip = value === 'all' ? ['all'] : value.split(',').map((rule) => rule.trim());
        break;
      case 'experimental':
        break;
      case 'error':
        if (!TRUE.has(value) && !FALSE.has(value)) return undefined;
        isError = TRUE.has(value);
        break;
      default:
        return undefined;
    }
  }
  return { skip, isError };
}
