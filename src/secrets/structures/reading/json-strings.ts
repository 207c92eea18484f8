// The strings of a JSON text and where they are; forgiving: comments, commas at ends and texts cut off are read as far as they go.
// RFC 8259.
import { type NamedValue, startOfText } from './named-value.ts';

/** Deeper strings have no use here, and nothing is yielded from there. */
const DEEPEST = 256;

interface Level {
  readonly isObject: boolean;
  /** The key before the value that is read now. */
  key: string | undefined;
  index: number;
}

/** Every string that is a value (not a key) with its key; in an array the index is the name. */
export function* readJsonStrings(text: string): Generator<NamedValue> {
  const levels: Level[] = [];
  const names: string[] = [];
  let tooDeep = 0;
  for (let at = startOfText(text); at < text.length; at++) {
    const level = levels.at(-1);
    switch (text[at]) {
      case '{':
      case '[':
        if (levels.length >= DEEPEST) tooDeep++;
        else {
          if (level !== undefined) names.push(nameIn(level));
          levels.push({ isObject: text[at] === '{', key: undefined, index: 0 });
        }
        break;
      case '}':
      case ']':
        if (tooDeep > 0) tooDeep--;
        else {
          levels.pop();
          names.pop();
        }
        break;
      case ',':
        if (level !== undefined && tooDeep === 0) {
          level.index++;
          level.key = undefined;
        }
        break;
      case '/':
        at = skipComment(text, at);
        break;
      case '"': {
        const start = at + 1;
        at = endOfString(text, start);
        if (tooDeep > 0) break;
        const value = text.slice(start, at);
        if (level?.isObject && level.key === undefined) level.key = value;
        else if (level !== undefined) yield { name: nameIn(level), parents: names, value, start, end: at };
        break;
      }
    }
  }
}

function nameIn(level: Level): string {
  return level.isObject ? (level.key ?? '') : `[${level.index}]`;
}

/** The position of the quote that ends the string; the text's end where none does. */
function endOfString(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}

/** The last position of a comment that begins at `at`; `at` where there is none. */
function skipComment(text: string, at: number): number {
  const [end, length] = text[at + 1] === '*' ? [text.indexOf('*/', at + 2), 2] : [text.indexOf('\n', at), 1];
  if (text[at + 1] !== '*' && text[at + 1] !== '/') return at;
  return end < 0 ? text.length : end + length - 1;
}
