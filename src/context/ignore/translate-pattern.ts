// The path patterns of ignore files as the programs translate them: moby/patternmatcher's Pattern.compile, whose answer is a
// kind and, for the last kind, an expression; and podman's storage/pkg/fileutils, where all is an expression that also
// takes what lies below. The defects are theirs and part of what a list means.
import { asRunes } from '../path-text.ts';

/** How a pattern is matched, and the expression that Go compiles (built for every kind, used for one). */
export interface TranslatedPattern {
  readonly kind: 'exact' | 'prefix' | 'suffix' | 'regexp';
  readonly expression: string;
}

/** What the table of characters to escape holds; `{`, `|` and `}` overflow its bytes, and `^` was never meant to be there. */
const ESCAPED_BY_DOCKER = '.+()$';
const ESCAPED_BY_PODMAN = '.$';
const BYTE_ORDER_MARK = '\uFEFF';

/** A pattern as moby/patternmatcher compiles it. */
export function translatePattern(pattern: string): TranslatedPattern {
  const runes = readRunes(pattern);
  let expression = '^';
  let kind: TranslatedPattern['kind'] = 'exact';
  for (let at = 0, count = 0; at < runes.length; at++, count++) {
    const rune = runes[at]!;
    if (rune === '*' && runes[at + 1] === '*') {
      at += runes[at + 2] === '/' ? 2 : 1;
      if (at + 1 < runes.length) {
        expression += '(.*/)?';
        kind = 'regexp';
      } else if (kind === 'exact') kind = 'prefix';
      else {
        expression += '.*';
        kind = 'regexp';
      }
      if (count === 0) kind = 'suffix';
    } else if (rune === '*' || rune === '?') {
      expression += rune === '*' ? '[^/]*' : '[^/]';
      kind = 'regexp';
    } else if (ESCAPED_BY_DOCKER.includes(rune)) expression += `\\${rune}`;
    else if (rune === '\\') {
      expression += `\\${runes[at + 1] ?? ''}`;
      if (++at < runes.length) kind = 'regexp';
    } else {
      expression += rune;
      if (rune === '[' || rune === ']') kind = 'regexp';
    }
  }
  return { kind, expression: kind === 'regexp' ? `${expression}$` : expression };
}

/** A pattern as podman compiles it; undefined where a backslash ends it. */
export function translatePodmanPattern(pattern: string): string | undefined {
  const runes = readRunes(pattern);
  let expression = '^';
  for (let at = 0; at < runes.length; at++) {
    const rune = runes[at]!;
    if (rune === '*' && runes[at + 1] === '*') {
      at += runes[at + 2] === '/' ? 2 : 1;
      expression += at + 1 < runes.length ? '(.*/)?' : '.*';
    } else if (rune === '*') expression += '[^/]*';
    else if (rune === '?') expression += '[^/]';
    else if (ESCAPED_BY_PODMAN.includes(rune)) expression += `\\${rune}`;
    else if (rune === '\\') {
      if (++at >= runes.length) return undefined;
      expression += `\\${runes[at]}`;
    } else expression += rune;
  }
  return `${expression}(/.*)?$`;
}

/** What Go's text/scanner hands out: it drops a byte order mark in front. */
function readRunes(pattern: string): readonly string[] {
  const runes = [...asRunes(pattern)];
  return runes[0] === BYTE_ORDER_MARK ? runes.slice(1) : runes;
}
