import { describe, expect, it } from 'vitest';
import type { OpenedImage, OpenOptions } from '../../../src/oci/image/image.ts';
import { parseRegistryReference } from '../../../src/oci/image/reference.ts';
import { openRegistryImage, resolveRegistryImage } from '../../../src/oci/registry/open-registry-image.ts';
import {
  describeImage,
  failureOf,
  makeImage,
  makeIndex,
  makeLayer,
  sha256,
} from '../../support/image-files.ts';
import {
  holdImage,
  holdIndex,
  makeFastSettings,
  REPOSITORY,
  type RegistryServer,
  readLayer,
  startRegistry,
} from '../../support/registry-server.ts';

const amd64 = { platform: { os: 'linux', architecture: 'amd64' } };
const arm64 = { platform: { os: 'linux', architecture: 'arm64' } };
const image = makeImage(amd64);

function open(server: RegistryServer, options: OpenOptions = {}, tag = 'latest'): Promise<OpenedImage> {
  const settings = makeFastSettings();
  return openRegistryImage(server.refer(tag), { platform: 'linux/amd64', ...options }, settings);
}

describe('openRegistryImage', () => {
  it('gives what the manifest and config say, and the layers as they are stored', async () => {
    const made = makeImage({ ...amd64, annotations: { 'org.example.a': 'b' } });
    const server = await startRegistry(holdImage(made));
    const opened = await open(server);
    expect(opened).toMatchObject({
      transport: 'docker',
      reference: `docker://${server.host}/${REPOSITORY}:latest`,
      digest: made.manifestDigest,
      annotations: { 'org.example.a': 'b' },
      diffIdsVouched: false,
    });
    expect(opened.config.diffIds).toEqual(made.layers.map(({ diffId }) => diffId));
    expect(opened.layers.map(({ index, diffId, descriptor }) => [index, diffId, descriptor?.digest])).toEqual(
      made.layers.map(({ diffId, digest }, index) => [index, diffId, digest]),
    );
    for (const [index, layer] of made.layers.entries())
      expect(await readLayer(opened, index)).toEqual(layer.stored);
    expect(await readLayer(opened, 0)).toEqual(made.layers[0]?.stored);
    await opened.close();
  });

  it('reads schema 2 of Docker, and images without layers', async () => {
    const docker = await startRegistry(holdImage(makeImage({ ...amd64, docker: true })));
    expect((await open(docker)).layers).toHaveLength(2);
    const empty = await startRegistry(holdImage(makeImage({ ...amd64, layers: [] })));
    expect((await open(empty)).layers).toEqual([]);
  });

  it('opens by digest, whatever the tag says', async () => {
    const server = await startRegistry(holdImage(image));
    const reference = parseRegistryReference(`${server.host}/${REPOSITORY}:gone@${image.manifestDigest}`);
    const opened = await openRegistryImage(reference, {}, makeFastSettings());
    expect(opened.reference).toBe(`docker://${server.host}/${REPOSITORY}:gone@${image.manifestDigest}`);
    expect(server.requests.map(({ path }) => path)).not.toContain(`/v2/${REPOSITORY}/manifests/gone`);
  });

  it('says what it accepts, and who asks', async () => {
    const server = await startRegistry(holdImage(image));
    await open(server);
    const asked = server.requests.find(({ path }) => path.includes('/manifests/'));
    expect(asked?.headers['user-agent']).toBe('plimsoll');
    for (const type of ['oci.image.index.v1', 'oci.image.manifest.v1', 'manifest.v2', 'manifest.list.v2'])
      expect(asked?.headers.accept).toContain(type);
  });

  it('takes the image of the platform out of an index, also out of one within', async () => {
    const other = makeImage(arm64);
    const flat = await startRegistry(
      holdIndex([image, other], [describeImage(image, amd64), describeImage(other, arm64)]),
    );
    expect((await open(flat)).digest).toBe(image.manifestDigest);
    expect((await open(flat, { platform: 'linux/arm64' })).digest).toBe(other.manifestDigest);
    expect(await failureOf(open(flat, { platform: 'linux/s390x' }))).toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      subject: `docker://${flat.host}/${REPOSITORY}:latest`,
      hint: expect.stringContaining('linux/arm64'),
    });
    const inner = makeIndex([describeImage(image), describeImage(other)]);
    const settings = holdIndex([image, other], [inner.entry]);
    const nested = await startRegistry({
      ...settings,
      manifests: [...(settings.manifests ?? []), inner.bytes],
    });
    expect((await open(nested, { platform: 'linux/arm64' })).digest).toBe(other.manifestDigest);
  });

  it('takes the only image there is where no platform was asked for, and says so', async () => {
    const other = makeImage({ platform: { os: 'linux', architecture: 's390x' } });
    for (const held of [holdImage(other), holdIndex([other])]) {
      const server = await startRegistry(held);
      const notices: string[] = [];
      const opened = await openRegistryImage(
        server.refer(),
        { onNotice: (line) => notices.push(line) },
        makeFastSettings(),
      );
      expect(opened.digest).toBe(other.manifestDigest);
      expect(notices).toEqual([expect.stringContaining('linux/s390x')]);
      expect((await failureOf(open(server))).code).toBe('PLATFORM_NOT_FOUND');
    }
  });

  it('asks for no manifest where the platform is none', async () => {
    const server = await startRegistry(holdImage(image));
    expect((await failureOf(open(server, { platform: 'nonsense' }))).code).toBe('USAGE');
    expect(server.requests.filter(({ path }) => path.includes('/manifests/'))).toEqual([]);
  });

  it('tells charts and attestations from images', async () => {
    const chart = JSON.stringify({
      schemaVersion: 2,
      config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: sha256('{}'), size: 2 },
      layers: [],
    });
    const attestation = JSON.parse(image.manifest.toString());
    attestation.layers = attestation.layers.map((layer: object) => ({
      ...layer,
      mediaType: 'application/vnd.in-toto+json',
    }));
    const server = await startRegistry({
      ...holdImage(image),
      tags: { chart: Buffer.from(chart), attestation: Buffer.from(JSON.stringify(attestation)) },
    });
    expect(await failureOf(open(server, {}, 'chart'))).toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
      message: expect.stringContaining('helm.config'),
    });
    expect(await failureOf(open(server, {}, 'attestation'))).toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
      message: expect.stringContaining('in-toto'),
    });
  });

  it('refuses a config whose diffIds are not as many as the layers', async () => {
    const bad = makeImage({ ...amd64, config: { rootfs: { diff_ids: [sha256('x')] } } });
    expect(await failureOf(open(await startRegistry(holdImage(bad))))).toMatchObject({
      code: 'IMAGE_INVALID',
      message: 'the manifest has 2 layers, the config 1',
    });
  });

  it('names what is not there', async () => {
    const server = await startRegistry(holdImage(image));
    expect(await failureOf(open(server, {}, 'gone'))).toMatchObject({
      code: 'IMAGE_NOT_FOUND',
      message: `${server.host} does not have the tag gone of ${REPOSITORY}`,
      subject: `docker://${server.host}/${REPOSITORY}:gone`,
    });
    const { blobs, ...rest } = holdImage(image);
    const lacking = await startRegistry({ ...rest, blobs: blobs?.slice(0, 2) ?? [] });
    expect(await failureOf(readLayer(await open(lacking), 1))).toMatchObject({
      code: 'REGISTRY_INVALID',
      message: expect.stringContaining(`layer 1 (${image.layers[1]?.digest}), which the manifest names`),
    });
  });

  it('fetches four blobs at once, and no more', async () => {
    const layers = Array.from({ length: 8 }, (_, index) => makeLayer({ [`file${index}`]: 'x' }));
    const many = makeImage({ ...amd64, layers });
    const waiting: (() => void)[] = [];
    let most = 0;
    let now = 0;
    const held = holdImage(many);
    const server = await startRegistry({
      ...held,
      intercept: (_, response, url) => {
        const layer = layers.find(({ digest }) => url.pathname.endsWith(digest));
        if (layer === undefined) return false;
        now += 1;
        most = Math.max(most, now);
        const finish = (): void => {
          now -= 1;
          response.end(layer.stored);
        };
        waiting.push(finish);
        if (waiting.length === 4)
          setTimeout(() => waiting.splice(0).forEach((finishOne) => void finishOne()), 50);
        return true;
      },
    });
    const opened = await open(server);
    const read = await Promise.all(layers.map((_, index) => readLayer(opened, index)));
    expect(read).toEqual(layers.map(({ stored }) => stored));
    expect(most).toBe(4);
  });

  it('gives a place free where a reader stops early or is stopped', async () => {
    const layers = Array.from({ length: 6 }, (_, index) => makeLayer({ [`file${index}`]: 'x' }));
    const server = await startRegistry(holdImage(makeImage({ ...amd64, layers })));
    const opened = await open(server);
    for (const { location } of opened.layers.slice(0, 5)) {
      if (location.kind !== 'stream') throw new Error('the layer is no stream');
      for await (const _ of location.open(new AbortController().signal)) break;
    }
    for (let round = 0; round < 5; round += 1)
      expect((await failureOf(readLayer(opened, 0, AbortSignal.abort()))).code).toBe('ABORTED');
    expect(await readLayer(opened, 5)).toEqual(layers[5]?.stored);
  });

  it('stops where the run is stopped', async () => {
    const server = await startRegistry({ ...holdImage(image), intercept: () => true });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const started = performance.now();
    const settings = makeFastSettings({ answerLimitMs: 120_000 });
    const failure = await failureOf(
      openRegistryImage(server.refer(), { signal: controller.signal }, settings),
    );
    expect(failure.code).toBe('ABORTED');
    expect(performance.now() - started).toBeLessThan(50_000);
  });
});

describe('resolveRegistryImage', () => {
  it('gives the digests, the manifest and the config, and asks for no layer', async () => {
    const settings = holdIndex([image]);
    const server = await startRegistry(settings);
    const found = await resolveRegistryImage(server.refer(), {}, makeFastSettings());
    expect(found).toMatchObject({
      digest: image.manifestDigest,
      topDigest: sha256(settings.tags?.['latest'] ?? ''),
    });
    expect(found.manifest.layers).toHaveLength(2);
    expect(found.config.diffIds).toHaveLength(2);
    expect(server.requests.filter(({ path }) => path.includes('/blobs/'))).toHaveLength(1);
  });
});
