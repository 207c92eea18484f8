// White space as BuildKit's parser has it: Go's unicode.IsSpace, and the narrower class of its own regular expression.

/** Go's unicode.IsSpace (White_Space of Unicode; unlike JavaScript's, with U+0085 and without U+FEFF). */
export function isSpace(char: string): boolean {
  const code = char.charCodeAt(0);
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x85) return false;
  return WIDE_SPACE.has(code);
}

const WIDE_SPACE: ReadonlySet<number> = new Set([
  0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a,
  0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
]);

/** The first offset at or after `start` whose character is no white space. */
export function skipSpace(text: string, start: number, end: number): number {
  let offset = start;
  while (offset < end && isSpace(text[offset]!)) offset++;
  return offset;
}

/** The end of the text before `end` without the white space at its end. */
export function dropSpaceBefore(text: string, start: number, end: number): number {
  let offset = end;
  while (offset > start && isSpace(text[offset - 1]!)) offset--;
  return offset;
}

/** Go's strings.TrimSpace. */
export function trimSpace(text: string): string {
  const start = skipSpace(text, 0, text.length);
  return text.slice(start, dropSpaceBefore(text, start, text.length));
}

/** What parts the words of an instruction: `[\t\v\f\r ]`. */
export function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || char === '\r' || char === '\v' || char === '\f';
}
