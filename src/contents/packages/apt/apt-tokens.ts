// The tokens of apt.conf(5): words, quoted or not, and the marks between. `//`, `#` (and so `#clear` and `#include`) and
// `/* */` are comments.
import { decodeText } from '../text-lines.ts';

/** Calls `take` for each token; `word` is empty for marks. */
export function readAptTokens(
  content: Uint8Array,
  take: (kind: 'word' | '{' | '}' | ';', word: string) => void,
): void {
  const text = decodeText(content);
  for (let at = 0; at < text.length; ) {
    const first = text[at]!;
    if (first === '{' || first === '}' || first === ';') {
      take(first, '');
      at++;
    } else if (first === '"') {
      const end = endBefore(text, /["\n]/g, at + 1);
      take('word', text.slice(at + 1, end));
      at = end + 1;
    } else if (first === '#' || text.startsWith('//', at)) at = endBefore(text, /\n/g, at);
    else if (text.startsWith('/*', at)) at = endBefore(text, /\*\//g, at + 2) + 2;
    else if (first.trim() === '') at++;
    else {
      const end = endBefore(text, /[\s{};"#]|\/[/*]/g, at);
      take('word', text.slice(at, end));
      at = end;
    }
  }
}

/** Where the next match begins, or the end. */
function endBefore(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}
