// A fleet of 24 real images, built by BuildKit and pushed to a registry: relayered it takes at most half of the bytes and next to none above
// the bound, hides nothing, starts, comes out the same again, and an update of one package of the base is cheap to pull.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RelayerReport } from '../../src/report/relayer-report.ts';
import type { SquashReport } from '../../src/report/squash-report.ts';
import { runProgram as runPlimsoll } from '../cli/run-program.ts';
import { DOCKER } from './docker-overlay2.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { buildFleetImage, buildUpdate, FLEET_NAME, pushImage } from './relayer-fleet/build-fleet.ts';
import { type FleetImage, listFleet } from './relayer-fleet/fleet-dockerfiles.ts';
import { canRun, must, runProgram } from './run-program.ts';

const BASE = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';
const LAYERS = 40;
const MOST = { aboveBound: 1.05, ofInput: 0.5, ofSquashedPull: 0.25 };

const isHere =
  canRun(DOCKER, ['image', 'inspect', BASE], () => true) &&
  canRun('docker-registry', ['--version'], () => true);

describe.runIf(isHere)('a fleet of real images', () => {
  const fleet = listFleet(BASE);
  let folder: string;
  let registry: RegistryService;
  let first: RelayerReport;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-relayer-fleet-'));
    registry = await startRegistryService(folder);
    for (const image of fleet) await pushImage(await buildFleetImage(image), nameIn('fleet', image));
  }, 7_200_000);

  afterAll(async () => {
    const { output } = await runProgram(DOCKER, ['image', 'ls', '--quiet', FLEET_NAME]);
    const ids = [...new Set(output.split('\n').filter((id) => id !== ''))];
    if (ids.length > 0) await runProgram(DOCKER, ['image', 'rm', '--force', ...ids]);
    await registry?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  function nameIn(prefix: string, { name }: FleetImage): string {
    return `${registry.host}/${prefix}/${name}:1`;
  }

  async function plimsoll(args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await runPlimsoll([...args, '--cache-dir', join(folder, 'cache')], {
      env: { TMPDIR: folder },
    });
    expect(exitCode, stderr.slice(-2000)).toBe(0);
    return stdout;
  }

  async function relayer(from: string, to: string, layout = 'layout.json'): Promise<RelayerReport> {
    const inputs = fleet.map((image) => `docker://${nameIn(from, image)}`);
    const args = ['-o', `docker://${registry.host}/${to}/`, '--layers', String(LAYERS), '--format', 'json'];
    const stdout = await plimsoll(['relayer', ...inputs, ...args, '--layout', join(folder, layout)]);
    return JSON.parse(stdout) as RelayerReport;
  }

  test('takes little more than the bound, half of what it took, and hides nothing', async () => {
    first = await relayer('fleet', 'relayered');
    const { figures, result, images } = first;
    process.stderr.write(`${JSON.stringify({ figures, result }, null, 1)}\n`);
    expect(figures.before.hiddenBytes).toBeGreaterThan(9_000_000);
    expect(result!.contentBytes / figures.bound.contentBytes).toBeLessThanOrEqual(MOST.aboveBound);
    expect(result!.blobBytes! / figures.before.blobBytes!).toBeLessThanOrEqual(MOST.ofInput);
    for (const { certificate, layerCount } of images) {
      expect(certificate).toMatchObject({
        verdict: 'proven',
        checks: { hiddenInNewLayers: { entryCount: 0, sizeBytes: 0 }, whiteoutCount: 0 },
      });
      expect(layerCount.after).toBeLessThanOrEqual(LAYERS);
    }
  });

  test.each(fleet.map((image) => [image.name, image] as const))('%s starts', async (name, image) => {
    const { tag } = { tag: `${registry.host}/relayered/fleet/${name}:1` };
    try {
      await must(DOCKER, ['pull', '--quiet', tag]);
      const { output, complaint } = await runProgram(DOCKER, ['run', '--rm', tag, ...image.smoke]);
      expect(output + complaint).toMatch(image.answer);
      const audit = ['run', '--rm', '--user', '0', tag, 'dpkg', '--audit'];
      expect(await must(DOCKER, audit)).toBe('');
    } finally {
      await runProgram(DOCKER, ['image', 'rm', '--force', tag]);
    }
  });

  test('comes out the same again, byte for byte', async () => {
    const again = await relayer('fleet', 'again', 'other.json');
    const manifests = (report: RelayerReport) =>
      report.images.map(({ certificate }) => certificate!.result.manifest);
    expect(manifests(again)).toEqual(manifests(first));
    const [one, other] = await Promise.all(
      ['layout.json', 'other.json'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(other).toBe(one);
  });

  test('after an update of one package of the base, nodes pull a quarter of what squashed images take', async () => {
    for (const image of fleet) await pushImage(await buildUpdate(image), nameIn('updated', image));
    const known = new Set(Object.values(first.images).flatMap(listDigests));
    const report = await relayer('updated', 'relayered');
    const pulled = new Map<string, number>();
    for (const { reference } of report.images) {
      const manifest = JSON.parse(
        await must('skopeo', ['inspect', '--raw', '--tls-verify=false', reference!]),
      ) as {
        layers: { digest: string; size: number }[];
      };
      for (const { digest, size } of manifest.layers) if (!known.has(digest)) pulled.set(digest, size);
    }
    const pull = [...pulled.values()].reduce((sum, size) => sum + size, 0);
    let squashed = 0;
    for (const image of fleet) {
      const out = join(folder, 'squashed');
      const text = await plimsoll([
        'squash',
        `docker://${nameIn('updated', image)}`,
        '-o',
        `oci:${out}`,
        '--format',
        'json',
      ]);
      squashed += (JSON.parse(text) as SquashReport).images[0]!.gain.pullBytes!.after;
      await rm(out, { recursive: true });
    }
    process.stderr.write(
      `${JSON.stringify({ pull, squashed, part: pull / squashed, basis: report.plan.basis })}\n`,
    );
    expect(pull / squashed).toBeLessThanOrEqual(MOST.ofSquashedPull);
  });
});

function listDigests({ certificate }: RelayerReport['images'][number]): readonly string[] {
  return certificate!.result.layers.map(({ digest }) => digest);
}
