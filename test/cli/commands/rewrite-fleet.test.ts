// `--fleet` of the commands that write images: the bill comes from a snapshot alone, and adds up with what `fleet storage` says.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FleetBill } from '../../../src/fleet/bill/fleet-bill.ts';
import { validateSchema } from '../../report/validate-schema.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { makeFleet, writeFleet } from '../../support/made-fleet.ts';
import { runProgram } from '../run-program.ts';

const folder = makeTemporaryFolder();
const place = join(folder, 'fleet');
const snapshot = join(folder, 'snapshot.json');
const references = writeFleet(place, makeFleet(12));
/** An application above runtime 2, which another image is. */
const app = references[10]!;
let storage: {
  readonly uniqueBytes: number;
  readonly perImage: readonly {
    readonly reference: string;
    readonly ownBytes: number;
    readonly sharedBytes: number;
  }[];
};

const readSchema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../schema/${name}.json`, import.meta.url), 'utf8'));
const bill = async (args: readonly string[]) => {
  const { stdout, stderr, exitCode } = await runProgram([...args, '--format', 'json', '--quiet']);
  expect([exitCode, stderr]).toEqual([0, '']);
  const json = JSON.parse(stdout);
  return { json, fleet: json.fleet as FleetBill };
};

beforeAll(async () => {
  await runProgram(['fleet', 'snapshot', place, '-o', snapshot]);
  const { stdout } = await runProgram(['fleet', 'storage', snapshot, '--format', 'json']);
  storage = JSON.parse(stdout);
});

describe('squash', () => {
  test('tells what it costs from a snapshot alone, and what would do better', async () => {
    const { fleet } = await bill(['squash', app, '-o', `oci:${join(folder, 'out')}:1`, '--fleet', snapshot]);
    const own = storage.perImage.find(({ reference }) => fleet.rewritten.includes(reference))!;
    expect(fleet).toMatchObject({
      imageCount: 12,
      newcomers: 0,
      rewritten: [expect.stringMatching(/app10/)],
    });
    expect(fleet.sharedBytes).toEqual({ before: own.sharedBytes, after: 0 });
    expect(fleet.registry.now.before).toBe(storage.uniqueBytes);
    expect(fleet.registry.now.after).toBe(storage.uniqueBytes - own.ownBytes + fleet.registry.pushedBytes);
    expect(fleet.registry.perRelease).toEqual({ before: own.ownBytes, after: fleet.registry.pushedBytes });
    const { stdout } = await runProgram([
      'squash',
      app,
      '-o',
      `oci:${join(folder, 'text')}:1`,
      '--fleet',
      snapshot,
    ]);
    expect(stdout).toContain("The fleet's bill");
    expect(stdout).toContain("'plimsoll relayer'");
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  test('the images themselves give the same bill, although the result joins them', async () => {
    const fromSnapshot = await bill([
      'squash',
      app,
      '-o',
      `oci:${join(folder, 'once')}:1`,
      '--fleet',
      snapshot,
    ]);
    const fromPlace = await bill(['squash', app, '-o', `oci:${place}:squashed`, '--fleet', place]);
    expect(fromPlace.fleet).toMatchObject({ imageCount: 12, registry: fromSnapshot.fleet.registry });
  });
});

test('trim and rebase print it too, in the form of their schemas', async () => {
  const trimmed = await bill([
    'trim',
    app,
    '-o',
    `oci:${join(folder, 'trimmed')}:1`,
    '--above',
    '0',
    '--fleet',
    snapshot,
  ]);
  expect(validateSchema(readSchema('trim'), trimmed.json)).toEqual([]);
  // The system's layer stays shared.
  expect(trimmed.fleet.sharedBytes.after).toBeGreaterThan(0);
  expect(trimmed.fleet.privatisedBytes).toBe(
    trimmed.fleet.sharedBytes.before - trimmed.fleet.sharedBytes.after,
  );
  const to = ['--onto', references[4]!, '--old-base', references[2]!];
  const rebased = await bill([
    'rebase',
    app,
    ...to,
    '-o',
    `oci:${join(folder, 'rebased')}:1`,
    '--fleet',
    snapshot,
  ]);
  expect(validateSchema(readSchema('rebase'), rebased.json)).toEqual([]);
  // It shares the new base with its runtime as it shared the old one.
  expect(rebased.fleet.sharedBytes.after).toBeGreaterThan(0);
});

test('relayer bills all its images together', async () => {
  const args = [
    'relayer',
    ...references.slice(0, 4),
    app,
    '-o',
    `oci:${join(folder, 'relayered')}`,
    '--fleet',
    snapshot,
  ];
  const { json, fleet } = await bill(args);
  expect(validateSchema(readSchema('relayer'), json, true)).toEqual([]);
  expect(fleet).toMatchObject({ imageCount: 12, newcomers: 0 });
  expect(fleet.rewritten).toHaveLength(5);
  const { stdout } = await runProgram([...args.slice(0, -2), '--fleet', snapshot, '--replace']);
  expect(stdout).toContain('5 images together shared');
});

test('where nothing is written there is no bill, and a fleet that is not there is told first', async () => {
  const nothing = await runProgram([
    'trim',
    app,
    '-o',
    `oci:${join(folder, 'no')}:1`,
    '--dry-run',
    '--fleet',
    snapshot,
  ]);
  expect(nothing.exitCode).toBe(0);
  expect(nothing.stderr).toContain('no bill of the fleet');
  expect(nothing.stdout).not.toContain("The fleet's bill");
  const broken = join(folder, 'broken.json');
  writeFileSync(broken, '{"images": 3}');
  const failed = await runProgram(['squash', app, '-o', `oci:${join(folder, 'never')}:1`, '--fleet', broken]);
  expect(failed.exitCode).toBe(2);
  expect(failed.stdout).toBe('');
});
