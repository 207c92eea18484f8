// One pattern of an ignore file, ready to be asked about paths. Some patterns pass the check when a list is read and fail
// when they are first asked: those are `broken`, and asking them ends the build (or is passed over, engine by engine).
import { compileProgram } from '../go-rules/regexp/compile-program.ts';
import { ProgramMatcher } from '../go-rules/regexp/match-program.ts';
import { parseRegexp, RegexpError } from '../go-rules/regexp/parse-regexp.ts';
import { translatePattern, translatePodmanPattern } from './translate-pattern.ts';

/** How one pattern takes paths. */
export type PathMatcher =
  | { readonly kind: 'exact'; readonly path: string }
  | { readonly kind: 'prefix'; readonly prefix: string }
  /** `whole` is the path itself that a suffix with a slash takes at the top. */
  | { readonly kind: 'suffix'; readonly suffix: string; readonly whole: string | undefined }
  /** Whatever the program takes ends in `ending`, which is asked first. */
  | { readonly kind: 'regexp'; readonly program: ProgramMatcher; readonly ending: string }
  | { readonly kind: 'broken'; readonly reason: string };

/** Which program's compiler. */
export type PatternCompiler = 'patternmatcher' | 'fileutils';

/** A cleaned pattern, without its '!', as a matcher of paths. */
export function compilePattern(pattern: string, compiler: PatternCompiler): PathMatcher {
  if (compiler === 'fileutils') {
    const expression = translatePodmanPattern(pattern);
    return expression === undefined
      ? { kind: 'broken', reason: 'trailing backslash' }
      : compileExpression(expression, '');
  }
  const { kind, expression } = translatePattern(pattern);
  if (kind === 'exact') return { kind, path: pattern };
  if (kind === 'prefix') return { kind, prefix: pattern.slice(0, -2) };
  if (kind === 'regexp') return compileExpression(expression, literalEnding(pattern));
  const suffix = pattern.slice(2);
  return { kind, suffix, whole: suffix.startsWith('/') ? suffix.slice(1) : undefined };
}

/** Whether a path is taken; undefined where the pattern is broken. */
export function matchesPattern(matcher: PathMatcher, path: string): boolean | undefined {
  switch (matcher.kind) {
    case 'exact':
      return path === matcher.path;
    case 'prefix':
      return path.startsWith(matcher.prefix);
    case 'suffix':
      return path.endsWith(matcher.suffix) || path === matcher.whole;
    case 'regexp':
      return path.endsWith(matcher.ending) && matcher.program.matches(path);
    case 'broken':
      return undefined;
  }
}

/** What stands behind the last star of a pattern in which nothing else is special; `**` takes its slash with it. */
function literalEnding(pattern: string): string {
  return /^[\w./*-]*$/.test(pattern) ? pattern.slice(pattern.lastIndexOf('*') + 1).replace(/^\//, '') : '';
}

function compileExpression(expression: string, ending: string): PathMatcher {
  try {
    return {
      kind: 'regexp',
      program: new ProgramMatcher(compileProgram(parseRegexp(expression), expression.length)),
      ending,
    };
  } catch (error) {
    if (error instanceof RegexpError) return { kind: 'broken', reason: error.message };
    throw error;
  }
}
