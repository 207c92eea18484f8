// `plimsoll report --fleet`, and html among the formats of the fleet commands: what goes in comes out, and mistakes are told.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { FleetPage } from '../../../src/report/page/fleet/fleet-page.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { writeShop } from '../../support/shop-fleet.ts';
import { runProgram } from '../run-program.ts';

const folder = makeTemporaryFolder();
const snapshotOf = (day: number, layers: readonly string[]): string =>
  JSON.stringify({
    kind: 'fleet-snapshot',
    at: `2026-11-0${day}T00:00:00Z`,
    images: [
      {
        repository: 'team/app',
        tags: ['1'],
        digest: `sha256:${String(day).repeat(64)}`,
        os: 'linux',
        architecture: 'amd64',
        layers: layers.map((text) => [`sha256:${text.repeat(64)}`, 1000]),
      },
    ],
  });

beforeAll(async () => {
  await writeShop(join(folder, 'shop'));
  mkdirSync(join(folder, 'history'));
  writeFileSync(join(folder, 'history', '1.json'), snapshotOf(1, ['a', 'b']));
  writeFileSync(join(folder, 'history', '2.json'), snapshotOf(2, ['a', 'c']));
});

function readPage(html: string): FleetPage {
  const data = /<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(html)![1]!;
  return JSON.parse(data) as FleetPage;
}

async function report(...args: readonly string[]) {
  const outcome = await runProgram(['report', ...args], { cwd: folder });
  return { ...outcome, page: (): FleetPage => readPage(readFileSync(join(folder, 'out.html'), 'utf8')) };
}

test('a history becomes one file, with what was pushed', async () => {
  const { exitCode, stderr, page } = await report('--fleet', './history', '-o', 'out.html');
  expect([exitCode, stderr.trim().split('\n').at(-1)]).toEqual([0, 'plimsoll: wrote out.html']);
  const { kind, sources, sums, history, check, sameContents } = page();
  expect([kind, sources, sums.unique.bytes]).toEqual(['fleet-page', ['./history'], 2000]);
  expect(history).toMatchObject({ stockBytes: 2000, pushedBytes: 1000 });
  expect([check, sameContents]).toEqual([null, null]);
});

test('with --contents the layers are read: for findings, for what they hold, and for what they are unpacked', async () => {
  const { exitCode, page } = await report('--fleet', './shop', '--contents', '-o', 'out.html');
  expect(exitCode).toBe(0);
  const { check, sameContents, sums, images } = page();
  expect(check!.findings.length).toBeGreaterThan(5);
  expect(check!.images.filter((image) => image !== null).length).toBe(images.length);
  const widest = check!.findings.reduce((most, { imageCount }) => Math.max(most, imageCount), 0);
  expect(widest).toBeGreaterThan(1);
  for (const finding of check!.findings) expect(finding.images.length).toBe(finding.imageCount);
  expect(sameContents!.length).toBeGreaterThan(0);
  expect(sums.node.basis).toBe(null);
});

test('an image that cannot be read is told, and the page is whole without it', async () => {
  cpSync(join(folder, 'shop'), join(folder, 'broken'), { recursive: true });
  const blobs = join(folder, 'broken', 'web', 'blobs', 'sha256');
  const documents = readdirSync(blobs).map((name) => readFileSync(join(blobs, name), 'utf8'));
  const manifest = documents.find((text) => text.startsWith('{') && text.includes('"layers"'))!;
  const { layers } = JSON.parse(manifest) as { layers: readonly { digest: string; size: number }[] };
  const { digest, size } = layers.at(-1)!;
  writeFileSync(join(blobs, digest.slice('sha256:'.length)), Buffer.alloc(size));
  const args = ['--fleet', './broken', '--contents', '--no-cache', '-o', 'out.html'];
  const { exitCode, stderr, page } = await report(...args);
  expect(exitCode).toBe(2);
  // Once, though it would be read for two things.
  expect(stderr.match(/the config states/g)).toHaveLength(1);
  expect(page().check!.errors).toMatchObject([{ name: 'shop/web:1' }]);
  expect(page().check!.passes).toBe(false);
  expect(page().images.length).toBe(4);
});

test.each([
  ['fleet storage', []],
  ['fleet tree', []],
  ['fleet check', ['--fail-on', 'never']],
] as const)('%s prints the same page', async (command, more) => {
  const args = [...command.split(' '), './shop', ...more, '--format', 'html'];
  const { exitCode, stdout } = await runProgram(args, { cwd: folder });
  expect(exitCode).toBe(0);
  const page = readPage(stdout);
  expect(page.images.length).toBe(4);
  expect(page.check !== null).toBe(command === 'fleet check');
});

test.each([
  [['app:1', '--fleet', './shop'], 'about an image or about a fleet'],
  [['--fleet', './shop', '--against', 'app:1'], 'about an image or about a fleet'],
  [[], 'nothing is named'],
])('%j is a mistake', async (args, said) => {
  const { exitCode, stderr } = await report(...args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(said);
});
