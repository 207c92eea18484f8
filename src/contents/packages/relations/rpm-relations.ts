// rpm's dependencies as `rpm --query --requires` prints them, one a line: `libz.so.1()(64bit)`, `/bin/sh`, `bash >= 5`,
// and rich ones in parentheses (rpm-dependency-generators, "Boolean dependencies"): `(a if b else c)`.
import type { Provision, Relation, VersionOperator } from './relation.ts';

/** One relation, or a rich dependency's tree of them. */
export type RpmExpression =
  | { readonly kind: 'relation'; readonly relation: Relation }
  | {
      readonly kind: 'and' | 'or' | 'with' | 'without' | 'if' | 'unless';
      readonly left: RpmExpression;
      readonly right: RpmExpression;
      readonly otherwise: RpmExpression | null;
    };

/** Deeper nesting is not read. */
const MOST_DEPTH = 16;

const RELATION = /^(\S+)(?:\s+(<|<=|=|>=|>)\s+(\S+))?$/;

/** Reads the lines that it understands; what the rpm program itself must know how to do (`rpmlib(...)`) is left out. */
export function parseRpmRequires(field: string): readonly RpmExpression[] {
  return field.split('\n').flatMap((line) => {
    const text = line.trim();
    if (text === '' || text.startsWith('rpmlib(')) return [];
    const expression = text.startsWith('(') ? parseRich(text) : parseSimple(text);
    return expression === undefined ? [] : [expression];
  });
}

/** Reads `Provides`, one a line. */
export function parseRpmProvides(field: string): readonly Provision[] {
  return field.split('\n').flatMap((line) => {
    const [, name, operator, version] = RELATION.exec(line.trim()) ?? [];
    if (name === undefined) return [];
    return [{ name, architecture: '', version: operator === '=' ? version! : '' }];
  });
}

function parseSimple(text: string): RpmExpression | undefined {
  const [, name, operator = '', version = ''] = RELATION.exec(text) ?? [];
  if (name === undefined) return undefined;
  return {
    kind: 'relation',
    relation: { name, architecture: '', operator: operator as VersionOperator, version },
  };
}

function parseRich(text: string): RpmExpression | undefined {
  const reader = new RichReader(text);
  const expression = reader.readGroup(0);
  return reader.isAtEnd ? expression : undefined;
}

const OPERATORS = new Set(['and', 'or', 'with', 'without', 'if', 'unless']);

/** Reads a rich dependency from left to right. */
class RichReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    this.#skipBlanks();
    return this.#at >= this.#text.length;
  }

  /** `(` operand [word operand]... `)`. */
  readGroup(depth: number): RpmExpression | undefined {
    if (depth > MOST_DEPTH) return undefined;
    this.#at++;
    let left = this.#readOperand(depth);
    while (left !== undefined) {
      this.#skipBlanks();
      if (this.#text[this.#at] === ')') {
        this.#at++;
        return left;
      }
      const word = this.#readWord();
      const right = this.#readOperand(depth);
      if (right === undefined) return undefined;
      if (word === 'else' && (left.kind === 'if' || left.kind === 'unless'))
        left = { ...left, otherwise: right };
      else if (OPERATORS.has(word))
        left = { kind: word as Exclude<RpmExpression['kind'], 'relation'>, left, right, otherwise: null };
      else return undefined;
    }
    return undefined;
  }

  #readOperand(depth: number): RpmExpression | undefined {
    this.#skipBlanks();
    if (this.#text[this.#at] === '(') return this.readGroup(depth + 1);
    const name = this.#readWord();
    if (name === '') return undefined;
    const start = this.#at;
    this.#skipBlanks();
    const operator = this.#readWord();
    if (!/^(?:<|<=|=|>=|>)$/.test(operator)) {
      this.#at = start;
      return parseSimple(name);
    }
    this.#skipBlanks();
    return parseSimple(`${name} ${operator} ${this.#readWord()}`);
  }

  /** Up to a blank, or a parenthesis that the word has not opened itself: `perl(Foo::Bar)` is one word. */
  #readWord(): string {
    const start = this.#at;
    let open = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text[this.#at]!;
      if (/\s/.test(sign) || (sign === ')' && open === 0)) break;
      if (sign === '(') open++;
      if (sign === ')') open--;
    }
    return this.#text.slice(start, this.#at);
  }

  #skipBlanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
