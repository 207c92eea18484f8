// Go's strings.TrimSpace: unicode.IsSpace has U+0085 and has no U+FEFF, where JavaScript's trim has it the other way round.

const SPACE = '[\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LEADING = new RegExp(`^${SPACE}+`);
const ONE = new RegExp(SPACE);

/** The text without white space at both ends. */
export function trimSpace(text: string): string {
  let end = text.length;
  while (end > 0 && ONE.test(text[end - 1]!)) end--;
  return text.slice(0, end).replace(LEADING, '');
}
