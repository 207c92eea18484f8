// `plimsoll update run` from end to end with an engine that is a stub: it "builds" archives that the test wrote.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import UPDATE_RUN from '../../../schema/update-run.json' with { type: 'json' };
import type { Descriptor } from '../../../src/oci/image/descriptor.ts';
import { OCI_CONFIG } from '../../../src/oci/image/media-types.ts';
import { openDestination } from '../../../src/oci/open-destination.ts';
import { validateSchema } from '../../report/validate-schema.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer } from '../../support/layers.ts';
import { runHere } from '../../support/run-here.ts';
import { makeStubs } from '../../support/stub-programs.ts';
import { startWritableRegistry, type WritableRegistry } from '../../support/writable-registry.ts';
import { fromBytes, makeManifest, writeImage } from '../../support/written-images.ts';

const ARCHITECTURES = ['amd64', 'arm64'];
const ANY = `sha256:${'a'.repeat(64)}`;

/** Builds by the context's folder, its file `version` and the platform. */
const BUILDCTL = `
if (args[0] === '--version') say('buildctl github.com/moby/buildkit v0.19.0 abc\\n');
else if (args[0] === 'debug') say('BuildKit:   github.com/moby/buildkit v0.19.0 abc\\n');
else {
  const value = (name) => args.find((each) => each.startsWith(name + '=')).slice(name.length + 1);
  const context = value('context');
  const version = fs.readFileSync(context + '/version', 'utf8');
  const archive = [context.split('/').pop(), version, value('platform').split('/')[1]].join('-') + '.tar';
  fs.copyFileSync(process.env.STUB_ARCHIVES + '/' + archive, /dest=([^,]*)/.exec(after('--output'))[1]);
  write(after('--metadata-file'), JSON.stringify({ 'containerimage.digest': '${ANY}', 'containerimage.config.digest': '${ANY}' }));
}
`;

let registry: WritableRegistry;
let root: string;
let env: Readonly<Record<string, string>>;

beforeEach(async () => {
  registry = await startWritableRegistry();
  root = makeTemporaryFolder();
  const archives = join(root, 'archives');
  mkdirSync(archives);
  for (const name of ['os', 'app'])
    for (const version of ['1', '2'])
      for (const architecture of ARCHITECTURES)
        await writeArchive(
          join(archives, `${name}-${version}-${architecture}.tar`),
          name,
          version,
          architecture,
        );
  const stubs = makeStubs({ buildctl: BUILDCTL });
  env = { ...stubs.env, STUB_ARCHIVES: archives, HOME: '/nonexistent' };
  put('team/os/Dockerfile', 'FROM scratch\nCOPY version /\n');
  put('team/os/version', '1');
  put('team/app/Dockerfile', 'FROM registry.example/os:1\nCOPY version /\n');
  put('team/app/version', '1');
  settings(['linux/amd64']);
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function settings(platforms: readonly string[]): void {
  const entries = ['os', 'app'].map(
    (name) =>
      `  - {name: registry.example/${name}:1, dockerfile: ${name}/Dockerfile, platforms: [${platforms.join(', ')}]}\n`,
  );
  put('team/plimsoll.yaml', `images:\n${entries.join('')}`);
}

async function writeArchive(
  path: string,
  name: string,
  version: string,
  architecture: string,
): Promise<void> {
  const layers = [fromBytes(layer([file(name, `${version} ${architecture}`)]))];
  const rootfs = { type: 'layers', diff_ids: layers.map(({ digest }) => digest) };
  const json = { os: 'linux', architecture, config: {}, rootfs };
  const config = fromBytes(Buffer.from(JSON.stringify(json)), OCI_CONFIG);
  const documents = [makeManifest(config as Descriptor, layers as readonly unknown[] as Descriptor[])];
  const destination = await openDestination(`oci-archive:${path}`);
  await writeImage(destination, { layers, config, documents });
  await destination.close();
}

interface Told {
  readonly exitCode: number;
  /** `NAME PLATFORM: HOW` of what was not left. */
  readonly ends: readonly string[];
  readonly written: readonly string[];
}

async function run(...more: readonly string[]): Promise<Told> {
  const args = ['update', 'run', join(root, 'team'), '--format', 'json', '--to', registry.host];
  const kept = ['--database', join(root, 'durable.db'), '--no-cache', '--workers', '0', '--quiet'];
  const { exitCode, output, complaint } = await runHere([...args, ...kept, ...more], env, []);
  expect(output, complaint).not.toBe('');
  const told = JSON.parse(output) as {
    readonly images: readonly { readonly id: string; readonly platform: string; readonly how: string }[];
    readonly written: readonly string[];
  };
  expect(validateSchema(UPDATE_RUN, told, true)).toEqual([]);
  const ends = told.images.flatMap(({ id, platform, how }) =>
    how === 'left' ? [] : [`${id.replace('registry.example/', '')} ${platform.slice(6)}: ${how}`],
  );
  return { exitCode, ends: ends.sort(), written: told.written };
}

async function plan(): Promise<readonly string[]> {
  const args = ['update', 'plan', join(root, 'team'), '--format', 'json'];
  const { output, complaint } = await runHere(args, env, []);
  expect(output, complaint).not.toBe('');
  const { images } = JSON.parse(output) as { images: readonly { id: string; action: string }[] };
  return images.flatMap(({ id, action }) => (action === 'leave' ? [] : [`${id} ${action}`]));
}

describe('one image alone', () => {
  test('with what it stands on, and nothing else', async () => {
    expect((await run('--only', 'registry.example/os:1')).ends).toEqual(['os:1 amd64: rebuilt']);
    expect((await run('--only', 'registry.example/app:1')).ends).toEqual(['app:1 amd64: rebuilt']);
    expect(await plan()).toEqual([]);
  });

  test('for one platform, as a job of a matrix wants it', async () => {
    settings(['linux/amd64', 'linux/arm64']);
    expect((await run('--only', 'registry.example/app:1 linux/arm64')).ends).toEqual([
      'app:1 arm64: rebuilt',
      'os:1 arm64: rebuilt',
    ]);
    expect((await run('--only', 'registry.example/os:1 linux/amd64')).ends).toEqual(['os:1 amd64: rebuilt']);
    expect((await run()).ends).toEqual(['app:1 amd64: rebuilt']);
    expect(await plan()).toEqual([]);
  });

  test('for a platform that it is not built for is refused', async () => {
    const args = ['update', 'run', join(root, 'team'), '--only', 'registry.example/os:1 linux/s390x'];
    const { exitCode, complaint } = await runHere(args, env, []);
    expect(exitCode).toBe(2);
    expect(complaint).toContain('it is not built for linux/s390x');
    expect(complaint).toContain('It is built for linux/amd64.');
  });
});

describe('digests that are written into Dockerfiles', () => {
  const dockerfile = (): string => readFileSync(join(root, 'team/app/Dockerfile'), 'utf8');

  test('are those of this run, and the next plan has nothing to do', async () => {
    put('team/app/Dockerfile', `FROM registry.example/os:1@sha256:${'0'.repeat(64)}\nCOPY version /\n`);
    const first = await run('--write');
    expect(first).toEqual({
      ...{ exitCode: 0, written: ['app/Dockerfile'] },
      ends: ['app:1 amd64: rebuilt', 'os:1 amd64: rebuilt'],
    });
    expect(dockerfile()).toMatch(/^FROM registry\.example\/os:1@sha256:(?!0{64})[0-9a-f]{64}\nCOPY/);
    expect(await plan()).toEqual([]);
    expect(await run('--write')).toEqual({ exitCode: 0, ends: [], written: [] });

    const before = dockerfile();
    put('team/os/version', '2');
    const second = await run('--write');
    expect(second.ends).toContain('os:1 amd64: rebuilt');
    expect(second.written).toEqual(['app/Dockerfile']);
    expect(dockerfile()).not.toBe(before);
    expect(await plan()).toEqual([]);
  });

  test('of an image with several platforms are the index, and the next plan has nothing to do', async () => {
    settings(['linux/amd64', 'linux/arm64']);
    put('team/app/Dockerfile', `FROM registry.example/os:1@sha256:${'0'.repeat(64)}\nCOPY version /\n`);
    expect((await run('--write')).written).toEqual(['app/Dockerfile']);
    expect(await plan()).toEqual([]);
  });

  test('of bases of elsewhere count as text, as nobody writes them', async () => {
    expect((await run()).ends).toHaveLength(2);
    put(
      'team/app/Dockerfile',
      `FROM registry.example/os:1\nCOPY version /\nLABEL at=x@sha256:${'1'.repeat(64)}\n`,
    );
    expect(await plan()).toEqual(['registry.example/app:1 rebuild']);
  });
});
