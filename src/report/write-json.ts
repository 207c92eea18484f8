// How every report becomes JSON: two blanks a level, nothing that a terminal would obey, in pieces of any number.

/** Changes only where a field goes or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** Items of a field of the top level written one by one: a list of them all would take more than the rest. */
export class WrittenItems {
  readonly items: Iterable<string>;

  constructor(items: Iterable<string>) {
    this.items = items;
  }
}

/** A report in pieces; together they end with a newline. The top two levels are written piece by piece: the findings of a large image are more than one string may hold. */
export function* writeJson(value: object): Iterable<string> {
  const fields = Object.entries(value);
  yield '{\n';
  for (const [i, [key, field]] of fields.entries()) {
    yield `  ${JSON.stringify(key)}: `;
    if (Array.isArray(field) && field.length > 0) {
      for (const [k, item] of field.entries()) yield `${k === 0 ? '[' : ','}\n    ${pretty(item, 4)}`;
      yield '\n  ]';
    } else if (field instanceof WrittenItems) {
      let isFirst = true;
      for (const item of field.items) {
        yield `${isFirst ? '[' : ','}\n    ${item}`;
        isFirst = false;
      }
      yield isFirst ? '[]' : '\n  ]';
    } else yield pretty(field, 2);
    yield i === fields.length - 1 ? '\n}\n' : ',\n';
  }
}

/** Characters that JSON leaves as they are and that a terminal may obey or an eye may miss. */
const UNSAFE = /[\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g;

/** A value as JSON; lines behind the first begin with `indent` blanks. */
export function pretty(value: unknown, indent: number): string {
  return escapeUnsafe(JSON.stringify(value, null, 2)).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

/** A value as JSON in one line. */
export function compact(value: unknown): string {
  return escapeUnsafe(JSON.stringify(value));
}

function escapeUnsafe(json: string): string {
  return json.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
