// `plimsoll fleet check` as users see it: each layer is read once, also where the run was killed in between.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateSchema } from '../../report/validate-schema.ts';
import { blobPath, makeImage, makeLayer, makeTemporaryFolder } from '../../support/image-files.ts';
import { makeFleet, writeFleet } from '../../support/made-fleet.ts';
import { REPOSITORY, startRegistry } from '../../support/registry-server.ts';
import { runProgram } from '../run-program.ts';

const SCHEMA = JSON.parse(readFileSync(new URL('../../../schema/fleet-check.json', import.meta.url), 'utf8'));
const fleet = makeFleet(24);
const folder = makeTemporaryFolder();
const references = writeFleet(join(folder, 'fleet'), fleet);
const unique = fleet.uniqueLayers.length;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const check = async (args: readonly string[], cache: string, ...more: readonly string[]) => {
  const run = await runProgram([
    'fleet',
    'check',
    ...args,
    '--format',
    'json',
    '--cache-dir',
    cache,
    ...more,
  ]);
  const report = run.stdout === '' ? undefined : JSON.parse(run.stdout);
  return { ...run, report };
};

describe('24 images that share layers', () => {
  const cache = join(folder, 'cache');

  test('have each layer read once, and none the second time', async () => {
    const first = await check(references, cache);
    expect(first.stderr).toBe('');
    expect(first.exitCode).toBe(1);
    expect(validateSchema(SCHEMA, first.report, true)).toEqual([]);
    const bytes = sum(fleet.uniqueLayers.map(({ stored }) => stored.length));
    expect(unique).toBe(2 + 8 + 16);
    expect(first.report.layers).toEqual({ references: 8 * 2 + 16 * 3, unique, read: unique, reads: unique });
    expect(first.report.bytes).toMatchObject({
      uniqueShippedBytes: bytes,
      readShippedBytes: bytes,
      naiveShippedBytes: sum(fleet.images.flatMap(({ layers }) => layers.map(({ stored }) => stored.length))),
      readTarBytes: sum(fleet.uniqueLayers.map(({ tar }) => tar.length)),
    });
    const second = await check(references, cache);
    expect(second.report.layers).toMatchObject({ unique, read: 0, reads: 0 });
    expect({ ...second.report, layers: 0, bytes: 0 }).toEqual({ ...first.report, layers: 0, bytes: 0 });
  });

  test('have their findings told once, and none is lost', async () => {
    const { report } = await check(references, cache);
    const alone = await runProgram(['check', ...references, '--format', 'json', '--cache-dir', cache]);
    const wanted = new Map<string, number>();
    for (const { findings, layers } of JSON.parse(alone.stdout).results)
      for (const key of new Set(
        findings.map(({ rule, layer }: { rule: string; layer: number }) => `${rule} ${layers[layer].diffId}`),
      ) as Set<string>)
        wanted.set(key, (wanted.get(key) ?? 0) + 1);
    const found = report.findings.map(
      (item: { rule: string; layer: { diffId: string }; images: { imageCount: number } }) =>
        [`${item.rule} ${item.layer.diffId}`, item.images.imageCount] as const,
    );
    expect(found.toSorted()).toEqual([...wanted].toSorted());
    // What the runtimes bring is theirs to mend, although the applications have it too.
    const pip = report.findings.filter(({ rule }: { rule: string }) => rule === 'pip-cache');
    expect(pip).toHaveLength(8);
    for (const { layer, images } of pip) {
      expect(layer.image).toMatch(/runtime\d$/);
      expect(images).toMatchObject({ imageCount: 3, failingIn: 3 });
    }
  });

  test('are told the same without a cache and without threads', async () => {
    const { report } = await check(references, cache);
    const without = await runProgram([
      'fleet',
      'check',
      ...references,
      '--format',
      'json',
      '--no-cache',
      '--workers',
      '0',
    ]);
    const other = JSON.parse(without.stdout);
    expect(other.layers).toMatchObject({ unique, read: unique, reads: unique });
    expect(other.findings).toEqual(report.findings);
    expect(other.images).toEqual(report.images);
  });
});

test('a run that was killed goes on where it was', async () => {
  const cache = join(folder, 'killed');
  let kill: (() => void) | undefined;
  let isHanging = true;
  let [asked, hanging]: [string[], number] = [[], 0];
  const registry = await startRegistry({
    tags: Object.fromEntries(fleet.names.map((name, i) => [name, fleet.images[i]!.manifest])),
    blobs: fleet.images.flatMap(({ config, layers }) => [config, ...layers.map(({ stored }) => stored)]),
    intercept: (_request, _response, url) => {
      const digest = /\/blobs\/(.+)$/.exec(url.pathname)?.[1];
      if (digest === undefined || !fleet.uniqueLayers.some((layer) => layer.digest === digest)) return false;
      asked.push(digest);
      if (!isHanging || asked.length <= 10) return false;
      // Two threads read at a time: once both hang, nothing more is written.
      if (++hanging === 2) kill?.();
      return true;
    },
  });
  const names = fleet.names.map((name) => `docker://${registry.host}/${REPOSITORY}:${name}`);
  const args = ['fleet', 'check', ...names, '--format', 'json', '--cache-dir', cache, '--workers', '2'];
  await runProgram(args, {
    onStart: (signal) => {
      kill = () => signal('SIGKILL');
    },
  });
  const factsFolder = join(cache, readdirSync(cache)[0]!, 'facts');
  const known = new Set(readdirSync(factsFolder).map((name) => name.split('.')[0]));
  expect(known.size).toBeGreaterThanOrEqual(8);
  [isHanging, asked] = [false, []];
  const { stdout, stderr } = await runProgram(args);
  expect(stderr).toBe('');
  const left = fleet.uniqueLayers.filter(({ diffId }) => !known.has(diffId.slice('sha256:'.length)));
  expect(asked.toSorted()).toEqual(left.map(({ digest }) => digest).toSorted());
  expect(JSON.parse(stdout).layers).toMatchObject({ unique, read: left.length, reads: left.length });
});

describe('as `check` does it', () => {
  const cache = join(folder, 'cache');

  test('ignores, profiles, severities and budgets count', async () => {
    const settings = join(folder, 'plimsoll.yaml');
    writeFileSync(
      settings,
      'ignore:\n  - rule: pip-cache\n    reason: kept on purpose\n  - rule: apt-cache\n    path: var/**\n    reason: known\n',
    );
    const ignored = await check(references, cache, '--config', settings);
    expect(ignored.exitCode).toBe(0);
    expect(ignored.report.verdict).toMatchObject({ passes: true, failingFindings: 0 });
    expect(ignored.report.ignored.length).toBe(10);
    expect((await check(references, cache, '--fail-on', 'never')).exitCode).toBe(0);
    const budget = await check(references, cache, '--fail-on', 'never', '--max-size', '1kB');
    expect(budget.exitCode).toBe(1);
    expect(budget.report.verdict.failingImages).toBe(24);
  });

  test('what a named base brings is inherited where an image was built on it', async () => {
    const { report, exitCode } = await check(references, cache, '--base', references[0]!);
    expect(exitCode).toBe(1);
    const own = report.findings.find(
      ({ layer, rule }: { layer: { image: string }; rule: string }) =>
        layer.image === references[0] && rule === 'pip-cache',
    );
    expect(own.images).toMatchObject({ imageCount: 3, inheritedIn: 3, failingIn: 0 });
  });

  test('an image that cannot be read is an error, and the others are checked', async () => {
    const made = makeFleet(3);
    const broken = makeLayer({ 'srv/broken': 'broken '.repeat(9000) });
    const images = [...made.images, makeImage({ layers: [made.uniqueLayers[0]!, broken] })];
    const names = [...made.names, 'broken'];
    const place = join(folder, 'broken');
    const [first, ...more] = writeFleet(place, { ...made, images, names });
    writeFileSync(join(place, blobPath(broken.digest)), Buffer.alloc(broken.stored.length, 7));
    const run = await check([more.at(-1)!, first!, ...more.slice(0, -1)], cache);
    expect(run.exitCode).toBe(2);
    expect(run.stderr).toContain('layer 1');
    expect(run.report.errors).toMatchObject([{ target: expect.stringMatching(/broken$/) }]);
    expect(run.report.images).toHaveLength(3);
  });

  test('a fleet that is not there is told before anything is read', async () => {
    const { exitCode, stdout, stderr } = await check(['./gone.tar'], cache);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('gone.tar');
  });

  test('a folder is a fleet, and so is what a snapshot of it names', async () => {
    const whole = await check([join(folder, 'fleet')], cache);
    const snapshot = join(folder, 'snapshot.json');
    await runProgram(['fleet', 'snapshot', join(folder, 'fleet'), '-o', snapshot, '--no-cache']);
    const later = await check([snapshot], cache);
    expect(whole.report.images).toHaveLength(24);
    expect(whole.report.layers).toMatchObject({ unique, read: 0 });
    expect(later.report).toEqual(whole.report);
  });

  test('text fits and says how little was read', async () => {
    const { stdout, exitCode } = await runProgram(['fleet', 'check', ...references, '--cache-dir', cache]);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('24 images  64 layers, 26 of them different');
    expect(stdout).toContain('Nothing had to be read now');
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});
