// HCL as far as bake files use it (hclsyntax spec): bodies, blocks, attributes, expressions.
import type { BakeExpression } from './bake-expression.ts';
import { HclCursor } from './hcl-cursor.ts';
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
  readonly #cursor: HclCursor;
  readonly #nesting: number;
  #depth = 0;

  constructor(text: string, nesting = 0) {
    this.#cursor = new HclCursor(text);
    this.#nesting = nesting;
    if (nesting > NESTING_LIMIT) throw new HclError('templates are nested too deeply', 1);
  }

  readFile(): HclBody {
    const body = this.#readBody();
    if (this.#cursor.at < this.#cursor.text.length) throw this.#cursor.error('a } closes nothing');
    return body;
  }

  /** An expression that is the whole text, as within `${}`. */
  readExpression(): BakeExpression {
    this.#cursor.brackets = 1;
    const expression = this.#readChoice();
    this.#cursor.skip();
    if (this.#cursor.at < this.#cursor.text.length)
      throw this.#cursor.error('an expression goes on where it should end');
    return expression;
  }

  #readBody(): HclBody {
    const attributes = new Map<string, HclAttribute>();
    const blocks: HclBlock[] = [];
    for (;;) {
      this.#cursor.skipLines();
      if (this.#cursor.at >= this.#cursor.text.length || this.#cursor.text[this.#cursor.at] === '}')
        return { attributes, blocks };
      const line = this.#cursor.line();
      const name = this.#cursor.match(IDENTIFIER)?.[0];
      if (name === undefined) throw this.#cursor.error('a name is missing');
      this.#cursor.skip();
      if (this.#cursor.text[this.#cursor.at] === '=' && this.#cursor.text[this.#cursor.at + 1] !== '=') {
        this.#cursor.at++;
        if (attributes.has(name)) throw this.#cursor.error(`${name} is there twice`);
        attributes.set(name, { value: this.#readChoice(), line });
        this.#endLine();
      } else blocks.push(this.#readBlock(name, line));
    }
  }

  #endLine(): void {
    this.#cursor.skip();
    const rest = /\n|#|\/\/|\}|$/y;
    rest.lastIndex = this.#cursor.at;
    if (!rest.test(this.#cursor.text)) throw this.#cursor.error('an attribute goes on where it should end');
  }

  #readBlock(type: string, line: number): HclBlock {
    const labels: string[] = [];
    for (;;) {
      this.#cursor.skip();
      if (this.#cursor.text[this.#cursor.at] === '{') break;
      const label = /"((?:[^"\\\n]|\\.)*)"/y;
      const found = this.#cursor.match(label)?.[1] ?? this.#cursor.match(IDENTIFIER)?.[0];
      if (found === undefined) throw this.#cursor.error(`{ is missing behind ${type.slice(0, 40)}`);
      labels.push(found);
    }
    this.#cursor.at++;
    if (++this.#depth > DEPTH_LIMIT) throw this.#cursor.error('blocks are nested too deeply');
    const body = this.#readBody();
    this.#depth--;
    if (this.#cursor.text[this.#cursor.at] !== '}')
      throw this.#cursor.error(`the block ${type.slice(0, 40)} is not closed`);
    this.#cursor.at++;
    return { type, labels, body, line };
  }

  #readChoice(): BakeExpression {
    if (++this.#depth > DEPTH_LIMIT) throw this.#cursor.error('expressions are nested too deeply');
    const test = this.#readBinary(1);
    let result = test;
    if (this.#cursor.take('?')) {
      const yes = this.#readChoice();
      this.#cursor.need(':');
      result = { kind: 'choice', test, yes, no: this.#readChoice() };
    }
    this.#depth--;
    return result;
  }

  #readBinary(least: number): BakeExpression {
    let left = this.#readUnary();
    for (;;) {
      this.#cursor.skip();
      OPERATOR.lastIndex = this.#cursor.at;
      const operator = OPERATOR.exec(this.#cursor.text)?.[0];
      const precedence = operator === undefined ? 0 : PRECEDENCE[operator]!;
      const isComment =
        operator === '/' && /^\/[/*]/.test(this.#cursor.text.slice(this.#cursor.at, this.#cursor.at + 2));
      if (operator === undefined || precedence < least || isComment) return left;
      this.#cursor.at += operator.length;
      left = { kind: 'binary', operator, left, right: this.#readBinary(precedence + 1) };
    }
  }

  #readUnary(): BakeExpression {
    this.#cursor.skip();
    if (this.#cursor.text[this.#cursor.at] === '!' && this.#cursor.text[this.#cursor.at + 1] !== '=') {
      this.#cursor.at++;
      if (++this.#depth > DEPTH_LIMIT) throw this.#cursor.error('expressions are nested too deeply');
      const of = this.#readUnary();
      this.#depth--;
      return { kind: 'not', of };
    }
    if (this.#cursor.take('-')) {
      const number = this.#cursor.match(NUMBER)?.[0];
      if (number !== undefined) return { kind: 'value', value: -Number(number) };
      throw this.#cursor.error('a number is missing behind -');
    }
    return this.#readPostfix(this.#readPrimary());
  }

  /** Attributes, indexes and splats are read past, and not evaluated. */
  #readPostfix(primary: BakeExpression): BakeExpression {
    let result = primary;
    for (;;) {
      const next = this.#cursor.text[this.#cursor.at];
      if (next === '[') {
        this.#cursor.skipBalanced();
        result = { kind: 'unread', what: 'an index' };
      } else if (next === '.' && /[\p{ID_Start}_*\d]/u.test(this.#cursor.text[this.#cursor.at + 1] ?? '')) {
        this.#cursor.at += 1;
        if (this.#cursor.match(IDENTIFIER) === null && this.#cursor.match(/\d+|\*/y) === null)
          throw this.#cursor.error('a name is missing');
        result = { kind: 'unread', what: 'an attribute of another block' };
      } else return result;
    }
  }

  #readPrimary(): BakeExpression {
    const char = this.#cursor.text[this.#cursor.at];
    if (char === '"') return this.#readString();
    if (char === '[') return this.#readList();
    if (char === '{') return this.#readMap();
    if (char === '(') return this.#readParentheses();
    const heredoc = this.#cursor.match(HEREDOC);
    if (heredoc !== null) return this.#readHeredoc(heredoc[2]!, heredoc[1] === '-');
    const number = this.#cursor.match(NUMBER)?.[0];
    if (number !== undefined) return { kind: 'value', value: Number(number) };
    const name = this.#cursor.match(IDENTIFIER)?.[0];
    if (name === undefined) throw this.#cursor.error('a value is missing');
    if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' };
    if (name === 'null') return { kind: 'value', value: null };
    if (this.#cursor.text[this.#cursor.at] !== '(') return { kind: 'name', name };
    this.#cursor.skipBalanced();
    return { kind: 'unread', what: `the function ${name.slice(0, 40)}()` };
  }

  #readParentheses(): BakeExpression {
    this.#cursor.at++;
    this.#cursor.brackets++;
    const inner = this.#readChoice();
    this.#cursor.need(')');
    this.#cursor.brackets--;
    return inner;
  }

  #readList(): BakeExpression {
    if (this.#isFor()) return this.#readFor();
    this.#cursor.at++;
    this.#cursor.brackets++;
    const items: BakeExpression[] = [];
    while (!this.#cursor.take(']')) {
      items.push(this.#readChoice());
      if (!this.#cursor.take(',')) {
        this.#cursor.need(']');
        break;
      }
    }
    this.#cursor.brackets--;
    return { kind: 'list', items };
  }

  #readMap(): BakeExpression {
    if (this.#isFor()) return this.#readFor();
    this.#cursor.at++;
    this.#cursor.brackets++;
    const entries: (readonly [BakeExpression, BakeExpression])[] = [];
    while (!this.#cursor.take('}')) {
      const key = this.#readChoice();
      if (!this.#cursor.take('=')) this.#cursor.need(':');
      // The next line is the next entry here: what is no bracket ends with its line.
      this.#cursor.brackets--;
      const outer = this.#cursor.brackets;
      this.#cursor.brackets = 0;
      this.#cursor.skipLines();
      entries.push([key, this.#readChoice()]);
      this.#cursor.brackets = outer + 1;
      this.#cursor.take(',');
    }
    this.#cursor.brackets--;
    return { kind: 'map', entries };
  }

  #isFor(): boolean {
    return /^[[{]\s*for\s/.test(this.#cursor.text.slice(this.#cursor.at, this.#cursor.at + 200));
  }

  #readFor(): BakeExpression {
    this.#cursor.skipBalanced();
    return { kind: 'unread', what: 'a for expression' };
  }

  #readString(): BakeExpression {
    const end = this.#cursor.stringEnd();
    const inner = this.#cursor.text.slice(this.#cursor.at + 1, end - 1);
    this.#cursor.at = end;
    return this.#template(inner, true);
  }

  #readHeredoc(word: string, isIndented: boolean): BakeExpression {
    const lines: string[] = [];
    for (;;) {
      if (this.#cursor.at >= this.#cursor.text.length)
        throw this.#cursor.error(`the heredoc ${word.slice(0, 40)} does not end`);
      const newline = this.#cursor.text.indexOf('\n', this.#cursor.at);
      const end = newline === -1 ? this.#cursor.text.length : newline;
      const line = this.#cursor.text.slice(this.#cursor.at, end).replace(/\r$/, '');
      this.#cursor.at = line.trim() === word ? end : Math.min(end + 1, this.#cursor.text.length);
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
      throw error instanceof HclError ? this.#cursor.error(error.message) : error;
    }
  }
}
