// What a fleet costs, as plimsoll says and as it is: twelve images in a registry (blobs to the byte), in Docker's overlay2 and in
// buildah's overlay storage (bytes on disk within 2 % of what `du` counts).
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FactsCache } from '../../src/contents/cache/facts-cache.ts';
import { readImage } from '../../src/contents/read-image.ts';
import { readFleet } from '../../src/fleet/sources/read-fleet.ts';
import { measureStorage } from '../../src/fleet/storage/measure-storage.ts';
import { openImage } from '../../src/oci/open-image.ts';
import { DOCKER, findLayerFolders } from './docker-overlay2.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { canRun, must, runProgram } from './run-program.ts';

const TARGETS = [
  'certificates',
  'curl',
  'python',
  'yaml',
  'service',
  'editor',
  'jq',
  'modules',
  'curl-first',
  'lean',
  'links',
  'configured',
];
const BASE = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';
const CONTEXT = join(dirname(fileURLToPath(import.meta.url)), 'fleet-images');
const ALLOWED = 0.02;

const canRunHere =
  canRun(DOCKER, ['image', 'inspect', BASE], () => true) &&
  canRun('docker-registry', ['--version'], () => true) &&
  canRun('skopeo', ['--version'], () => true) &&
  canRun('buildah', ['--version'], () => true);

describe.runIf(canRunHere)('twelve images', () => {
  let work: string;
  let registry: RegistryService;
  const nameOf = (target: string): string => `plimsoll-test/fleet-${target}`;
  const names = TARGETS.map(nameOf);
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'plimsoll-fleet-storage-'));
    registry = await startRegistryService(work);
    for (const target of TARGETS) {
      const options = ['--network', 'host', '--build-arg', `BASE=${BASE}`, '--target', target];
      await must('env', [
        'DOCKER_BUILDKIT=1',
        DOCKER,
        'build',
        '--quiet',
        ...options,
        '--tag',
        nameOf(target),
        CONTEXT,
      ]);
      const to = `docker://${registry.host}/fleet/${target}:1`;
      await must('skopeo', [
        'copy',
        '--quiet',
        '--dest-tls-verify=false',
        `docker-daemon:${nameOf(target)}:latest`,
        to,
      ]);
    }
  }, 3_600_000);
  afterAll(async () => {
    await registry?.stop();
    for (const name of names) await runProgram(DOCKER, ['image', 'rm', '--force', name]);
    await must('buildah', [...storeOptions(), 'rmi', '--all', '--force']).catch(() => {});
    await rm(work, { recursive: true, force: true });
  });

  const storeOptions = (): readonly string[] => [
    ...['--root', join(work, 'store'), '--runroot', join(work, 'run'), '--storage-driver', 'overlay'],
  ];

  test('take what is said: blobs in a registry, and layer folders of Docker and buildah', async () => {
    const cache = new FactsCache({ folder: join(work, 'cache') });
    const options = { signal: new AbortController().signal, at: '2026-01-01T00:00:00Z', cache };
    const source = [`docker://${registry.host}/fleet/`];

    const unread = measureStorage((await readFleet(source, options)).snapshot);
    const blobs = join(work, 'storage/docker/registry/v2/blobs/sha256');
    expect(unread.imageCount).toBe(TARGETS.length);
    expect(unread.unique.bytes! + unread.documentBytes!).toBe(sumBlobs(blobs));
    expect(unread.node.bytes).toBeNull();

    for (const target of TARGETS) {
      const image = await openImage(`docker://${registry.host}/fleet/${target}:1`, {});
      await readImage(image, { cache });
      await image.close();
    }
    const fleet = measureStorage((await readFleet(source, options)).snapshot);
    expect(fleet.node.bytes).not.toBeNull();
    expect(unread.node.estimateBytes / fleet.node.bytes!).toBeGreaterThan(0.7);
    expect(unread.node.estimateBytes / fleet.node.bytes!).toBeLessThan(1.4);

    const folders = new Set(
      (await Promise.all(names.map(findLayerFolders))).flat().map((folder) => dirname(folder)),
    );
    const inDocker = await sumFolders([...folders]);
    expect(fleet.chainCount).toBe(folders.size);
    tell('Docker', fleet.nodeDisk.bytes!, inDocker);

    for (const target of TARGETS) {
      const from = `docker://${registry.host}/fleet/${target}:1`;
      await must('buildah', [...storeOptions(), 'pull', '--quiet', '--tls-verify=false', from]);
    }
    const store = join(work, 'store/overlay');
    const layers = readdirSync(store).filter((name) => /^[0-9a-f]{64}$/.test(name));
    const inBuildah = await sumFolders(layers.map((name) => join(store, name)));
    expect(fleet.chainCount).toBe(layers.length);
    tell('buildah', fleet.nodeDisk.bytes!, inBuildah);
    process.stderr.write(`files alone: ${fleet.node.bytes}\n`);

    expect(Math.abs(fleet.nodeDisk.bytes! / inDocker - 1)).toBeLessThan(ALLOWED);
    expect(Math.abs(fleet.nodeDisk.bytes! / inBuildah - 1)).toBeLessThan(ALLOWED);
  });
});

function tell(engine: string, said: number, found: number): void {
  process.stderr.write(
    `${engine}: ${said} said, ${found} on disk (${((said / found - 1) * 100).toFixed(2)} %)\n`,
  );
}

/** Bytes of all blobs that docker-registry keeps. */
function sumBlobs(folder: string): number {
  return readdirSync(folder).reduce(
    (sum, first) =>
      sum +
      readdirSync(join(folder, first)).reduce(
        (inner, digest) => inner + statSync(join(folder, first, digest, 'data')).size,
        0,
      ),
    0,
  );
}

async function sumFolders(folders: readonly string[]): Promise<number> {
  const output = await must('du', ['-B1', '-s', '--', ...folders]);
  return output
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line.split('\t')[0]), 0);
}
