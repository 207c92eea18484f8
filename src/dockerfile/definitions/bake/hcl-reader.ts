// HCL as far as bake files use it (hclsyntax spec): bodies, blocks, attributes, expressions.
import type { BakeExpression } from './bake-expression.ts';
import { HclError } from './hcl-error.ts';
import { readTemplate } from './hcl-template.ts';

/** One attribute of a body. */
export interface HclAttribute {
  readonly value: BakeExpression;
  readonly line: number;
}

/** One block: `target "x" { ... }`. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
  readonly line: number;
}

/** What stands between braces, or in the whole file. */
export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
}

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}_-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /(?:[ \t\r]+|\/\*[\s\S]*?\*\/)+/y;
const SPACE_AND_LINES = /(?:[ \t\r\n]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const HEREDOC = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}_-]*)\r?\n/uy;
const OPERATOR = /==|!=|<=|>=|&&|\|\||[<>+\-*/%]/y;
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 4,
  '>': 4,
  '<=': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
};
const DEPTH_LIMIT = 100;
/** Each template within a template has a reader of its own. */
const NESTING_LIMIT = 20;

/** Reads a string of the JSON form, whose templates are those of HCL. Throws HclError. */
export function readJsonTemplate(text: string): BakeExpression {
  return readTemplate(text, false, (inner) => new HclReader(inner).readExpression());
}

/** Reads one text of HCL from its start. */
export class HclReader {
  readonly #text: string;
  readonly #nesting: number;
  #at = 0;
  #depth = 0;
  /** Within brackets, lines do not end an expression. */
  #brackets = 0;

  constructor(text: string, nesting = 0) {
    this.#text = text;
    this.#nesting = nesting;
    if (nesting > NESTING_LIMIT) throw new HclError('templates are nested too deeply', 1);
  }

  readFile(): HclBody {
    const body = this.#readBody();
    if (this.#at < this.#text.length) throw this.#error('a } closes nothing');
    return body;
  }

  /** An expression that is the whole text, as within `${}`. */
  readExpression(): BakeExpression {
    this.#brackets = 1;
    const expression = this.#readChoice();
    this.#skip();
    if (this.#at < this.#text.length) throw this.#error('an expression goes on where it should end');
    return expression;
  }

  #error(message: string): HclError {
    let line = 1;
    for (let at = this.#text.indexOf('\n'); at !== -1 && at < this.#at; at = this.#text.indexOf('\n', at + 1))
      line++;
    return new HclError(message, line);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found !== null) this.#at += found[0].length;
    return found;
  }

  #take(token: string): boolean {
    this.#skip();
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #need(token: string): void {
    if (!this.#take(token)) throw this.#error(`${token} is missing`);
  }

  #skip(): void {
    this.#match(this.#brackets > 0 ? SPACE_AND_LINES : SPACE);
  }

  #readBody(): HclBody {
    const attributes = new Map<string, HclAttribute>();
    const blocks: HclBlock[] = [];
    for (;;) {
      this.#match(SPACE_AND_LINES);
      if (this.#at >= this.#text.length || this.#text[this.#at] === '}') return { attributes, blocks };
      const { line } = this.#error('');
      const name = this.#match(IDENTIFIER)?.[0];
      if (name === undefined) throw this.#error('a name is missing');
      this.#skip();
      if (this.#text[this.#at] === '=' && this.#text[this.#at + 1] !== '=') {
        this.#at++;
        if (attributes.has(name)) throw this.#error(`${name} is there twice`);
        attributes.set(name, { value: this.#readChoice(), line });
        this.#endLine();
      } else blocks.push(this.#readBlock(name, line));
    }
  }

  #endLine(): void {
    this.#match(SPACE);
    const rest = /\n|#|\/\/|\}|$/y;
    rest.lastIndex = this.#at;
    if (!rest.test(this.#text)) throw this.#error('an attribute goes on where it should end');
  }

  #readBlock(type: string, line: number): HclBlock {
    const labels: string[] = [];
    for (;;) {
      this.#skip();
      if (this.#text[this.#at] === '{') break;
      const label = /"((?:[^"\\\n]|\\.)*)"/y;
      const found = this.#match(label)?.[1] ?? this.#match(IDENTIFIER)?.[0];
      if (found === undefined) throw this.#error(`{ is missing behind ${type.slice(0, 40)}`);
      labels.push(found);
    }
    this.#at++;
    if (++this.#depth > DEPTH_LIMIT) throw this.#error('blocks are nested too deeply');
    const body = this.#readBody();
    this.#depth--;
    if (this.#text[this.#at] !== '}') throw this.#error(`the block ${type.slice(0, 40)} is not closed`);
    this.#at++;
    return { type, labels, body, line };
  }

  #readChoice(): BakeExpression {
    if (++this.#depth > DEPTH_LIMIT) throw this.#error('expressions are nested too deeply');
    const test = this.#readBinary(1);
    let result = test;
    if (this.#take('?')) {
      const yes = this.#readChoice();
      this.#need(':');
      result = { kind: 'choice', test, yes, no: this.#readChoice() };
    }
    this.#depth--;
    return result;
  }

  #readBinary(least: number): BakeExpression {
    let left = this.#readUnary();
    for (;;) {
      this.#skip();
      OPERATOR.lastIndex = this.#at;
      const operator = OPERATOR.exec(this.#text)?.[0];
      const precedence = operator === undefined ? 0 : PRECEDENCE[operator]!;
      const isComment = operator === '/' && /^\/[/*]/.test(this.#text.slice(this.#at, this.#at + 2));
      if (operator === undefined || precedence < least || isComment) return left;
      this.#at += operator.length;
      left = { kind: 'binary', operator, left, right: this.#readBinary(precedence + 1) };
    }
  }

  #readUnary(): BakeExpression {
    this.#skip();
    if (this.#text[this.#at] === '!' && this.#text[this.#at + 1] !== '=') {
      this.#at++;
      if (++this.#depth > DEPTH_LIMIT) throw this.#error('expressions are nested too deeply');
      const of = this.#readUnary();
      this.#depth--;
      return { kind: 'not', of };
    }
    if (this.#take('-')) {
      const number = this.#match(NUMBER)?.[0];
      if (number !== undefined) return { kind: 'value', value: -Number(number) };
      throw this.#error('a number is missing behind -');
    }
    return this.#readPostfix(this.#readPrimary());
  }

  /** Attributes, indexes and splats are read past, and not evaluated. */
  #readPostfix(primary: BakeExpression): BakeExpression {
    let result = primary;
    for (;;) {
      const next = this.#text[this.#at];
      if (next === '[') {
        this.#skipBalanced();
        result = { kind: 'unread', what: 'an index' };
      } else if (next === '.' && /[\p{ID_Start}_*\d]/u.test(this.#text[this.#at + 1] ?? '')) {
        this.#at += 1;
        if (this.#match(IDENTIFIER) === null && this.#match(/\d+|\*/y) === null)
          throw this.#error('a name is missing');
        result = { kind: 'unread', what: 'an attribute of another block' };
      } else return result;
    }
  }

  #readPrimary(): BakeExpression {
    const char = this.#text[this.#at];
    if (char === '"') return this.#readString();
    if (char === '[') return this.#readList();
    if (char === '{') return this.#readMap();
    if (char === '(') return this.#readParentheses();
    const heredoc = this.#match(HEREDOC);
    if (heredoc !== null) return this.#readHeredoc(heredoc[2]!, heredoc[1] === '-');
    const number = this.#match(NUMBER)?.[0];
    if (number !== undefined) return { kind: 'value', value: Number(number) };
    const name = this.#match(IDENTIFIER)?.[0];
    if (name === undefined) throw this.#error('a value is missing');
    if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' };
    if (name === 'null') return { kind: 'value', value: null };
    if (this.#text[this.#at] !== '(') return { kind: 'name', name };
    this.#skipBalanced();
    return { kind: 'unread', what: `the function ${name.slice(0, 40)}()` };
  }

  #readParentheses(): BakeExpression {
    this.#at++;
    this.#brackets++;
    const inner = this.#readChoice();
    this.#need(')');
    this.#brackets--;
    return inner;
  }

  #readList(): BakeExpression {
    if (this.#isFor()) return this.#readFor();
    this.#at++;
    this.#brackets++;
    const items: BakeExpression[] = [];
    while (!this.#take(']')) {
      items.push(this.#readChoice());
      if (!this.#take(',')) {
        this.#need(']');
        break;
      }
    }
    this.#brackets--;
    return { kind: 'list', items };
  }

  #readMap(): BakeExpression {
    if (this.#isFor()) return this.#readFor();
    this.#at++;
    this.#brackets++;
    const entries: (readonly [BakeExpression, BakeExpression])[] = [];
    while (!this.#take('}')) {
      const key = this.#readChoice();
      if (!this.#take('=')) this.#need(':');
      // The next line is the next entry here: what is no bracket ends with its line.
      this.#brackets--;
      const outer = this.#brackets;
      this.#brackets = 0;
      this.#match(SPACE_AND_LINES);
      entries.push([key, this.#readChoice()]);
      this.#brackets = outer + 1;
      this.#take(',');
    }
    this.#brackets--;
    return { kind: 'map', entries };
  }

  #isFor(): boolean {
    return /^[[{]\s*for\s/.test(this.#text.slice(this.#at, this.#at + 200));
  }

  #readFor(): BakeExpression {
    this.#skipBalanced();
    return { kind: 'unread', what: 'a for expression' };
  }

  /** Past a bracket and what belongs to it. */
  #skipBalanced(): void {
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at]!;
      if (char === '"') {
        this.#at = stringEnd(this.#text, this.#at) - 1;
        if (this.#at < 0) throw this.#error('a string is not closed');
      } else if ('([{'.includes(char)) depth++;
      else if (')]}'.includes(char) && --depth === 0) {
        this.#at++;
        return;
      }
    }
    throw this.#error('a bracket is not closed');
  }

  #readString(): BakeExpression {
    const end = stringEnd(this.#text, this.#at);
    if (end === 0) throw this.#error('a string is not closed');
    const inner = this.#text.slice(this.#at + 1, end - 1);
    this.#at = end;
    return this.#template(inner, true);
  }

  #readHeredoc(word: string, isIndented: boolean): BakeExpression {
    const lines: string[] = [];
    for (;;) {
      if (this.#at >= this.#text.length) throw this.#error(`the heredoc ${word.slice(0, 40)} does not end`);
      const newline = this.#text.indexOf('\n', this.#at);
      const end = newline === -1 ? this.#text.length : newline;
      const line = this.#text.slice(this.#at, end).replace(/\r$/, '');
      this.#at = line.trim() === word ? end : Math.min(end + 1, this.#text.length);
      if (line.trim() === word) break;
      lines.push(line);
    }
    const filled = lines.filter((line) => line.trim() !== '');
    const indent = isIndented ? Math.min(...filled.map((line) => line.search(/\S/)), 1000) : 0;
    return this.#template(lines.map((line) => `${line.slice(indent)}\n`).join(''), false);
  }

  #template(text: string, hasEscapes: boolean): BakeExpression {
    try {
      const read = (inner: string): BakeExpression =>
        new HclReader(inner, this.#nesting + 1).readExpression();
      return readTemplate(text, hasEscapes, read);
    } catch (error) {
      throw error instanceof HclError ? this.#error(error.message) : error;
    }
  }
}

/** The offset behind a string in quotes, whose templates may hold quotes too; 0 if it is not closed. */
function stringEnd(text: string, start: number): number {
  const braces: ('string' | 'template')[] = ['string'];
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at]!;
    if (braces.at(-1) === 'string') {
      if (char === '\\') at++;
      else if (char === '\n') return 0;
      else if ((char === '$' || char === '%') && text[at + 1] === '{' && text[at - 1] !== char) {
        braces.push('template');
        at++;
      } else if (char === '"') {
        braces.pop();
        if (braces.length === 0) return at + 1;
      }
    } else if (char === '"') braces.push('string');
    else if (char === '{') braces.push('template');
    else if (char === '}') braces.pop();
  }
  return 0;
}
