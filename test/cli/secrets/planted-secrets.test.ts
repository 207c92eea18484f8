// Sixty planted secrets, through the program: each is found with its state and instruction, and no value shows anywhere.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { instructionOf, makePlantedImage, type PlantedSecret } from '../../secrets/planted/planted-image.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { runProgram } from '../run-program.ts';

interface ToldFinding {
  readonly rule: string;
  readonly state: string;
  readonly layer: number | null;
  readonly hiddenByLayer: number | null;
  readonly instruction: string | null;
  readonly paths: readonly string[];
  readonly place: string | null;
  readonly secret: {
    readonly offsets: readonly { readonly member: string | null }[];
    readonly hiddenByInstruction: string | null;
    readonly places: readonly { readonly place: string }[];
  } | null;
}

let image: string;
let cache: string;
let planted: readonly PlantedSecret[];
let findings: readonly ToldFinding[];
/** Everything that any of the runs printed. */
const printed: string[] = [];

beforeAll(async () => {
  const folder = makeTemporaryFolder();
  image = join(folder, 'image');
  cache = join(folder, 'cache');
  planted = await makePlantedImage(image);
  const run = async (...args: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await runProgram([...args, '--cache-dir', cache]);
    printed.push(stdout, stderr);
    return stdout;
  };
  const first = await run('check', image, '--format', 'json', '--all', '--debug');
  findings = JSON.parse(first).findings as readonly ToldFinding[];
  expect(await run('check', image, '--format', 'json', '--all', '--debug')).toBe(first);
  await run('check', image, '--debug');
  await run('check', image, '--all', '--debug', '--fingerprints');
  await run('image', image, '--format', 'json', '--debug');
  await run('image', image, '--all', '--debug');
  await run('image', image, '--format', 'cyclonedx', '--debug');
  await run('image', image, '--format', 'spdx', '--debug');
  await run('diff', image, image, '--format', 'json', '--debug');
  await run('diff', image, image, '--all', '--debug');
  await run('image', image, '--why', 'nothing', '--debug');
}, 300_000);

describe('sixty planted secrets', () => {
  test('are sixty', () => {
    expect(planted.length).toBeGreaterThanOrEqual(60);
    expect(new Set(planted.map(({ value }) => value)).size).toBe(planted.length);
  });

  test('are all found, with the right state and instructions', () => {
    expect(planted.filter((secret) => !isTold(secret))).toEqual([]);
  });

  test('show in nothing that is printed', () => {
    const all = printed.join('\n');
    expect(
      planted.filter(({ value }) => all.includes(value)).map(({ path, place }) => path ?? place),
    ).toEqual([]);
  });

  test('show in nothing that is kept', () => {
    const kept = listFiles(cache).map((path) => readFileSync(path));
    expect(kept.length).toBeGreaterThan(0);
    const shows = ({ value }: PlantedSecret): boolean => kept.some((content) => content.includes(value));
    expect(planted.filter(shows).map(({ path, place }) => path ?? place)).toEqual([]);
  });
});

function isTold(secret: PlantedSecret): boolean {
  return findings.some((finding) => {
    if (!finding.rule.startsWith('secret/') || finding.secret === null) return false;
    const { path, place, member, layer, hiddenByLayer } = secret;
    if (path === undefined)
      return (
        finding.secret.places.some((told) => told.place === place) &&
        (layer === undefined || finding.layer === layer)
      );
    return (
      finding.paths.includes(path) &&
      finding.layer === layer &&
      finding.hiddenByLayer === (hiddenByLayer ?? null) &&
      finding.state === (hiddenByLayer === undefined ? 'visible' : 'hidden') &&
      isInstruction(finding.instruction, layer!) &&
      (hiddenByLayer === undefined || isInstruction(finding.secret.hiddenByInstruction, hiddenByLayer)) &&
      finding.secret.offsets.some((offset) => offset.member === (member ?? null))
    );
  });
}

/** Reports show an instruction without the shell in front of it, and with `***` for a secret in it. */
function isInstruction(told: string | null, layer: number): boolean {
  const step = layer === 6 ? 'npm ci' : `step ${layer}`;
  expect(instructionOf(layer)).toContain(step);
  return told?.includes(step) ?? false;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}
