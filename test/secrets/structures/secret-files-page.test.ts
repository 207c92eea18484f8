// The published page against the structures: nothing is found that it does not tell, and it tells of nothing else.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALL_RULES } from '../../../src/secrets/rules/all-rules.ts';
import { ALL_STRUCTURES } from '../../../src/secrets/structures/all-structures.ts';

const page = readFileSync(new URL('../../../docs/secret-files.md', import.meta.url), 'utf8');
const kinds = ALL_STRUCTURES.flatMap((structure) => structure.kinds);

test('docs/secret-files.md lists every kind once, with its name, source and severity', () => {
  const listed = [...page.matchAll(/`secret\/([a-z0-9-]+)`/g)].map(([, id]) => id!);
  expect(listed.sort()).toEqual(kinds.map(({ id }) => id).sort());
  const missing = kinds.filter(({ name, source, severity }) => {
    const link = `[${name}](${source})`;
    return !page.includes(severity === 'warning' ? `${link} (warning)` : link);
  });
  expect(missing).toEqual([]);
});

test('kinds and structures have ids of their own, and sources to read', () => {
  const ids = [...kinds.map(({ id }) => id), ...ALL_STRUCTURES.map(({ id }) => `structure ${id}`)];
  expect(new Set(ids).size).toBe(ids.length);
  const taken = new Set(ALL_RULES.map(({ id }) => id));
  expect(kinds.filter(({ id }) => taken.has(id))).toEqual([]);
  for (const { id, source } of kinds) {
    expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
    expect(source).toMatch(/^https:\/\//);
  }
});

test('names and endings are lower case, and names are no paths', () => {
  for (const { names, endings } of ALL_STRUCTURES) {
    expect(names.filter((name) => name !== name.toLowerCase() || name.includes('/'))).toEqual([]);
    expect(endings.filter((ending) => !/^\.[^./A-Z]+$/.test(ending))).toEqual([]);
  }
});

test('every name that is listed is looked at somewhere', () => {
  const folders = [
    '',
    'etc/',
    'etc/security/',
    'root/.docker/',
    '.kube/',
    '.aws/',
    '.git/',
    'git/',
    '.bundle/',
    '.gem/',
    '.cargo/',
    'gcloud/',
    '.config/gh/',
    '.config/glab/',
    '.fly/',
    'doctl/',
    '.circleci/',
    '.netlify/',
    'serviceaccount/',
    'settings/',
  ];
  const dead = ALL_STRUCTURES.flatMap(({ id, names, matches }) =>
    names.filter((name) => !folders.some((folder) => matches(folder + name))).map((name) => `${id}: ${name}`),
  );
  expect(dead).toEqual([]);
});
