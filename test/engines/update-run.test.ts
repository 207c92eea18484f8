// `plimsoll update` over examples/platform: a real hierarchy, built by BuildKit into Debian's registry, changed, promoted and gone back
// on. All steps are of one story, in this order.
import { appendFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import UPDATE_RUN from '../../schema/update-run.json' with { type: 'json' };
import { validateSchema } from '../report/validate-schema.ts';
import { startRegistryService } from './registry-service.ts';
import { must, runProgram } from './run-program.ts';
import { canBuild, DOCKER, openUpdatePlace, type UpdatePlace } from './update-run/update-place.ts';

const CERTIFICATES = process.env['SSL_CERT_FILE'] ?? '/etc/ssl/certs/ca-certificates.crt';
const EXAMPLE = fileURLToPath(new URL('../../examples/platform', import.meta.url));
/** How long the registry is away. */
const DOWN_MS = Number(process.env['PLIMSOLL_DOWN_MS'] ?? 60_000);

const APPS: Readonly<Record<string, RegExp>> = {
  shop: /^shop: open$/m,
  web: /^web: text\/html$/m,
  mail: /^mail: every 300000 ms$/m,
  billing: /^billing: 42$/m,
  reports: /^reports: <p><em>ready<\/em><\/p>$/m,
  search: /^search: e$/m,
  orders: /^orders: 42$/m,
  stock: /^stock: 42$/m,
};
const BELOW: Readonly<Record<string, readonly string[]>> = {
  node: ['shop', 'web', 'mail'],
  python: ['billing', 'reports', 'search'],
  java: ['orders', 'stock'],
};

interface ToldImage {
  readonly id: string;
  readonly how: string;
  readonly order: number | null;
  readonly reference: string | null;
  readonly setAside: readonly string[];
  readonly notes: readonly string[];
  readonly error: { readonly message: string } | null;
  readonly skippedBecause: readonly string[];
}

interface Told {
  readonly exitCode: number;
  readonly images: readonly ToldImage[];
  /** Those that the plan took up, by how they ended. */
  readonly byHow: Readonly<Record<string, readonly string[]>>;
}

describe.runIf(canBuild)('update run', () => {
  let place: UpdatePlace;
  let platform: string;
  let mixed: string;
  /** Images by their short names. */
  let images: ReadonlyMap<string, string> = new Map();
  const started = new Set<string>();

  beforeAll(async () => {
    place = await openUpdatePlace('update-run');
    platform = join(place.work, 'platform');
    mixed = join(place.work, 'mixed');
    cpSync(EXAMPLE, platform, { recursive: true });
    edit('os/Dockerfile', /^ARG DEBIAN=.*$/m, `ARG DEBIAN=${place.base}`);
    makeMixed(mixed, place.base);
  });

  afterAll(async () => {
    for (const image of started) await runProgram(DOCKER, ['image', 'rm', image]);
    await place?.close();
  });

  function edit(file: string, from: RegExp, to: string): void {
    const path = join(platform, file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(path, after);
  }

  async function run(
    folder: string,
    more: readonly string[] = [],
    onNotice?: (text: string) => void,
  ): Promise<Told> {
    const args = ['update', 'run', folder, '--format', 'json', ...place.runOptions];
    const { output, complaint, exitCode } = await place.plimsoll(
      [...args, '--secret', `id=ca,src=${CERTIFICATES}`, ...more],
      onNotice === undefined ? {} : { onNotice },
    );
    expect(output, complaint).not.toBe('');
    const told = JSON.parse(output) as { readonly images: readonly ToldImage[] };
    expect(validateSchema(UPDATE_RUN, told, true)).toEqual([]);
    images = new Map([
      ...images,
      ...told.images.flatMap(({ id, reference }) =>
        reference === null ? [] : [[shorten(id), reference] as const],
      ),
    ]);
    const byHow: Record<string, string[]> = {};
    for (const { id, how, order } of told.images)
      if (order !== null) byHow[how] = [...(byHow[how] ?? []), shorten(id)].sort();
    return { exitCode, images: told.images, byHow };
  }

  /** Each app for production is started and has to answer. */
  async function startApps(reference = (name: string): string => images.get(`${name}:prod`)!): Promise<void> {
    for (const [name, answer] of Object.entries(APPS)) {
      const image = reference(name);
      started.add(image);
      const said = await must(DOCKER, ['run', '--rm', '--network', 'none', image, '--check']);
      expect(said).toMatch(answer);
    }
  }

  /** The registry is away for a while, and comes back at the same place. */
  async function goAway(): Promise<void> {
    const { host } = place.registry;
    await place.registry.stop();
    await sleep(DOWN_MS);
    place.registry = await startRegistryService(place.work, host);
  }

  /** `promote` or `rollback`, with what it tells. */
  async function move(
    action: readonly string[],
    onNotice?: (text: string) => void,
  ): Promise<{
    readonly generation: number;
    readonly moved: readonly unknown[];
    readonly mixedMs: number;
  }> {
    const options = ['--to', place.registry.host, '--database', join(place.work, 'durable.db')];
    const { output, complaint, exitCode } = await place.plimsoll(
      ['update', ...action, '--format', 'json', ...options],
      onNotice === undefined ? {} : { onNotice },
    );
    expect(exitCode, complaint).toBe(0);
    return JSON.parse(output);
  }

  /** What all tags of the images mean. */
  async function readTags(): Promise<Readonly<Record<string, string>>> {
    const digests: Record<string, string> = {};
    for (const name of images.keys()) {
      if (name.startsWith('mixed:') || name.startsWith('above:')) continue;
      const image = images.get(name)!;
      const repository = image.slice(image.indexOf('/') + 1, image.indexOf('@'));
      const tag = name.slice(name.indexOf(':') + 1);
      const response = await fetch(`http://${place.registry.host}/v2/${repository}/manifests/${tag}`, {
        method: 'HEAD',
        headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
      });
      digests[`${repository}:${tag}`] = response.headers.get('docker-content-digest') ?? 'none';
    }
    return digests;
  }

  let first: Readonly<Record<string, string>> = {};

  test('cuts off an image whose packages of apt, pip and npm are what they were, and not one with another byte', async () => {
    const first = await run(mixed);
    expect(first.byHow).toEqual({ rebuilt: ['above:1', 'mixed:1'] });

    const again = await run(mixed, ['--force', 'registry.example.com/mixed:1']);
    expect(again.images.map(({ notes }) => notes)).toEqual([[], []]);
    expect(again.byHow).toEqual({ 'cut-off': ['mixed:1'], left: ['above:1'] });
    expect(again.images[0]!.setAside).toEqual(
      expect.arrayContaining([expect.stringMatching(/^logs of apt and dpkg/)]),
    );
    expect(again.images[0]!.reference).toBe(first.images[0]!.reference);

    const library = join(mixed, 'base', 'libdemo.so.1');
    const bytes = readFileSync(library);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(library, bytes);
    const changed = await run(mixed);
    expect(changed.images[0]!.notes.join()).toContain('usr/local/lib/libdemo.so.1 (content)');
    expect(changed.images.map(({ how }) => how)).toEqual([
      'rebuilt',
      expect.stringMatching(/^(?:rebased|rebuilt)$/),
    ]);
    expect((await run(mixed)).byHow).toEqual({});
  });

  test('builds all of the platform, and the apps start', async () => {
    const { exitCode, byHow } = await run(platform);
    expect(exitCode).toBe(0);
    expect(Object.keys(byHow)).toEqual(['rebuilt']);
    expect(byHow['rebuilt']!.length).toBe(25);
    await startApps();
    expect((await run(platform)).byHow).toEqual({});
    const promotion = await move(['promote', platform]);
    expect([promotion.generation, promotion.moved.length]).toEqual([1, 25]);
    first = await readTags();
    expect(Object.keys(first).length).toBe(25);
  });

  test('builds one app where one app changed', async () => {
    appendFileSync(join(platform, 'apps/web/server.js'), '// changed\n');
    const { byHow } = await run(platform);
    expect(byHow).toEqual({ rebuilt: ['web:dev', 'web:prod'] });
  });

  test('updates exactly what stands on a tool, in order', async () => {
    edit('tools/Dockerfile', /curl make/, 'curl make patch');
    const { images: told, byHow } = await run(platform);
    const touched = [
      'node-dev:1',
      'tools:1',
      ...BELOW['node']!.flatMap((app) => [`${app}:dev`, `${app}:prod`]),
    ];
    // npm is fetched with the tools, and is the same as before: what stands on it need not be built.
    expect(
      [
        ...byHow['rebuilt']!,
        ...(byHow['rebased'] ?? []),
        ...(byHow['cut-off'] ?? []),
        ...(byHow['left'] ?? []),
      ].sort(),
    ).toEqual(touched.sort());
    expect(byHow['cut-off']).toEqual(['node-dev:1']);
    expectOrder(told);
  });

  test('updates all where the deepest layer changes, in order, and the apps start', async () => {
    appendFileSync(join(platform, 'os/motd'), 'Changed deep below.\n');
    const { images: told, byHow, exitCode } = await run(platform);
    expect(exitCode).toBe(0);
    expect(told.filter(({ order }) => order !== null).length).toBe(25);
    expect(byHow['rebuilt']).toContain('os:1');
    const [rebuilt, rebased] = [byHow['rebuilt']!, byHow['rebased'] ?? []];
    process.stderr.write(`\na deep change: ${rebuilt.length} rebuilt, ${rebased.length} rebased\n`);
    expect(rebased.length + rebuilt.length).toBe(25);
    expectOrder(told);
    await startApps();
    // No tag has moved yet, and then all do, from one generation to the next.
    expect(await readTags()).toEqual(first);
    const { generation, moved, mixedMs } = await move(['promote', platform]);
    expect([generation, moved.length]).toEqual([2, 25]);
    process.stderr.write(`\n25 tags moved within ${Math.round(mixedMs)} ms\n`);
    const second = await readTags();
    for (const [name, digest] of Object.entries(second)) expect(digest).not.toBe(first[name]);
    for (const [name, reference] of images)
      if (!/^(?:mixed|above):/.test(name)) expect(reference).toContain(second[byTag(reference, name)]);
    await startApps((name) => `${place.registry.host}/apps/${name}:prod`);
  });

  test('goes back to every digest, and forth again', async () => {
    const second = await readTags();
    const back = await move(['rollback', '--folder', platform]);
    expect([back.generation, back.moved.length]).toEqual([1, 25]);
    expect(await readTags()).toEqual(first);
    for (const name of Object.keys(APPS))
      await must(DOCKER, ['pull', '-q', `${place.registry.host}/apps/${name}:prod`]);
    await startApps((name) => `${place.registry.host}/apps/${name}:prod`);
    expect((await move(['rollback', '2', '--folder', platform])).generation).toBe(2);
    expect(await readTags()).toEqual(second);
  });

  test('skips only what stands on a failure', async () => {
    appendFileSync(join(platform, 'python/Dockerfile'), 'RUN false\n');
    appendFileSync(join(platform, 'apps/web/server.js'), '// changed again\n');
    const { exitCode, byHow, images: told } = await run(platform);
    expect(exitCode).toBe(1);
    expect(byHow).toEqual({
      failed: ['python:1'],
      rebuilt: ['web:dev', 'web:prod'],
      skipped: [...BELOW['python']!.flatMap((app) => [`${app}:dev`, `${app}:prod`]), 'python-dev:1'].sort(),
    });
    for (const { how, skippedBecause } of told)
      if (how === 'skipped')
        expect(skippedBecause).toEqual(['registry.example.com/platform/python:1 linux/amd64']);
    edit('python/Dockerfile', /RUN false\n/, '');
    // The key is that of the lock again.
    expect((await run(platform)).byHow).toEqual({});
  });

  test('waits for a registry that is away for a minute', async () => {
    appendFileSync(join(platform, 'certs/Dockerfile'), 'RUN echo changed > /etc/changed\n');
    let isStopped = false;
    let back: Promise<void> | undefined;
    const { exitCode, byHow } = await run(platform, ['--jobs', '2'], (text) => {
      if (isStopped || !text.includes('certs:1 linux/amd64: rebuilt')) return;
      isStopped = true;
      back = goAway();
    });
    await back;
    expect(isStopped).toBe(true);
    expect(exitCode).toBe(0);
    expect(Object.values(byHow).flat().length).toBe(24);
    await startApps();
  });

  test('waits for a registry that goes away while tags move', async () => {
    const notices: string[] = [];
    const before = await readTags();
    const headOfCurrent = async (): Promise<string | null> => {
      const url = `http://${place.registry.host}/v2/platform/generations/manifests/current`;
      const headers = { accept: 'application/vnd.oci.image.index.v1+json' };
      return (await fetch(url, { method: 'HEAD', headers })).headers.get('docker-content-digest');
    };
    const current = await headOfCurrent();
    const promoting = move(['promote', platform], (text) => notices.push(text));
    while ((await headOfCurrent()) === current) await sleep(5);
    await goAway();
    const { generation } = await promoting;
    expect(generation).toBe(3);
    expect(await readTags()).not.toEqual(before);
    process.stderr.write(`\n${notices.filter((text) => text.includes('tried again')).length} pauses\n`);
    const { output } = await place.plimsoll([
      ...['update', 'status', platform, '--to', place.registry.host, '--format', 'json'],
      ...['--database', join(place.work, 'durable.db')],
    ]);
    expect(JSON.parse(output)).toMatchObject({ drift: [], unfinished: null });
  });
});

/** `REPOSITORY:TAG` of an image by where it was pushed and its short name. */
function byTag(reference: string, name: string): string {
  const repository = reference.slice(reference.indexOf('/') + 1, reference.indexOf('@'));
  return `${repository}${name.slice(name.indexOf(':'))}`;
}

/** What stands on what, as far as the order shows. */
function expectOrder(told: readonly ToldImage[]): void {
  const orderOf = new Map(told.map(({ id, order }) => [shorten(id), order]));
  const after = (above: string, below: string): void => {
    const [a, b] = [orderOf.get(above), orderOf.get(below)];
    if (typeof a === 'number' && typeof b === 'number') expect(a).toBeGreaterThan(b);
  };
  after('certs:1', 'os:1');
  after('tools:1', 'certs:1');
  after('node-dev:1', 'tools:1');
  for (const [runtime, apps] of Object.entries(BELOW)) {
    after(`${runtime}:1`, 'certs:1');
    after(`${runtime}-dev:1`, `${runtime}:1`);
    for (const app of apps) {
      after(`${app}:prod`, `${runtime}:1`);
      after(`${app}:prod`, `${runtime}-dev:1`);
      after(`${app}:dev`, `${runtime}-dev:1`);
    }
  }
}

function shorten(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/** One image that installs with apt-get, pip and npm, adds a user and has a library of its own; and one on it. */
function makeMixed(folder: string, base: string): void {
  const write = (path: string, lines: readonly string[]): void => {
    cpSync(join(EXAMPLE, 'README.md'), join(folder, path), { recursive: true });
    writeFileSync(join(folder, path), `${lines.join('\n')}\n`);
  };
  write('base/Dockerfile', [
    `FROM ${base}`,
    'RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl nodejs python3-pip \\',
    '    && rm -rf /var/lib/apt/lists/*',
    'RUN --mount=type=secret,id=ca pip install --break-system-packages --cert /run/secrets/ca Markdown==3.7',
    'RUN --mount=type=secret,id=ca mkdir /npm && cd /npm \\',
    '    && curl -sSf --cacert /run/secrets/ca https://registry.npmjs.org/npm/-/npm-9.9.4.tgz | tar -xz \\',
    '    && NODE_EXTRA_CA_CERTS=/run/secrets/ca node package/bin/npm-cli.js install --prefix /srv mime@4.0.7',
    'RUN useradd --create-home app',
    'COPY libdemo.so.1 /usr/local/lib/',
    'RUN ldconfig',
  ]);
  write('base/libdemo.so.1', ['no real library, but bytes that somebody loads']);
  write('above/Dockerfile', ['FROM registry.example.com/mixed:1', 'RUN echo above > /above']);
  write('plimsoll.yaml', [
    'images:',
    '  - {name: "registry.example.com/mixed:1", dockerfile: base/Dockerfile}',
    '  - {name: "registry.example.com/above:1", dockerfile: above/Dockerfile}',
  ]);
}
