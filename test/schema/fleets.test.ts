// What is printed of fleets, on every example.
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSchema, validateSchema } from '../report/validate-schema.ts';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { runHere } from '../support/run-here.ts';
import { writeShop } from '../support/shop-fleet.ts';
import { expectFile, expectJson, expectSchema, testAllSeen } from './json-outputs.ts';
import { writeExampleImages } from './schema-examples.ts';

const folder = makeTemporaryFolder();
const [images, shop, history] = ['images', 'shop', 'history'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
mkdirSync(images);
await writeExampleImages(images);
await writeShop(shop);
const WORK = ['--cache-dir', join(folder, 'cache'), '--workers', '0'];
const json = (command: string, schema: string, args: readonly string[]) =>
  expectJson(command, schema, args, WORK);

const SOURCES = [[images], [shop], [images, shop]];

test.each(SOURCES)('storage, and what would be other: %s %s', async (...sources) => {
  const fleet = sources.filter((source) => source !== undefined);
  const snapshot = join(makeTemporaryFolder(), 'fleet.json');
  await runHere(['fleet', 'snapshot', ...fleet, '-o', snapshot], {}, WORK);
  expectFile('fleet-snapshot', snapshot, 'kind');
  for (const source of [fleet, [snapshot]]) {
    await json('fleet storage', 'fleet-storage', [...source, '--all']);
    await json('fleet what-if', 'fleet-what-if', [...source, '--squash', '*', '--one-os', 'most-used']);
    await json('fleet tree', 'fleet-tree', source);
  }
});

test('a history', async () => {
  mkdirSync(history);
  for (const [i, sources] of SOURCES.entries()) {
    await runHere(['fleet', 'snapshot', ...sources, '-o', join(history, `${i}.json`)], {}, WORK);
    const { complaint } = await runHere(['fleet', 'snapshot', ...sources, '-o', `${history}/`], {}, WORK);
    expect(complaint).toBeDefined();
  }
  for (const name of readdirSync(history)) expectFile('fleet-snapshot', join(history, name), 'kind');
  const value = await json('fleet storage', 'fleet-storage', [history, '--keep', '1,2']);
  expect(value['churn']).not.toBeNull();
  await json('fleet what-if', 'fleet-what-if', [history, '--keep', '1', '--drop', 'shop/other:*']);
});

test('what images carry', async () => {
  const gone = join(folder, 'broken');
  cpSync(join(shop, 'web'), join(gone, 'web'), { recursive: true });
  for (const sources of [[images], [shop], [images, shop, '--all', '--fingerprints', '--max-ballast', '1%']])
    await json('fleet check', 'fleet-check', sources);
});

test('bills, and which of them make up an image', async () => {
  for (const source of [images, shop]) {
    const out = makeTemporaryFolder();
    const printed = await json('fleet sbom', 'fleet-sbom', [source, '-o', out]);
    const index = JSON.parse(readFileSync(join(out, 'index.json'), 'utf8')) as object;
    expectSchema('fleet-sbom', index);
    expect(index).toEqual(printed);
  }
});

test('hierarchies, as they are and as they might be', async () => {
  for (const source of [images, shop]) {
    await json('fleet tree', 'fleet-tree', [source, '--contents']);
    await json('fleet propose', 'fleet-propose', [source, '--platform-cost', '1kB']);
    await json('fleet propose', 'fleet-propose', [source, '--layers-only']);
  }
});

test('a snapshot that others write', () => {
  const minimal = {
    kind: 'fleet-snapshot',
    images: [{ repository: 'team/app', architecture: 'amd64', layers: [[`sha256:${'0'.repeat(64)}`, 10]] }],
  };
  expectSchema('fleet-snapshot', minimal, 'kind');
  const text = readFileSync(new URL('../../docs/fleet.md', import.meta.url), 'utf8');
  const [, shown] = /```json\n(\{\n {2}"kind": "fleet-snapshot"[\s\S]*?)```/.exec(text)!;
  expect(JSON.parse(shown!)).toMatchObject({ kind: 'fleet-snapshot' });
  expect(validateSchema(readSchema('fleet-snapshot'), JSON.parse(shown!))).toEqual([]);
});

testAllSeen('fleets');
