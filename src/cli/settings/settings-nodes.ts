// The syntax tree of plimsoll.yaml: values are taken from it, never resolved, so that each problem has its line and aliases can
// multiply nothing.
import {
  isAlias,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { cutEnd } from '../../report/cell-width.ts';
import { findClosestWord } from './closest-word.ts';

/** What is wrong in the file, and where. */
export interface SettingsProblem {
  readonly line: number;
  readonly message: string;
}

/** Of a name that is wrong, so much is shown. */
export const NAME_CELLS = 60;

/** The values of a map by those of its keys that are known. */
export type SettingsValues<Key extends string> = Partial<Record<Key, Node>>;

/** Reads nodes and collects what is wrong with them. */
export class SettingsNodes {
  readonly problems: SettingsProblem[] = [];
  readonly #lines = new LineCounter();

  parse(text: string): Node | null {
    let document: ReturnType<typeof parseDocument>;
    try {
      document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, logLevel: 'error' });
    } catch {
      // Nesting without end is all that makes the parser itself fail.
      this.problems.push({ line: 1, message: 'it is nested too deeply to be read' });
      return null;
    }
    for (const { code, pos, message } of document.errors)
      this.problems.push({
        line: this.#lines.linePos(pos[0]).line,
        message: code === 'MULTIPLE_DOCS' ? 'it holds more than one document' : message.split('\n', 1)[0]!,
      });
    return this.problems.length > 0 ? null : (document.contents as Node | null);
  }

  readKeys<Key extends string>(map: YAMLMap, keys: readonly Key[], inside: string): SettingsValues<Key> {
    const values: SettingsValues<Key> = {};
    for (const { key, value } of map.items as Pair<Node, Node | null>[]) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!keys.includes(name as Key)) {
        const closest = findClosestWord(name, keys);
        const suggestion = closest === undefined ? '' : ` (did you mean '${closest}'?)`;
        this.report(key, `unknown key '${cutEnd(name, NAME_CELLS)}'${inside}${suggestion}`);
      } else if (value === null || (isScalar(value) && value.value === null))
        this.report(key, `'${name}'${inside} has no value`);
      else if (isAlias(value)) this.report(value, `'${name}'${inside} is an alias; write the value itself`);
      else values[name as Key] = value;
    }
    return values;
  }

  readText(node: Node, what: string): string | undefined {
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    this.report(node, `${what} must be text`);
    return undefined;
  }

  /** A list of texts, or one. A number is meant as it is written: the tag 3.10 is not 3.1. */
  readTexts(node: Node, what: string): readonly string[] {
    const items = isSeq(node) ? (node.items as Node[]) : [node];
    return items.flatMap((item) =>
      isScalar(item) && typeof item.value === 'number'
        ? (item.source ?? String(item.value))
        : (this.readText(item, what) ?? []),
    );
  }

  report(node: Node | null, message: string): void {
    this.problems.push({ line: this.lineOf(node), message });
  }

  lineOf(node: Node | null): number {
    return this.#lines.linePos(node?.range?.[0] ?? 0).line;
  }
}
