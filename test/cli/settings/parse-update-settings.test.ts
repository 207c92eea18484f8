import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { parseSettings } from '../../../src/cli/settings/parse-settings.ts';
import { NO_UPDATE_SETTINGS } from '../../../src/fleet/update/update-settings.ts';
import { validateSchema } from '../../report/validate-schema.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../../schema/plimsoll-yaml.json', import.meta.url), 'utf8'),
);
const parse = (text: string) => parseSettings(text, 'plimsoll.yaml', []);
const tell = (text: string): string[] =>
  parse(text).problems.map(({ line, message }) => `${line}: ${message}`);

const WHOLE = `
images:
  - name: acme/$1
    tags: [3.10, latest]
    dockerfile: images/*/Dockerfile
    context: images/$1
    target: prod
    args: { A: x, B: 3.10, C: true, __proto__: p }
    platforms: [linux/amd64, linux/arm/v7]
    secrets: [npm, pip]
    refresh: 2w
  - { name: acme/b:1, dockerfile: b/Dockerfile, platforms: linux/arm64, secrets: one, tags: 2 }
update:
  definitions: bakefiles/*.json
  folders: [../other]
  exclude: [tests, docs/*]
  generations: ghcr.io/acme/generations
  keep: 9
  mayFail: ['*-nightly']
  gate: warning
`;

test('every setting is read', () => {
  const { settings, problems } = parse(WHOLE);
  expect(problems).toEqual([]);
  const [first, second] = settings.update.images;
  expect({ ...first!.args }).toEqual({ A: 'x', B: '3.10', C: 'true', ['__proto__']: 'p' });
  expect({ ...first, args: {} }).toEqual({
    name: 'acme/$1',
    tags: ['3.10', 'latest'],
    dockerfile: 'images/*/Dockerfile',
    context: 'images/$1',
    target: 'prod',
    args: {},
    platforms: ['linux/amd64', 'linux/arm/v7'],
    secretIds: ['npm', 'pip'],
    refreshSeconds: 14 * 86_400,
    line: 3,
  });
  expect(second).toEqual({
    name: 'acme/b:1',
    tags: ['2'],
    dockerfile: 'b/Dockerfile',
    args: {},
    platforms: ['linux/arm64'],
    secretIds: ['one'],
    line: 12,
  });
  expect({ ...settings.update, images: [] }).toEqual({
    images: [],
    definitions: ['bakefiles/*.json'],
    folders: ['../other'],
    exclude: ['tests', 'docs/*'],
    generations: 'ghcr.io/acme/generations',
    keep: 9,
    mayFail: ['*-nightly'],
    gate: 'warning',
  });
});

test('what is left out holds as it is', () => {
  expect(parse('update: {}').settings.update).toEqual(NO_UPDATE_SETTINGS);
  expect(parse('failOn: error').settings.update).toEqual(NO_UPDATE_SETTINGS);
});

const MISTAKES: readonly (readonly [text: string, problem: string])[] = [
  ['images: x', "1: 'images' must be a list of entries with 'name' and 'dockerfile'"],
  ['images:\n  - name: a', "2: an entry of 'images' must have 'name' and 'dockerfile'"],
  ['images:\n  - 7', "2: an entry of 'images' must have 'name' and 'dockerfile'"],
  [
    'images:\n  - { name: a, dockerfile: b, tag: c }',
    "2: unknown key 'tag' in 'images' (did you mean 'tags'?)",
  ],
  ['images:\n  - { name: a, dockerfile: b, args: [c] }', "2: 'args' in 'images' must hold names and values"],
  ['images:\n  - { name: a, dockerfile: b, args: { c: [] } }', "2: an argument in 'images' must have a text"],
  [
    'images:\n  - { name: a, dockerfile: b, platforms: amd64 }',
    "2: a platform in 'images' must be os/architecture[/variant]",
  ],
  [
    'images:\n  - { name: a, dockerfile: b, refresh: soon }',
    "2: 'refresh' in 'images' must be an age: 12h, 7d, 4w",
  ],
  [
    'images:\n  - { name: a, dockerfile: b, refresh: 0d }',
    "2: 'refresh' in 'images' must be an age: 12h, 7d, 4w",
  ],
  [
    'update: []',
    "1: 'update' must hold some of definitions, folders, exclude, generations, keep, mayFail, gate",
  ],
  ['update: { keep: 0 }', "1: 'keep' in 'update' must be a whole number from 1 to 1000"],
  ['update: { gate: advice }', "1: 'gate' in 'update' must be one of error, warning"],
  ['update: { folders: [[x]] }', "1: 'folders' in 'update' must be text"],
];

test.each(MISTAKES)('%j', (text, problem) => {
  expect(tell(text)).toEqual([problem]);
});

describe('the published schema agrees', () => {
  test('with what is right', () => {
    expect(validateSchema(SCHEMA, parseYaml(WHOLE), true)).toEqual([]);
  });

  // An age of nothing and a count without end are more than a schema needs to know.
  test.each(MISTAKES.filter(([text]) => !text.includes('0d')))('with %j', (text) => {
    expect(validateSchema(SCHEMA, parseYaml(text), true)).not.toEqual([]);
  });
});
