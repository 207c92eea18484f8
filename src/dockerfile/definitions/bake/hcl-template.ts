// Texts with `${...}` in HCL, and in the strings of its JSON form.
import type { BakeExpression } from './bake-expression.ts';
import { HclError } from './hcl-error.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
/** Reads a text between quotes (`hasEscapes`), of a heredoc or of JSON. Throws HclError, its line within the text. */
export function readTemplate(
  text: string,
  hasEscapes: boolean,
  readInner: (expression: string) => BakeExpression,
): BakeExpression {
  const parts: BakeExpression[] = [];
  let plain = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    const isMark = char === '$' || char === '%';
    if (char === '\\' && hasEscapes) {
      const { value, length } = readEscape(text, at);
      plain += value;
      at += length - 1;
    } else if (isMark && text[at + 1] === char && text[at + 2] === '{') {
      plain += `${char}{`;
      at += 2;
    } else if (isMark && text[at + 1] === '{') {
      const end = templateEnd(text, at + 2);
      if (end === -1) throw new HclError(`a ${char}{ is not closed`, 1);
      if (plain !== '') parts.push({ kind: 'value', value: plain });
      plain = '';
      parts.push(
        char === '%'
          ? { kind: 'unread', what: 'a %{ } in a text' }
          : readInner(text.slice(at + 2, end).replace(/^~|~$/g, '')),
      );
      at = end;
    } else plain += char;
  }
  // A single template is its value itself, not a text.
  if (parts.length === 1 && plain === '') return parts[0]!;
  if (plain !== '' || parts.length === 0) parts.push({ kind: 'value', value: plain });
  return parts.length === 1 ? parts[0]! : { kind: 'template', parts };
}

function readEscape(text: string, at: number): { value: string; length: number } {
  const next = text[at + 1] ?? '';
  const code = /^\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(text.slice(at, at + 10));
  if (code !== null) {
    const point = Number.parseInt(code[1] ?? code[2]!, 16);
    if (point > 0x10ffff) throw new HclError('a text has an escape of no character', 1);
    return { value: String.fromCodePoint(point), length: code[0].length };
  }
  const value = ESCAPES[next];
  if (value === undefined) throw new HclError(`a text has the invalid escape \\${next}`, 1);
  return { value, length: 2 };
}

function templateEnd(text: string, start: number): number {
  let depth = 1;
  let isQuoted = false;
  for (let at = start; at < text.length; at++) {
    const char = text[at]!;
    if (isQuoted && char === '\\') at++;
    else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === '{') depth++;
    else if (!isQuoted && char === '}' && --depth === 0) return at;
  }
  return -1;
}
