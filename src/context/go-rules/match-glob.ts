// Go's filepath.Match on Unix, on bytes as there: '*' may begin to match in the middle of a rune, '?' and classes take runes.
// The whole pattern is checked for its syntax only as far as Go looks at it.
import { encodePath, runeLength } from '../path-text.ts';

/** The answer for a pattern that Go calls a syntax error. */
export const BAD_PATTERN = 'bad pattern';
/** Whether a name matches, or that the pattern is none. */
export type GlobAnswer = boolean | typeof BAD_PATTERN;

const [STAR, SLASH, QUESTION, BACKSLASH, OPEN, CLOSE, CARET, DASH] = [...'*/?\\[]^-'].map((c) =>
  c.charCodeAt(0),
) as [number, number, number, number, number, number, number, number];

class BadPattern extends Error {}

/** Whether `name` as a whole matches the shell pattern. */
export function matchGlob(pattern: string, name: string): GlobAnswer {
  try {
    return match(encodePath(pattern), encodePath(name));
  } catch (error) {
    if (error instanceof BadPattern) return BAD_PATTERN;
    throw error;
  }
}

/** Whether a name holds what only a pattern has (fsutil's containsWildcards). */
export function hasWildcards(name: string): boolean {
  for (let i = 0; i < name.length; i++) {
    if (name[i] === '\\') i++;
    else if (name[i] === '*' || name[i] === '?' || name[i] === '[') return true;
  }
  return false;
}

function match(pattern: Buffer, name: Buffer): boolean {
  let rest = pattern;
  let left = name;
  while (rest.length > 0) {
    const [hasStar, chunk, after] = scanChunk(rest);
    rest = after;
    if (hasStar && chunk.length === 0) return !left.includes(SLASH);
    const next = takeChunk(chunk, left, rest.length === 0, hasStar);
    if (next === undefined) return false;
    left = next;
  }
  return left.length === 0;
}

/** What is left of the name after the chunk, here or, after a star, further on; undefined where it is nowhere. */
function takeChunk(chunk: Buffer, name: Buffer, isLast: boolean, hasStar: boolean): Buffer | undefined {
  const here = matchChunk(chunk, name);
  if (here !== undefined && (here.length === 0 || !isLast)) return here;
  if (!hasStar) return undefined;
  for (let i = 0; i < name.length && name[i] !== SLASH; i++) {
    const there = matchChunk(chunk, name.subarray(i + 1));
    if (there !== undefined && !(isLast && there.length > 0)) return there;
  }
  return undefined;
}

/** A part without stars, whether one stands before it, and what follows. */
function scanChunk(pattern: Buffer): readonly [hasStar: boolean, chunk: Buffer, rest: Buffer] {
  let start = 0;
  while (pattern[start] === STAR) start++;
  let isInRange = false;
  let end = start;
  for (; end < pattern.length; end++) {
    const byte = pattern[end];
    if (byte === BACKSLASH) {
      if (end + 1 < pattern.length) end++;
    } else if (byte === OPEN) isInRange = true;
    else if (byte === CLOSE) isInRange = false;
    else if (byte === STAR && !isInRange) break;
  }
  return [start > 0, pattern.subarray(start, end), pattern.subarray(end)];
}

/** What is left of the name after the chunk. A chunk that fails is read on, for its syntax. */
function matchChunk(chunk: Buffer, name: Buffer): Buffer | undefined {
  let hasFailed = false;
  let used = 0;
  for (let at = 0; at < chunk.length; ) {
    hasFailed ||= used >= name.length;
    const byte = chunk[at]!;
    if (byte === OPEN) {
      const length = hasFailed ? 1 : Math.max(1, runeLength(name, used));
      const [isIn, after] = matchClass(chunk, at + 1, hasFailed ? 0 : runeAt(name, used));
      at = after;
      used += length;
      hasFailed ||= !isIn;
    } else if (byte === QUESTION) {
      if (!hasFailed) {
        hasFailed = name[used] === SLASH;
        used += Math.max(1, runeLength(name, used));
      }
      at++;
    } else {
      if (byte === BACKSLASH && ++at >= chunk.length) throw new BadPattern();
      if (!hasFailed) hasFailed = chunk[at] !== name[used++];
      at++;
    }
  }
  return hasFailed ? undefined : name.subarray(used);
}

/** Whether the rune is in the class that begins at `at`, and where what follows begins. */
function matchClass(chunk: Buffer, at: number, rune: number): readonly [isIn: boolean, after: number] {
  const isNegated = chunk[at] === CARET;
  let position = isNegated ? at + 1 : at;
  let isIn = false;
  for (let count = 0; ; count++) {
    if (chunk[position] === CLOSE && count > 0) return [isIn !== isNegated, position + 1];
    const [low, afterLow] = readClassRune(chunk, position);
    position = afterLow;
    let high = low;
    if (chunk[position] === DASH) [high, position] = readClassRune(chunk, position + 1);
    isIn ||= low <= rune && rune <= high;
  }
}

function readClassRune(chunk: Buffer, at: number): readonly [rune: number, after: number] {
  let position = at;
  const byte = chunk[position];
  if (byte === undefined || byte === DASH || byte === CLOSE) throw new BadPattern();
  if (byte === BACKSLASH && ++position >= chunk.length) throw new BadPattern();
  const length = runeLength(chunk, position);
  if (length === 0 || position + length >= chunk.length) throw new BadPattern();
  return [runeAt(chunk, position), position + length];
}

function runeAt(bytes: Buffer, at: number): number {
  const length = runeLength(bytes, at);
  return length === 0 ? 0xfffd : bytes.toString('utf8', at, at + length).codePointAt(0)!;
}
