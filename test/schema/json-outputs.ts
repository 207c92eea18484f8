// Which command prints by which schema, in groups as they are tested; and a run that is compared with its schema.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readSchema, validateSchema } from '../report/validate-schema.ts';
import { runHere } from '../support/run-here.ts';

/** Of each command that has `--format json`, the schemas of what it may print. */
export const JSON_OUTPUTS = {
  images: { check: ['check'], image: ['image', 'why', 'lighter'], diff: ['diff'] },
  projects: {
    check: ['context'],
    context: ['context', 'context-why', 'context-fix'],
    'dockerfile split': ['split'],
  },
  rewrites: { squash: ['squash'], trim: ['trim'], rebase: ['rebase'], relayer: ['relayer'] },
  fleets: {
    'fleet storage': ['fleet-storage'],
    'fleet what-if': ['fleet-what-if'],
    'fleet check': ['fleet-check'],
    'fleet sbom': ['fleet-sbom'],
    'fleet tree': ['fleet-tree'],
    'fleet propose': ['fleet-propose'],
  },
  updates: {
    'update graph': ['update-graph'],
    'update plan': ['update-plan'],
    'update run': ['update-run'],
    'update promote': ['update-promote'],
    'update rollback': ['update-rollback'],
    'update status': ['update-status'],
    // Each of its runs prints what `update run` prints.
    'update watch': ['update-run'],
  },
} as const satisfies Record<string, Readonly<Record<string, readonly string[]>>>;

/** Options that name a file, and the schema of what is written there; null where it is read, or is no JSON of ours. */
export const FILE_OPTIONS: Readonly<Record<string, string | null>> = {
  '--certificate': 'certificate',
  '--layout': 'relayer-layout',
  '--write-known': 'known-findings',
  '--known': null,
  '--lock': 'plimsoll-lock',
  // A baseline, a snapshot, a Dockerfile, a page: the command says which.
  '--output': null,
  '--bake': null,
  '--compose': null,
  '--config': null,
  '--dockerfile': null,
  '--from': null,
  '--index': null,
  '--key': null,
};

/** Schemas of files that are written or read, beside those of options. */
export const FILE_SCHEMAS = ['baseline', 'fleet-snapshot', 'plimsoll-yaml'] as const;

type Group = keyof typeof JSON_OUTPUTS;
type Value = Readonly<Record<string, unknown>>;

/** No engine and no home: nothing of this machine is asked. */
const ENVIRONMENT = { HOME: '/nonexistent', PATH: '/nonexistent', DOCKER_HOST: 'unix:///nonexistent' };

const seen = new Set<string>();

/** What is in the way of a value that claims to be of a schema: its problems, and a first field that is not the version. */
export function expectSchema(name: string, value: unknown, first = 'schemaVersion'): void {
  expect(Object.keys(value as object)[0], name).toBe(first);
  expect(validateSchema(readSchema(name), value, true), name).toEqual([]);
}

/** The same of a file. */
export function expectFile(name: string, path: string, first?: string): Value {
  const value = JSON.parse(readFileSync(path, 'utf8')) as Value;
  expectSchema(name, value, first);
  return value;
}

/** Runs `plimsoll COMMAND ARGS --format json`, compares the output with the schema, and gives it. */
export async function expectJson(
  command: string,
  schema: string,
  args: readonly string[],
  work: readonly string[] = ['--no-cache', '--workers', '0'],
): Promise<Value> {
  const { exitCode, output, complaint } = await runHere(
    [...command.split(' '), ...args, '--format', 'json'],
    ENVIRONMENT,
    work,
  );
  expect(output, `${exitCode} ${complaint}`).not.toBe('');
  return expectOutput(command, schema, output);
}

/** The same of what a command has printed. */
export function expectOutput(command: string, schema: string, output: string): Value {
  const value = JSON.parse(output) as Value;
  expectSchema(schema, value);
  seen.add(`${command} ${schema}`);
  return value;
}

/** To stand at the end of a file: that every output of the group was compared. */
export function testAllSeen(group: Group): void {
  test('no output was left out', () => {
    const wanted = Object.entries(JSON_OUTPUTS[group]).flatMap(([command, schemas]) =>
      (schemas as readonly string[]).map((schema) => `${command} ${schema}`),
    );
    expect([...seen].sort()).toEqual(wanted.sort());
  });
}
