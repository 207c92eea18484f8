// The schemas themselves, and that every command that prints JSON has one.
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';
import { readSchema, SCHEMA_NAMES, type Schema } from '../report/validate-schema.ts';
import { FILE_OPTIONS, FILE_SCHEMAS, JSON_OUTPUTS } from './json-outputs.ts';

const TEXT = { write: () => true };
const program = createProgram(
  {
    stdout: TEXT,
    stderr: TEXT,
    env: {},
    version: '0',
    signal: new AbortController().signal,
    now: new Date(),
  },
  () => {},
);
const COMMANDS = listCommands(program, '');
const OUTPUTS = Object.values(JSON_OUTPUTS).flatMap((group) =>
  Object.entries(group as Readonly<Record<string, readonly string[]>>),
);

function listCommands(
  command: Command,
  path: string,
): readonly (readonly [path: string, command: Command])[] {
  return command.commands.flatMap((each): readonly (readonly [string, Command])[] => {
    const name = `${path} ${each.name()}`.trim();
    return each.commands.length > 0 ? listCommands(each, name) : [[name, each]];
  });
}

/** Every schema within a schema, with its place. */
function listParts(node: Schema, at: string): readonly (readonly [at: string, node: Schema])[] {
  const inner = (name: string, value: unknown): readonly (readonly [string, Schema])[] =>
    typeof value === 'object' && value !== null ? listParts(value as Schema, `${at}.${name}`) : [];
  const named = ['properties', '$defs'].flatMap((keyword) =>
    Object.entries((node[keyword] ?? {}) as Schema).flatMap(([name, value]) => inner(name, value)),
  );
  const lists = ['oneOf', 'anyOf', 'allOf', 'prefixItems'].flatMap((keyword) =>
    ((node[keyword] ?? []) as readonly unknown[]).flatMap((value, i) => inner(`${keyword}[${i}]`, value)),
  );
  const single = ['items', 'additionalProperties'].flatMap((keyword) => inner(keyword, node[keyword]));
  return [[at, node], ...named, ...lists, ...single];
}

describe('every command that prints JSON', () => {
  test('has schemas, and they are compared with what it prints', () => {
    const printing = COMMANDS.filter(([, command]) =>
      command.options.some(({ long, argChoices }) => long === '--format' && argChoices?.includes('json')),
    );
    expect(printing.map(([path]) => path).sort()).toEqual(
      [...new Set(OUTPUTS.map(([command]) => command))].sort(),
    );
  });

  test('names no file whose form is not known', () => {
    const naming = COMMANDS.flatMap(([path, command]) =>
      command.options
        .filter(({ flags }) => flags.includes('<file>'))
        .map(({ long }) => ({ path, long: long ?? '' })),
    );
    expect(naming.filter(({ long }) => !(long in FILE_OPTIONS))).toEqual([]);
  });

  test('and every schema is one of a command or a file', () => {
    const used = [
      ...OUTPUTS.flatMap(([, schemas]) => schemas),
      ...FILE_SCHEMAS,
      ...Object.values(FILE_OPTIONS).filter((name) => name !== null),
    ];
    expect([...new Set(used)].sort()).toEqual([...SCHEMA_NAMES]);
  });
});

describe.each(SCHEMA_NAMES)('%s', (name) => {
  const schema = readSchema(name);
  const parts = listParts(schema, name);
  const resolve = (ref: string): Schema =>
    ref.startsWith('#/$defs/')
      ? ((schema['$defs'] as Schema)[ref.slice('#/$defs/'.length)] as Schema)
      : readSchema(ref.replace(/\.json$/, ''));

  test('says what it is', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `https://unpkg.com/plimsoll/schema/${name}.json`,
      title: expect.stringMatching(/\S/),
      description: expect.stringMatching(/\.$/),
    });
  });

  test('describes each of its fields', () => {
    const silent = parts.flatMap(([at, { properties }]) =>
      Object.entries((properties ?? {}) as Readonly<Record<string, Schema>>)
        .filter(([, field]) => {
          const ref = field['$ref'] as string | undefined;
          return (
            (field['description'] ?? (ref === undefined ? undefined : resolve(ref)['description'])) ===
            undefined
          );
        })
        .map(([field]) => `${at}.${field}`),
    );
    expect(silent).toEqual([]);
  });

  test('leaves no object without its fields, and no list without its items', () => {
    const bare = parts.filter(
      ([, { type, properties, additionalProperties, oneOf, anyOf, allOf, items, prefixItems }]) => {
        const types = [type].flat();
        const isTold = [properties, oneOf, anyOf, allOf].some((rule) => rule !== undefined);
        const isObject = types.includes('object') && !isTold && typeof additionalProperties !== 'object';
        return isObject || (types.includes('array') && items === undefined && prefixItems === undefined);
      },
    );
    expect(bare.map(([at]) => at)).toEqual([]);
  });
});
