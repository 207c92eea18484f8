// A place in a text of HCL, and what can be read there.
import { HclError } from './hcl-error.ts';

const SPACE = /(?:[ \t\r]+|\/\*[\s\S]*?\*\/)+/y;
const SPACE_AND_LINES = /(?:[ \t\r\n]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;

/** Reads a text from left to right. */
export class HclCursor {
  readonly text: string;
  at = 0;
  /** Within brackets, lines do not end an expression. */
  brackets = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The line at hand, from 1. */
  line(): number {
    let line = 1;
    for (let at = this.text.indexOf('\n'); at !== -1 && at < this.at; at = this.text.indexOf('\n', at + 1))
      line++;
    return line;
  }

  error(message: string): HclError {
    return new HclError(message, this.line());
  }

  /** Reads what a sticky pattern matches here. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found !== null) this.at += found[0].length;
    return found;
  }

  take(token: string): boolean {
    this.skip();
    if (!this.text.startsWith(token, this.at)) return false;
    this.at += token.length;
    return true;
  }

  need(token: string): void {
    if (!this.take(token)) throw this.error(`${token} is missing`);
  }

  /** Past white space and comments that do not end an expression here. */
  skip(): void {
    this.match(this.brackets > 0 ? SPACE_AND_LINES : SPACE);
  }

  skipLines(): void {
    this.match(SPACE_AND_LINES);
  }

  /** Past a bracket and what belongs to it. */
  skipBalanced(): void {
    let depth = 0;
    for (; this.at < this.text.length; this.at++) {
      const char = this.text[this.at]!;
      if (char === '"') this.at = this.stringEnd() - 1;
      else if ('([{'.includes(char)) depth++;
      else if (')]}'.includes(char) && --depth === 0) {
        this.at++;
        return;
      }
    }
    throw this.error('a bracket is not closed');
  }

  /** The offset behind the string in quotes that begins here; its templates may hold quotes too. */
  stringEnd(): number {
    const open: ('string' | 'template')[] = ['string'];
    for (let at = this.at + 1; at < this.text.length; at++) {
      const char = this.text[at]!;
      if (open.at(-1) === 'string') {
        if (char === '\\') at++;
        else if (char === '\n') break;
        else if ((char === '$' || char === '%') && this.text[at + 1] === '{' && this.text[at - 1] !== char) {
          open.push('template');
          at++;
        } else if (char === '"') {
          open.pop();
          if (open.length === 0) return at + 1;
        }
      } else if (char === '"') open.push('string');
      else if (char === '{') open.push('template');
      else if (char === '}') open.pop();
    }
    throw this.error('a string is not closed');
  }
}
