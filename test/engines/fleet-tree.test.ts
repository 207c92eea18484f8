// `fleet tree` and `fleet propose` on real images: what stands on what, and whether the Dockerfile lines that are proposed build, start
// and save what is said.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram as runPlimsoll } from '../cli/run-program.ts';
import { DOCKER } from './docker-overlay2.ts';
import { keptLines, SHOP, type ShopImage, shopDockerfile, shopFiles } from './fleet-tree/shop.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { buildFleetBase, pushImage } from './relayer-fleet/build-fleet.ts';
import { canRun, must, runProgram } from './run-program.ts';

const BASE = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';
const NAME = 'plimsoll-test/fleet-tree';
const BASE_NAME = 'org.opencontainers.image.base.name';
/** How far what is saved may be from what is said. */
const ALLOWED = { part: 0.15, bytes: 2_000_000 };
/** For whoever works on these tests: images stay, so that they are not built again. */
const isKept = process.env['PLIMSOLL_KEEP'] === '1';

const isHere =
  canRun(DOCKER, ['image', 'inspect', BASE], () => true) &&
  canRun('skopeo', ['--version'], () => true) &&
  canRun('docker-registry', ['--version'], () => true);

interface TreeReport {
  readonly edges: number;
  readonly perImage: readonly {
    readonly reference: string;
    readonly parent: string | null;
    readonly evidence: readonly string[];
    readonly outsideBase: string | null;
  }[];
  readonly sameContents:
    | readonly { readonly difference: string; readonly layers: readonly string[] }[]
    | null;
}

interface Proposal {
  readonly now: { readonly registryBytes: number };
  readonly saved: { readonly registryBytes: number };
  readonly domains: readonly {
    readonly base: string;
    readonly basis: string;
    readonly platforms: readonly {
      readonly name: string;
      readonly parent: string;
      readonly install: readonly string[];
      readonly dockerfile: readonly string[];
    }[];
    readonly images: readonly {
      readonly reference: string;
      readonly parent: string;
      readonly dockerfile: { readonly before: readonly string[]; readonly after: readonly string[] };
    }[];
  }[];
}

describe.runIf(isHere)('a fleet of five real images', () => {
  let folder: string;
  let registry: RegistryService;
  let proposal: Proposal;
  const made = new Set<string>([`${NAME}:base`]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-fleet-tree-'));
    registry = await startRegistryService(folder);
    await buildFleetBase(BASE, `${NAME}:base`);
    for (const image of SHOP) {
      const from = `${NAME}:${image.on ?? 'base'}`;
      await build(`${NAME}:${image.name}`, shopDockerfile(image, from), image);
      await pushImage(`${NAME}:${image.name}`, `${registry.host}/shop/${image.name}:1`);
    }
  }, 3_600_000);

  afterAll(async () => {
    if (!isKept) for (const image of made) await runProgram(DOCKER, ['image', 'rm', '--force', image]);
    await registry?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  /** Builds an image of the shop or a platform, which has no files. */
  async function build(tag: string, lines: readonly string[], image: ShopImage | undefined): Promise<void> {
    made.add(tag);
    const context = await mkdtemp(join(folder, 'context-'));
    await mkdir(join(context, 'files'));
    if (image !== undefined)
      for (const [name, text] of Object.entries(shopFiles(image)))
        await writeFile(join(context, 'files', name), text);
    const file = join(context, 'Dockerfile');
    await writeFile(file, `${lines.join('\n')}\n`);
    const label = ['--label', `${BASE_NAME}=${NAME}:base`];
    const args = ['build', '--quiet', '--network', 'host', ...label, '--file', file, '--tag', tag];
    await must('env', ['DOCKER_BUILDKIT=1', DOCKER, ...args, join(context, 'files')]);
  }

  async function fleet<Told>(...args: readonly string[]): Promise<Told> {
    const cache = ['--cache-dir', join(folder, 'cache')];
    const { exitCode, stdout, stderr } = await runPlimsoll(['fleet', ...args, '--format', 'json', ...cache]);
    expect(exitCode, stderr.slice(-2000)).toBe(0);
    return JSON.parse(stdout) as Told;
  }

  async function listLayers(name: string): Promise<readonly string[]> {
    const raw = ['inspect', '--raw', '--tls-verify=false', `docker://${registry.host}/shop/${name}:1`];
    const manifest = JSON.parse(await must('skopeo', raw)) as { layers: readonly { digest: string }[] };
    return manifest.layers.map(({ digest }) => digest);
  }

  const nameOf = (reference: string): string => /shop\/([\w-]+):1/.exec(reference)![1]!;

  test('is told as it was built: what stands on what, and which layers hold the same', async () => {
    const tree = await fleet<TreeReport>('tree', `docker://${registry.host}/shop/`, '--contents');
    expect(tree.edges).toBe(1);
    for (const { reference, parent, evidence, outsideBase } of tree.perImage) {
      const { on } = SHOP.find(({ name }) => name === nameOf(reference))!;
      expect(parent === null ? undefined : nameOf(parent), reference).toBe(on);
      if (on === undefined) expect(outsideBase).toBe(`${NAME}:base`);
      else expect(evidence).toContain('layers');
    }
    // The same two packages as the first step of two Dockerfiles.
    const [web, report] = await Promise.all(['web', 'report'].map(listLayers));
    const base = web!.findIndex((digest, i) => digest !== report![i]);
    const group = tree.sameContents!.find(({ layers }) => layers.includes(web![base]!));
    expect(group!.layers).toContain(report![base]!);
    expect(['timestamps', 'order']).toContain(group!.difference);
  });

  test('gets platform images, at the price that `fleet storage` has for today', async () => {
    proposal = await fleet<Proposal>('propose', `docker://${registry.host}/shop/`);
    process.stderr.write(`${JSON.stringify(proposal, null, 1)}\n`);
    expect(proposal.domains).toHaveLength(1);
    const [{ base, basis, platforms, images }] = proposal.domains as [Proposal['domains'][number]];
    expect({ base, basis }).toEqual({ base: `${NAME}:base`, basis: 'packages' });
    expect(platforms.length).toBeGreaterThanOrEqual(2);
    expect(images).toHaveLength(SHOP.length);
    const storage = await fleet<{ uniqueBytes: number }>('storage', `docker://${registry.host}/shop/`);
    expect(proposal.now.registryBytes).toBe(storage.uniqueBytes);
  });

  test('is built from the proposed lines, starts, and saves what was said', async () => {
    const others = await findOtherInstructions();
    const apply = (lines: readonly string[], kept: readonly string[] = []): readonly string[] => [
      ...lines.flatMap((line) => {
        const layer = /^# .* layer (sha256:[0-9a-f]{64})/.exec(line)?.[1];
        // What an image says itself it says once.
        return layer === undefined
          ? [line]
          : (others.get(layer) ?? []).filter((other) => !kept.includes(other));
      }),
      ...kept,
    ];
    const [{ platforms, images }] = proposal.domains as [Proposal['domains'][number]];
    for (const { name, dockerfile } of platforms) await build(name, apply(dockerfile), undefined);
    for (const { reference, dockerfile } of images) {
      const image = SHOP.find(({ name }) => name === nameOf(reference))!;
      const tag = `${NAME}:${image.name}-next`;
      const files = SHOP.find(({ name }) => name === image.on) ?? image;
      await build(tag, apply(dockerfile.after, keptLines(image)), files);
      expect(await must(DOCKER, ['run', '--rm', tag, ...image.smoke]), image.name).toMatch(/^42$/m);
      expect(await must(DOCKER, ['run', '--rm', '--user', '0', tag, 'dpkg', '--audit'])).toBe('');
      await pushImage(tag, `${registry.host}/next/${image.name}:1`);
    }
    const { uniqueBytes } = await fleet<{ uniqueBytes: number }>(
      'storage',
      `docker://${registry.host}/next/`,
    );
    const saved = proposal.now.registryBytes - uniqueBytes;
    const said = proposal.saved.registryBytes;
    process.stderr.write(`saved ${saved}, said ${said} (${((said / saved - 1) * 100).toFixed(1)} %)\n`);
    expect(Math.abs(said - saved)).toBeLessThanOrEqual(Math.max(ALLOWED.bytes, ALLOWED.part * saved));
  });

  /** For each layer what of its instruction no line that installs says: only the author knows that. */
  async function findOtherInstructions(): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, readonly string[]>();
    for (const image of SHOP.filter(({ on }) => on === undefined)) {
      const own = (await listLayers(image.name)).slice(-(image.installs.length + 3));
      for (const [i, line] of keptLines(image).slice(0, 3).entries())
        found.set(own[image.installs.length + i]!, [line]);
    }
    return found;
  }
});
