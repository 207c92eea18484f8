// A fleet of 24 real images, built by BuildKit and pushed to a registry: relayered it takes at most half of the bytes and next to none above
// the bound, hides nothing, starts, comes out the same again, and an update of one package of the base is cheap to pull.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestBytes } from '../../src/oci/bytes/digest.ts';
import type { RelayerReport } from '../../src/report/relayer-report.ts';
import type { SquashReport } from '../../src/report/squash-report.ts';
import { runProgram as runPlimsoll } from '../cli/run-program.ts';
import { DOCKER } from './docker-overlay2.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import {
  buildFleetBase,
  buildFleetImage,
  buildUpdate,
  FLEET_NAME,
  pushImage,
} from './relayer-fleet/build-fleet.ts';
import { type FleetImage, listFleet } from './relayer-fleet/fleet-dockerfiles.ts';
import { canRun, must, runProgram } from './run-program.ts';

const BASE = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';
const LAYERS = 40;
/** Another version of Node than the one that runs this; its zlib writes other bytes. */
const OTHER_NODE = process.version.startsWith('v24.') ? '22' : '24';
/** For whoever works on these tests: images stay, so that they are not built again. */
const isKept = process.env['PLIMSOLL_KEEP'] === '1';
const MOST = { aboveBound: 1.05, ofInput: 0.5, ofSquashedPull: 0.25 };

const isHere =
  canRun(DOCKER, ['image', 'inspect', BASE], () => true) &&
  canRun('docker-registry', ['--version'], () => true);

describe.runIf(isHere)('a fleet of real images', () => {
  const fleet = listFleet(`${FLEET_NAME}:base`);
  let folder: string;
  let registry: RegistryService;
  let first: RelayerReport;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-relayer-fleet-'));
    registry = await startRegistryService(folder);
    await buildFleetBase(BASE);
    for (const image of fleet) await pushImage(await buildFleetImage(image), nameIn(registry.host, image));
  }, 7_200_000);

  afterAll(async () => {
    if (!isKept) await removeFleet();
    await registry?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** The first release has the tag 1, that after the update 2. */
  function nameIn(registryHost: string, { name }: FleetImage, tag = 1): string {
    return `${registryHost}/fleet/${name}:${tag}`;
  }

  async function plimsoll(args: readonly string[], node = process.execPath): Promise<string> {
    const { exitCode, stdout, stderr } = await runPlimsoll([...args, '--cache-dir', join(folder, 'cache')], {
      env: { TMPDIR: folder },
      node,
    });
    expect(exitCode, stderr.slice(-2000)).toBe(0);
    return stdout;
  }

  async function relayer(
    tag: number,
    to: string,
    layout = 'layout.json',
    node = process.execPath,
  ): Promise<RelayerReport> {
    const inputs = fleet.map((image) => `docker://${nameIn(registry.host, image, tag)}`);
    const args = ['-o', `docker://${registry.host}/${to}/`, '--layers', String(LAYERS), '--format', 'json'];
    const stdout = await plimsoll(['relayer', ...inputs, ...args, '--layout', join(folder, layout)], node);
    return JSON.parse(stdout) as RelayerReport;
  }

  test('takes little more than the bound, half of what it took, and hides nothing', async () => {
    first = await relayer(1, 'relayered');
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
    const tag = `${registry.host}/relayered/fleet/${name}:1`;
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
    const again = await relayer(1, 'again', 'other.json');
    expect(listManifests(again)).toEqual(listManifests(first));
    const [one, other] = await Promise.all(
      ['layout.json', 'other.json'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    expect(other).toBe(one);
  });

  test('another version of Node uploads no layer that is there', async () => {
    const package_ = `--package=node@${OTHER_NODE}`;
    const printed = await must('npm', ['exec', '--yes', package_, '--', 'node', '-p', 'process.execPath']);
    const node = printed.trim();
    expect(await must(node, ['--version'])).toMatch(`v${OTHER_NODE}.`);
    const before = await countBlobs(folder);
    const again = await relayer(1, 'relayered', 'layout.json', node);
    expect(again.result!.writtenCount).toBe(0);
    expect(listManifests(again)).toEqual(listManifests(first));
    expect(await countBlobs(folder)).toBe(before);
  });

  test('after an update of one package of the base, nodes pull a quarter of what squashed images take', async () => {
    for (const image of fleet) await pushImage(await buildUpdate(image), nameIn(registry.host, image, 2));
    const known = new Set(Object.values(first.images).flatMap(listDigests));
    const report = await relayer(2, 'relayered');
    const pulled = new Map<string, number>();
    // Docker's classic store knows a layer by all that lies below it, too.
    const chains = new Set(first.images.flatMap(listChains));
    const pulledByChain = new Map<string, number>();
    for (const image of report.images) {
      const { reference } = image;
      const manifest = JSON.parse(
        await must('skopeo', ['inspect', '--raw', '--tls-verify=false', reference!]),
      ) as {
        layers: { digest: string; size: number }[];
      };
      for (const { digest, size } of manifest.layers) if (!known.has(digest)) pulled.set(digest, size);
      for (const [i, chain] of listChains(image).entries())
        if (!chains.has(chain)) pulledByChain.set(chain, manifest.layers[i]!.size);
    }
    const [pull, chainPull] = [pulled, pulledByChain].map((sizes) =>
      [...sizes.values()].reduce((sum, size) => sum + size, 0),
    ) as [number, number];
    let squashed = 0;
    for (const image of fleet) {
      const out = join(folder, 'squashed');
      const text = await plimsoll([
        'squash',
        `docker://${nameIn(registry.host, image, 2)}`,
        '-o',
        `oci:${out}`,
        '--format',
        'json',
      ]);
      squashed += (JSON.parse(text) as SquashReport).images[0]!.gain.pullBytes!.after;
      await rm(out, { recursive: true });
    }
    process.stderr.write(
      `${JSON.stringify({ pull, chainPull, squashed, parts: [pull / squashed, chainPull / squashed], basis: report.plan.basis })}\n`,
    );
    expect(pull / squashed).toBeLessThanOrEqual(MOST.ofSquashedPull);
    expect(chainPull / squashed).toBeLessThanOrEqual(MOST.ofSquashedPull);
  });
});

function listDigests({ certificate }: RelayerReport['images'][number]): readonly string[] {
  return certificate!.result.layers.map(({ digest }) => digest);
}

/** Each layer with all below it. */
function listChains({ certificate }: RelayerReport['images'][number]): readonly string[] {
  let chain = '';
  return certificate!.result.layers.map(({ diffId }) => (chain = digestBytes(Buffer.from(chain + diffId))));
}

function listManifests({ images }: RelayerReport): readonly unknown[] {
  return images.map(({ certificate }) => certificate!.result.manifest);
}

/** How many blobs the registry in the folder holds. */
async function countBlobs(folder: string): Promise<number> {
  const blobs = await readdir(join(folder, 'storage', 'docker/registry/v2/blobs/sha256'), {
    recursive: true,
  });
  return blobs.filter((path) => path.endsWith('data')).length;
}

async function removeFleet(): Promise<void> {
  const { output } = await runProgram(DOCKER, ['image', 'ls', '--quiet', FLEET_NAME]);
  const ids = [...new Set(output.split('\n').filter((id) => id !== ''))];
  if (ids.length > 0) await runProgram(DOCKER, ['image', 'rm', '--force', ...ids]);
}
