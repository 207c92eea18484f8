// What is printed and written where images are rewritten, on every example.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { runHere } from '../support/run-here.ts';
import { expectFile, expectJson, expectSchema, testAllSeen } from './json-outputs.ts';
import { writeExampleImages } from './schema-examples.ts';

const folder = makeTemporaryFolder();
const images = await writeExampleImages(folder);
let count = 0;
const fresh = (name: string): string => join(folder, `${name}-${count++}`);
const out = (): readonly string[] => ['-o', `oci:${fresh('out')}:1`];

interface Certified {
  readonly certificate: unknown;
}

const WORK = ['--cache-dir', join(folder, 'cache'), '--workers', '0'];
const json = (command: string, schema: string, args: readonly string[]) =>
  expectJson(command, schema, args, WORK);
const { example, leaking, base, newBase } = images;
/** The images as a fleet, by a snapshot. */
const fleet = join(folder, 'fleet.json');
await runHere(['fleet', 'snapshot', folder, '-o', fleet], {}, WORK);

test.each<[command: 'squash' | 'trim', image: string, args: readonly string[]]>([
  ['squash', example, []],
  ['squash', leaking, ['--fleet', fleet]],
  ['trim', leaking, ['--keep', 'usr/bin/**', '--fleet', fleet]],
])('%s %s %j', async (command, image, args) => {
  const file = fresh('certificate');
  const value = await json(command, command, [image, ...out(), ...args, '--certificate', file]);
  const written = expectFile('certificate', file, 'kind');
  for (const { certificate } of value['images'] as readonly Certified[])
    expectSchema('certificate', certificate, 'kind');
  expect(written['operation']).toMatchObject({ kind: command });
});

test('trim without a result', async () => {
  const value = await json('trim', 'trim', [example, ...out(), '--dry-run']);
  expect(value['target']).toBeNull();
});

test('relayer, planned and done and again, alone and with another', async () => {
  const layout = fresh('layout');
  await json('relayer', 'relayer', [example, leaking, '-o', `oci:${fresh('all')}`, '--dry-run']);
  const file = fresh('certificate');
  await json('relayer', 'relayer', [
    ...[leaking, ...out(), '--layout', layout, '--fleet', fleet, '--certificate', file],
  ]);
  expectFile('certificate', file, 'kind');
  expectFile('relayer-layout', layout);
  await json('relayer', 'relayer', [leaking, base, '-o', `oci:${fresh('all')}`, '--layout', layout]);
  expectFile('relayer-layout', layout);
});

test('rebase, done and not', async () => {
  const bases = [leaking, '--old-base', base, '--onto', newBase];
  const file = fresh('certificate');
  const done = await json('rebase', 'rebase', [...bases, ...out(), '--certificate', file, '--fleet', fleet]);
  expect(done['target']).toMatchObject({ kind: 'image' });
  expect(expectFile('certificate', file, 'kind')['operation']).toMatchObject({ kind: 'rebase' });
  const planned = await json('rebase', 'rebase', [...bases, ...out(), '--dry-run']);
  expect(planned['target']).toBeNull();
  const other = [leaking, '--old-base', base, '--onto', example];
  const refused = await json('rebase', 'rebase', [...other, ...out()]);
  expect(refused['images']).toMatchObject([{ verdict: 'conflict' }]);
});

testAllSeen('rewrites');
