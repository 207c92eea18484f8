// One image made with an engine that is a stub: it answers with archives that the test wrote, and notes what it was asked.
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../../src/engines/engine.ts';
import { joinPlatforms } from '../../../../src/fleet/update/making/join-platforms.ts';
import { createImageMaker, makeImage } from '../../../../src/fleet/update/making/make-image.ts';
import { type MakeInput, makeInputToJson } from '../../../../src/fleet/update/making/make-input.ts';
import type { Maker } from '../../../../src/fleet/update/making/maker.ts';
import type { MadeImage } from '../../../../src/fleet/update/running/made-image.ts';
import { digestBytes } from '../../../../src/oci/bytes/digest.ts';
import { CompressionPool } from '../../../../src/oci/compression/compression-pool.ts';
import type { Descriptor } from '../../../../src/oci/image/descriptor.ts';
import { OCI_CONFIG } from '../../../../src/oci/image/media-types.ts';
import { openDestination } from '../../../../src/oci/open-destination.ts';
import { openRegistryDestination } from '../../../../src/oci/registry/registry-destination.ts';
import { makeTree } from '../../../support/context-trees.ts';
import { makeTemporaryFolder } from '../../../support/image-files.ts';
import { dir, file, layer } from '../../../support/layers.ts';
import { startWritableRegistry, type WritableRegistry } from '../../../support/writable-registry.ts';
import {
  fromBytes,
  makeManifest,
  makeImage as makeTestImage,
  never,
  writeImage,
} from '../../../support/written-images.ts';

const folder = makeTemporaryFolder();
const gzip = new CompressionPool(0);
afterAll(() => gzip.close());

const STUB = `#!${process.execPath}
const { copyFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const after = (name) => args[args.indexOf(name) + 1];
writeFileSync(process.env.STUB_ASKED, JSON.stringify(args));
if (process.env.STUB_FAILS) { process.stderr.write('ERROR: exit code: 1\\n'); process.exit(1); }
copyFileSync(process.env.STUB_ARCHIVE, /dest=([^,]*)/.exec(after('--output'))[1]);
const digest = 'sha256:' + 'a'.repeat(64);
writeFileSync(after('--metadata-file'), JSON.stringify({ 'containerimage.digest': digest, 'containerimage.config.digest': digest }));
`;

const BASE_TAR = layer([dir('etc'), file('etc/base', 'base')]);
let registry: WritableRegistry;
let tree: string;
let basePull: string;

beforeEach(async () => {
  registry = await startWritableRegistry();
  tree = makeTree({ Dockerfile: 'FROM registry.example.com/base:1\nRUN true\n' });
  const destination = await openRegistryDestination(registry.refer('1', 'base'));
  const { digest } = await writeImage(destination, makeTestImage([BASE_TAR]));
  await destination.close();
  basePull = `${registry.host}/base@${digest}`;
});

function engineOf(more: Readonly<Record<string, string>> = {}): Engine {
  const program = join(folder, 'buildctl');
  writeFileSync(program, STUB);
  chmodSync(program, 0o755);
  return {
    kind: 'buildctl',
    program,
    version: 'v0.19.0',
    features: { heredocs: true, mounts: true, namedContexts: true, metadataFile: true },
    env: { STUB_ASKED: join(folder, 'asked'), STUB_ARCHIVE: join(folder, 'built.tar'), ...more },
  };
}

const asked = (): readonly string[] =>
  JSON.parse(readFileSync(join(folder, 'asked'), 'utf8')) as readonly string[];

function makerOf(engine: Engine | undefined = engineOf()): Maker {
  const secrets = { ca: '/run/ca.crt', other: '/run/other' };
  return { engine, secrets, accepts: 'proven', workers: 0, gzip, insecure: false, program: 'plimsoll test' };
}

/** What the engine will have built: the base's layer and one of its own. */
async function willBuild(content: string, mtimeSeconds = 1, architecture = 'amd64'): Promise<void> {
  const path = join(folder, 'built.tar');
  rmSync(path, { force: true });
  const destination = await openDestination(`oci-archive:${path}`);
  const own = layer([
    dir('srv', { mtimeSeconds }),
    file('srv/app', content, { mtimeSeconds }),
    file('var/log/dpkg.log', `${mtimeSeconds}`),
  ]);
  const { layers } = makeTestImage([BASE_TAR, own]);
  const diffIds = layers.map(({ digest }) => digest);
  const json = {
    os: 'linux',
    architecture,
    config: { Cmd: ['/srv/app'] },
    rootfs: { type: 'layers', diff_ids: diffIds },
  };
  const config = fromBytes(Buffer.from(JSON.stringify(json)), OCI_CONFIG);
  const documents = [makeManifest(config as Descriptor, layers as readonly unknown[] as Descriptor[])];
  await writeImage(destination, { layers, config, documents });
  await destination.close();
}

function inputOf(more: Partial<MakeInput> = {}): MakeInput {
  return {
    id: 'registry.example.com/app:1',
    platform: 'linux/amd64',
    action: 'rebuild',
    build: {
      contextPath: tree,
      dockerfilePath: join(tree, 'Dockerfile'),
      args: { MODE: 'fast' },
      namedContexts: {},
      secretIds: ['ca'],
      platforms: ['linux/amd64'],
    },
    bases: [{ reference: 'registry.example.com/base:1', pull: basePull, isFinal: true }],
    noCache: false,
    staging: `${registry.host}/team/app:plimsoll-1`,
    ...more,
  };
}

const previousOf = ({ reference, digest }: MadeImage): MakeInput['previous'] => ({
  reference,
  digest,
  base: basePull,
});

describe('an image that is rebuilt', () => {
  test('stands on the base of this run, gets its secrets, and is pushed without what is there', async () => {
    await willBuild('one');
    const made = await makeImage(inputOf(), makerOf(), never());
    expect(made).toMatchObject({ how: 'rebuilt', reference: `${registry.host}/team/app@${made.digest}` });
    const args = asked().join(' ');
    expect(args).toContain(`context:registry.example.com/base:1=docker-image://${basePull}`);
    expect(args).toContain('build-arg:MODE=fast');
    expect(args).toContain('id=ca,src=/run/ca.crt');
    expect(args).not.toContain('/run/other');
    // The base's blob was mounted, and only the own layer, config and manifest were sent.
    expect(registry.log).not.toContain(`GET /v2/base/blobs/${digestBytes(BASE_TAR)}`);
    expect(registry.blobs.get('team/app')?.has(digestBytes(BASE_TAR))).toBe(true);
    const manifest = JSON.parse(registry.manifests.get('team/app')!.get('plimsoll-1')!.toString()) as {
      annotations: object;
      layers: { size: number }[];
    };
    expect(manifest.annotations).toEqual({
      'org.opencontainers.image.base.name': 'registry.example.com/base:1',
      'org.opencontainers.image.base.digest': basePull.slice(basePull.indexOf('@') + 1),
    });
    expect(made.pushedBytes).toBeLessThan(BASE_TAR.length + manifest.layers[1]!.size);
    expect(made.pushedBytes).toBeGreaterThan(manifest.layers[1]!.size);
  });

  test('is the same digest when it is made again, and nothing but documents is sent', async () => {
    await willBuild('one');
    const first = await makeImage(inputOf(), makerOf(), never());
    const second = await makeImage(inputOf(), makerOf(), never());
    expect(second.digest).toBe(first.digest);
    expect(second.pushedBytes).toBeLessThan(2000);
  });

  test('is cut off where its content is that of before, and not with one byte that is another', async () => {
    await willBuild('one', 1);
    const before = await makeImage(inputOf(), makerOf(), never());
    await willBuild('one', 2_000_000);
    const staging = `${registry.host}/team/app:plimsoll-2`;
    const same = await makeImage(inputOf({ previous: previousOf(before)!, staging }), makerOf(), never());
    expect(same).toMatchObject({
      how: 'cut-off',
      digest: before.digest,
      reference: before.reference,
      pushedBytes: 0,
    });
    expect(same.setAside).toEqual(['logs of apt and dpkg']);
    expect(registry.manifests.get('team/app')!.has('plimsoll-2')).toBe(false);
    await willBuild('onf', 2_000_000);
    const other = await makeImage(inputOf({ previous: previousOf(before)!, staging }), makerOf(), never());
    expect(other).toMatchObject({
      how: 'rebuilt',
      notes: ['differs from the one before: srv/app (content)'],
    });
    expect(other.digest).not.toBe(before.digest);
  });

  test('is pushed where the registry has lost the one before', async () => {
    await willBuild('one');
    const digest = `sha256:${'d'.repeat(64)}` as const;
    const previous = { digest, reference: `${registry.host}/team/app@${digest}` };
    expect((await makeImage(inputOf({ previous }), makerOf(), never())).how).toBe('rebuilt');
  });

  test('leaves nothing behind, and says why where the engine fails', async () => {
    await willBuild('one');
    const failing = makerOf(engineOf({ STUB_FAILS: '1' }));
    await expect(makeImage(inputOf(), failing, never())).rejects.toMatchObject({ code: 'BUILD_FAILED' });
    expect(existsSync(/dest=([^,]*)/.exec(asked().join(' '))![1]!)).toBe(false);
    expect(registry.manifests.get('team/app')).toBeUndefined();
  });

  test('is built by a temporary Dockerfile with its ignore file where a digest is written', async () => {
    await willBuild('one');
    writeFileSync(join(tree, 'Dockerfile'), `FROM registry.example.com/base:1@sha256:${'e'.repeat(64)}\n`);
    writeFileSync(join(tree, 'Dockerfile.dockerignore'), 'secret\n');
    await makeImage(inputOf(), makerOf(), never());
    const place = /dockerfile=(\S*)/.exec(asked().join(' '))![1]!;
    expect(place).not.toBe(tree);
    expect(existsSync(place)).toBe(false);
    expect(readFileSync(join(tree, 'Dockerfile'), 'utf8')).toContain('e'.repeat(64));
  });
});

describe('an image whose base alone changed', () => {
  async function newBase(content: string): Promise<string> {
    const destination = await openRegistryDestination(registry.refer('2', 'base'));
    const { digest } = await writeImage(
      destination,
      makeTestImage([layer([dir('etc'), file('etc/base', content)])]),
    );
    await destination.close();
    return `${registry.host}/base@${digest}`;
  }

  test('is rebased without an engine where that is proven', async () => {
    await willBuild('one');
    const before = await makeImage(inputOf(), makerOf(), never());
    const pull = await newBase('new base');
    const input = inputOf({
      action: 'rebase',
      previous: previousOf(before)!,
      bases: [{ reference: 'registry.example.com/base:1', pull, isFinal: true }],
      staging: `${registry.host}/team/app:plimsoll-2`,
    });
    const maker = { ...makerOf(), engine: undefined };
    const made = await createImageMaker(maker)(
      { key: 'k', kind: 'make-image', name: 'app', input: makeInputToJson(input), tries: 1 },
      { signal: never(), attempt: 1 },
    );
    expect(made).toMatchObject({ how: 'rebased', notes: ['the rebase is proven'] });
  });

  test('is rebuilt where that is not proven, and the record says why', async () => {
    await willBuild('one');
    const before = await makeImage(inputOf(), makerOf(), never());
    const destination = await openRegistryDestination(registry.refer('2', 'base'));
    const clash = layer([dir('etc'), file('etc/base', 'new'), dir('srv'), file('srv/app', 'of the base')]);
    const { digest } = await writeImage(destination, makeTestImage([clash]));
    await destination.close();
    const input = inputOf({
      action: 'rebase',
      previous: previousOf(before)!,
      bases: [
        { reference: 'registry.example.com/base:1', pull: `${registry.host}/base@${digest}`, isFinal: true },
      ],
    });
    await willBuild('two');
    const made = await makeImage(input, makerOf(), never());
    expect(made.how).toBe('rebuilt');
    expect(made.notes![0]).toMatch(/^not rebased: the rebase is conflict; srv\/app/);
  });
});

test('platforms become one index, the same whenever they are joined, in another repository too', async () => {
  await willBuild('one');
  const amd = await makeImage(inputOf(), makerOf(), never());
  await willBuild('two', 1, 'arm64');
  const other = { platform: 'linux/arm64', staging: `${registry.host}/team/app:plimsoll-arm`, bases: [] };
  const arm = await makeImage(inputOf(other), makerOf(), never());
  const members = [
    { platform: 'linux/amd64', made: amd },
    { platform: 'linux/arm64', made: arm },
  ];
  const staging = `${registry.host}/elsewhere/app:plimsoll-joined`;
  const digest = await joinPlatforms(staging, members, makerOf(), never());
  const stored = registry.manifests.get('elsewhere/app')!;
  const index = JSON.parse(stored.get('plimsoll-joined')!.toString()) as { manifests: object[] };
  expect(digestBytes(stored.get('plimsoll-joined')!)).toBe(digest);
  expect(index.manifests).toMatchObject([
    { digest: amd.digest, platform: { os: 'linux', architecture: 'amd64' } },
    { digest: arm.digest, platform: { os: 'linux', architecture: 'arm64' } },
  ]);
  expect(stored.has(amd.digest)).toBe(true);
  expect(await joinPlatforms(staging, members, makerOf(), never())).toBe(digest);
});
