// Scalars of a YAML text and where they are, line by line: mappings, sequences, quoted and block scalars, flow mappings on one
// line. No aliases are followed and no tree is built, so that the time is linear however the input is made; templates are no obstacle.
// https://yaml.org/spec/1.2.2/
import { type NamedValue, readLines, type TextLine } from './named-value.ts';

const DEEPEST = 64;
/** How much of a flow mapping is read. */
const FLOW_LIMIT = 1 << 16;
const KEY =
  /^(?:"([^"\\]{0,256})"|'([^']{0,256})'|([^\s#"'[\]{},&*!|>%@`-][^:#\r\n]{0,256}?|-[^\s:#][^:#\r\n]{0,255}?))[ \t]{0,16}:(?=[ \t]|$)/;
/** A key with colons in it, as `//registry.example.com/:_authToken` or a URL has. */
const COLON_KEY = /^([^\s#"'[\]{},&*!|>%@`-]\S{0,512}?):(?=[ \t]|$)/;
const PROPERTIES = /^(?:(?:![^\s]{0,64}|&[^\s]{1,64})[ \t]{1,16}){1,2}/;
const BLOCK = /^[|>][+\-0-9]{0,2}[ \t]{0,16}(?:#.*)?$/;

interface Level {
  readonly indent: number;
  readonly name: string;
  /** Of an item of a sequence: how many stand before it. */
  readonly index?: number;
}

interface Block {
  readonly indent: number;
  readonly name: string;
  readonly parents: readonly string[];
  readonly lines: string[];
  start: number;
  end: number;
}

/** Every scalar that is a value, with its key; items of a sequence have their index as name. */
export function* readYamlScalars(text: string): Generator<NamedValue> {
  const reader = new YamlLines();
  for (const line of readLines(text)) yield* reader.read(line);
  yield* reader.finishBlock();
}

class YamlLines {
  readonly #levels: Level[] = [];
  readonly #names: string[] = [];
  #block: Block | undefined;

  *read(line: TextLine): Generator<NamedValue> {
    const body = line.text.trimStart();
    const indent = line.text.length - body.length;
    if (this.#block !== undefined) {
      if (body === '') return;
      if (indent > this.#block.indent) {
        if (this.#block.start < 0) this.#block.start = line.start + indent;
        this.#block.end = line.end;
        this.#block.lines.push(body);
        return;
      }
      yield* this.finishBlock();
    }
    if (body === '' || body[0] === '#') return;
    if (indent === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(body)) this.#leave(0);
    else yield* this.#readNode(body, indent, line.start + indent);
  }

  *finishBlock(): Generator<NamedValue> {
    const block = this.#block;
    this.#block = undefined;
    if (block === undefined || block.start < 0) return;
    const { name, parents, start, end, lines } = block;
    yield { name, parents, value: lines.join('\n'), start, end };
  }

  /** One node that begins at column `indent`: a dash, a key, or a scalar on its own. */
  *#readNode(node: string, column: number, at: number): Generator<NamedValue> {
    let [body, indent, start] = [node, column, at];
    while (body[0] === '-' && (body.length === 1 || body[1] === ' ' || body[1] === '\t')) {
      const index = this.#leave(indent, true);
      if (this.#levels.length >= DEEPEST) return;
      this.#enter({ indent, name: `[${index}]`, index });
      const rest = body.slice(1).trimStart();
      if (rest === '') return;
      const moved = body.length - rest.length;
      [body, indent, start] = [rest, indent + moved, start + moved];
    }
    const key = KEY.exec(body) ?? COLON_KEY.exec(body);
    if (key === null) {
      const item = this.#levels.at(-1);
      if (item?.index !== undefined)
        yield* this.#readValue(body, item.indent, item.name, start, this.#names.slice(0, -1));
      return;
    }
    this.#leave(indent);
    const name = key[1] ?? key[2] ?? key[3] ?? '';
    const value = body.slice(key[0].length).trimStart();
    if (value === '' || value[0] === '#') {
      if (this.#levels.length < DEEPEST) this.#enter({ indent, name });
    } else yield* this.#readValue(value, indent, name, start + body.length - value.length, this.#names);
  }

  *#readValue(
    written: string,
    indent: number,
    name: string,
    at: number,
    parents: readonly string[],
  ): Generator<NamedValue> {
    const properties = PROPERTIES.exec(written)?.[0].length ?? 0;
    const [body, start] = [written.slice(properties), at + properties];
    if (BLOCK.test(body)) this.#block = { indent, name, parents, lines: [], start: -1, end: -1 };
    else if (body[0] === '{' || body[0] === '[') yield* readFlow(body, start, [...parents, name]);
    else if (!written.startsWith('!vault') && body[0] !== '*') {
      const [from, to] = scalarWithin(body);
      yield { name, parents, value: body.slice(from, to), start: start + from, end: start + to };
    }
  }

  #enter(level: Level): void {
    this.#levels.push(level);
    this.#names.push(level.name);
  }

  /** Leaves every level that a node at `indent` is not in, and returns the index that an item there has. */
  #leave(indent: number, isItem = false): number {
    let index = 0;
    for (let level = this.#levels.at(-1); level !== undefined; level = this.#levels.at(-1)) {
      // A sequence may stand at the indent of its key.
      if (level.indent < indent || (isItem && level.indent === indent && level.index === undefined)) break;
      if (level.indent === indent && level.index !== undefined) index = level.index + 1;
      this.#levels.pop();
      this.#names.pop();
    }
    return index;
  }
}

/** Start and end of a scalar within the rest of its line. */
function scalarWithin(body: string): [number, number] {
  const quote = body[0];
  if (quote === '"' || quote === "'") {
    let end = 1;
    for (; end < body.length; end++) {
      if (quote === '"' && body[end] === '\\') end++;
      else if (quote === "'" && body[end] === quote && body[end + 1] === quote) end++;
      else if (body[end] === quote) break;
    }
    return [1, Math.min(end, body.length)];
  }
  const comment = body.search(/[ \t]#/);
  return [0, (comment < 0 ? body : body.slice(0, comment)).trimEnd().length];
}

const FLOW_PAIR =
  /(?:"([^"\\]{1,256})"|'([^']{1,256})'|([\w.\-/]{1,256}))[ \t]{0,8}:[ \t]{0,8}(?:"((?:[^"\\]|\\.){0,4096})"|'([^']{0,4096})'|([^\s"'{}[\],][^{}[\],]{0,4096}))/g;

/** The pairs of a flow mapping on one line, whatever their depth. */
function* readFlow(body: string, start: number, parents: readonly string[]): Generator<NamedValue> {
  for (const pair of body.slice(0, FLOW_LIMIT).matchAll(FLOW_PAIR)) {
    const value = (pair[4] ?? pair[5] ?? pair[6])!.trimEnd();
    const end = start + pair.index + pair[0].trimEnd().length - (pair[6] === undefined ? 1 : 0);
    yield { name: (pair[1] ?? pair[2] ?? pair[3])!, parents, value, start: end - value.length, end };
  }
}
