// What is printed of images, on every example.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../support/image-files.ts';
import { runHere } from '../support/run-here.ts';
import { expectFile, expectJson, testAllSeen } from './json-outputs.ts';
import { writeExampleImages } from './schema-examples.ts';

const folder = makeTemporaryFolder();
const images = await writeExampleImages(folder);
const SETTINGS = join(folder, 'plimsoll.yaml');
writeFileSync(
  SETTINGS,
  'ignore:\n  - { rule: apt-cache, reason: it is wanted, until: 2999-01-01 }\nmaxBallast: 1%\nmaxSize: 1MB\n',
);
const OFFERS = join(folder, 'Packages');
writeFileSync(
  OFFERS,
  'Package: vim-tiny\nSource: vim\nArchitecture: amd64\nVersion: 1\nInstalled-Size: 300\nRecommends: xxd\n\nPackage: xxd\nSource: vim\nArchitecture: amd64\nVersion: 1\nInstalled-Size: 100\n',
);

// What is read once is kept: a layer of the example takes most of a second.
const WORK = ['--cache-dir', join(folder, 'cache'), '--workers', '0'];
const json = (command: string, schema: string, args: readonly string[]) =>
  expectJson(command, schema, args, WORK);
const { example, leaking, base, newBase } = images;

describe.each(Object.entries({ example, leaking }))('%s', (_, image) => {
  test.each<[variant: string, args: readonly string[]]>([
    ['as it is', []],
    ['with settings, all paths and fingerprints', ['--config', SETTINGS, '--all', '--fingerprints']],
    [
      'for development, with limits',
      ['--profile', 'development', '--max-ballast', '1%', '--max-size', '9MB'],
    ],
  ])('checked %s', async (_, args) => {
    await json('check', 'check', [image, ...args]);
    await json('image', 'image', [image, ...args]);
  });

  test('asked why a package is there, and whether there is a lighter one', async () => {
    const { packages } = await json('image', 'image', [image]);
    const named = packages as readonly { readonly name: string; readonly type: string }[];
    const names = new Set(named.filter(({ type }) => type === 'deb').map(({ name }) => name));
    for (const name of [...names].slice(0, 3)) await json('image', 'why', [image, '--why', name]);
    await json('image', 'lighter', [image, '--lighter', '--index', OFFERS]);
  });

  test('beside another image', async () => {
    await json('diff', 'diff', [image, leaking, '--fail-on', 'growth', '--max-growth', '1%', '--all']);
    await json('diff', 'diff', [base, image, '--fail-on', 'findings']);
  });

  test('with findings that are known, and a baseline', async () => {
    const out = makeTemporaryFolder();
    const [known, baseline] = [join(out, 'known.json'), join(out, 'plimsoll-baseline.json')];
    await runHere(['check', image, '--write-known', known], {}, WORK);
    expect(expectFile('known-findings', known)['findings']).not.toEqual([]);
    const { verdict } = await json('check', 'check', [image, '--known', known]);
    expect(verdict).toMatchObject({ failingFindings: 0 });
    const written = await runHere(
      ['baseline', image, '--key', join(out, 'plimsoll.key'), '-o', baseline],
      {},
      WORK,
    );
    expect(written).toMatchObject({ exitCode: 0 });
    expect(expectFile('baseline', baseline)['secrets']).toHaveLength(image === leaking ? 3 : 0);
  });
});

test('an image on its base, and one beside its next base', async () => {
  await json('check', 'check', [leaking, '--base', base]);
  await json('image', 'image', [leaking, '--base', base, '--all']);
  await json('diff', 'diff', [base, newBase]);
});

test('several images, and one that is not there', async () => {
  const value = await json('check', 'check', [example, leaking, './none.tar']);
  expect(value['results']).toHaveLength(2);
  expect(value['errors']).toHaveLength(1);
});

testAllSeen('images');
