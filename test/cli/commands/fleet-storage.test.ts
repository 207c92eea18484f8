// `plimsoll fleet storage`, `snapshot` and `what-if`, as users run them.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import SNAPSHOT from '../../../schema/fleet-snapshot.json' with { type: 'json' };
import STORAGE from '../../../schema/fleet-storage.json' with { type: 'json' };
import WHAT_IF from '../../../schema/fleet-what-if.json' with { type: 'json' };
import { writeSnapshot } from '../../../src/fleet/snapshot/write-snapshot.ts';
import { validateSchema } from '../../report/validate-schema.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout } from '../../support/layers.ts';
import { makeFleet } from '../../support/stacked-fleet.ts';
import { runProgram } from '../run-program.ts';

const folder = makeTemporaryFolder();
const [now, history, images] = ['now.json', 'history', 'images'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const FLEETS = [
  { 'a:1': ['os=1000', 'a=10'], 'a:1-dev': ['os=1000', 'a=10', 'tools=500'] },
  { 'a:1': ['os=1000', 'a2=20'], 'a:1-dev': ['os=1000', 'a2=20', 'tools=500'] },
];

beforeAll(async () => {
  mkdirSync(history, { recursive: true });
  for (const [i, fleet] of FLEETS.entries()) {
    const text = [...writeSnapshot({ ...makeFleet(fleet), at: `2026-0${i + 1}-01T00:00:00Z` })].join('');
    writeFileSync(join(history, `${i}.json`), text);
    writeFileSync(now, text);
  }
  mkdirSync(images);
  const os = layer([file('etc/os', 'os')]);
  await makeLayout(join(images, 'a'), [os]);
  await makeLayout(join(images, 'b'), [os, layer([file('app', 'app')])]);
});

const fleet = (...args: readonly string[]) => runProgram(['fleet', ...args]);
async function json(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { exitCode, stdout, stderr } = await fleet(...args, '--format', 'json');
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('plimsoll fleet storage', () => {
  test('prints what its schema says, and sums that add up', async () => {
    for (const source of [now, history, images]) {
      const report = await json('storage', source);
      expect(validateSchema(STORAGE, report, true)).toEqual([]);
      const sum = (list: unknown, key: string): number =>
        (list as readonly Record<string, number>[]).reduce((total, item) => total + item[key]!, 0);
      expect(sum(report['perImage'], 'bytes')).toBe(report['naiveBytes']);
      expect(sum(report['perImage'], 'partBytes')).toBe(report['uniqueBytes']);
      expect(sum(report['perLayer'], 'shippedBytes')).toBe(report['uniqueBytes']);
    }
    expect(await json('storage', now)).toMatchObject({
      images: 2,
      naiveBytes: 2540,
      uniqueBytes: 1520,
      nodeBytes: null,
      churn: null,
      pairs: [{ development: 'a:1-dev', production: 'a:1', productionAddsBytes: 0 }],
    });
    expect(await json('storage', history, '--keep', '1,2')).toMatchObject({
      churn: {
        stockBytes: 1510,
        pushedBytes: 20,
        everBytes: 1530,
        retention: [
          { generations: 1, keptBytes: 1520 },
          { generations: 2, keptBytes: 1530 },
        ],
      },
    });
  });

  test('tells people which view a number is of', async () => {
    const { stdout } = await fleet('storage', history);
    expect(stdout).toContain('2 images on 2026-02-01: 3 layers, used 5 times');
    expect(stdout).toContain('In a registry (compressed, each blob once)');
    expect(stdout).toContain('On a node that has all of them');
    expect(stdout).toContain('An estimate: 3 of 3 layers are not known');
    expect(stdout).toContain('1 pair for development and production (registry)');
    expect(stdout).toContain('Over time (registry, 2 snapshots)');
  });

  test('takes sources from a file, one a line', async () => {
    const list = join(folder, 'list.txt');
    writeFileSync(list, `# a fleet\n\n${join(images, 'a')}\n  ${join(images, 'b')}\n`);
    expect(await json('storage', '--from', list)).toMatchObject({ images: 2, layers: 2 });
  });

  test.each<readonly [readonly string[], RegExp]>([
    [['storage'], /no fleet is named/],
    [['storage', folder, '--from', join(folder, 'nothing')], /cannot be read/],
    [['storage', 'docker://docker.io'], /does not tell which repositories/],
    [['storage', now, '--pair', 'x'], /two names with = between/],
    [['storage', now, '--keep', '0'], /numbers from 1/],
    [['what-if', now], /no change is asked about/],
    [['what-if', now, '--squash', 'nothing'], /no image of the fleet is called so/],
  ])('%j cannot run', async (args, complaint) => {
    const { exitCode, stderr } = await fleet(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(complaint);
  });
});

describe('plimsoll fleet snapshot', () => {
  test('writes what its schema says, and what is read as the same fleet', async () => {
    const out = join(folder, 'out', 'fleet.json');
    const { exitCode, stderr } = await fleet('snapshot', images, '-o', out);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('2 images in 2 layers');
    expect(validateSchema(SNAPSHOT, JSON.parse(readFileSync(out, 'utf8')), true)).toEqual([]);
    const same = ['naiveBytes', 'uniqueBytes', 'nodeBytesEstimate', 'documentBytes', 'perImage'];
    const [read, written] = [await json('storage', images), await json('storage', out)];
    for (const key of same) expect(written[key]).toEqual(read[key]);
  });

  test('adds to a folder, which becomes a history', async () => {
    const out = join(folder, 'snapshots/');
    await fleet('snapshot', images, '-o', out);
    await fleet('snapshot', images, '-o', out);
    expect(readdirSync(out)).toHaveLength(2);
    expect(await json('storage', out)).toMatchObject({ churn: { momentCount: 2, pushedBytes: 0 } });
  });

  test('leaves no file where it fails', async () => {
    const out = join(folder, 'none', 'fleet.json');
    expect((await fleet('snapshot', join(folder, 'nothing.tar'), '-o', out)).exitCode).toBe(2);
    expect(() => readdirSync(join(folder, 'none'))).toThrow();
  });
});

describe('plimsoll fleet what-if', () => {
  test('prints what its schema says', async () => {
    const changes = ['--squash', 'a:1', '--drop', '*-dev', '--keep', '1', '--one-os', 'most-used'];
    for (const source of [now, history]) {
      const report = await json('what-if', source, ...changes, '--move', 'a:1=a:1');
      expect(validateSchema(WHAT_IF, report, true)).toEqual([]);
    }
    expect(await json('what-if', now, '--squash', '*')).toMatchObject({
      before: { uniqueBytes: 1520 },
      after: { uniqueBytes: 2540 },
      difference: { uniqueBytes: 1020, pushedBytesPerMonth: null },
    });
  });

  test('tells people what was assumed', async () => {
    const { stdout } = await fleet('what-if', history, '--squash', '*');
    expect(stdout).toContain('2 images squashed');
    expect(stdout).toMatch(/registry, stored +1\.52 kB +2\.54 kB +\+1\.02 kB/);
    expect(stdout).toContain('No file is taken to go');
  });
});
