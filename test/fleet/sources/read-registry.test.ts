// Fleets of registries: which images are found, and what is asked for them.
import { describe, expect, test } from 'vitest';
import { FactsCache } from '../../../src/contents/cache/facts-cache.ts';
import type { FleetOptions } from '../../../src/fleet/sources/fleet-options.ts';
import { readFleet } from '../../../src/fleet/sources/read-fleet.ts';
import { startCatalog } from '../../support/catalog-registry.ts';
import {
  describeImage,
  makeImage,
  makeIndex,
  makeLayer,
  makeTemporaryFolder,
} from '../../support/image-files.ts';
import type { RegistryServer } from '../../support/registry-server.ts';

const OS = makeLayer({ 'etc/os': 'os' });
const APP = makeLayer({ 'app/main': 'app' });
const BASE = makeImage({ layers: [OS] });
const ONE = makeImage({
  layers: [OS, APP],
  annotations: { 'org.opencontainers.image.base.name': 'team/base:1' },
});
const ARM = makeImage({ layers: [APP], platform: { os: 'linux', architecture: 'arm64' } });
const ATTESTATION = {
  ...describeImage(makeImage({ layers: [] })),
  platform: { os: 'unknown', architecture: 'unknown' },
};
const BOTH = makeIndex([
  { ...describeImage(ONE), platform: { os: 'linux', architecture: 'amd64' } },
  { ...describeImage(ARM), platform: { os: 'linux', architecture: 'arm64' } },
  ATTESTATION,
]).bytes;
const CHART = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: BASE.configDigest, size: 1 },
    layers: [],
  }),
);
const HELD = {
  repositories: {
    'other/app': { '1': BASE.manifest },
    'team/app': { '1': BOTH, '1.0': BOTH, latest: BASE.manifest },
    'team/base': { '1': BASE.manifest },
    'team/chart': { '1': CHART },
    'team/empty': {},
  },
  manifests: [ONE.manifest, ARM.manifest],
  blobs: [BASE, ONE, ARM].map(({ config }) => config),
};

const options = (more: Partial<FleetOptions> = {}): FleetOptions => ({
  signal: new AbortController().signal,
  at: '2026-11-26T00:00:00Z',
  ...more,
});
const asked = ({ requests }: RegistryServer): readonly string[] =>
  requests.map(
    ({ method, path }) => `${method} ${path.replace(/^\/v2\//, '').replace(/sha256:[0-9a-f]{60}/, '')}`,
  );

describe('a registry', () => {
  test('has the images of all tags and platforms, from manifests and configs alone', async () => {
    const registry = await startCatalog({ ...HELD, pageSize: 2 });
    const { host } = registry;
    const { snapshot, history } = await readFleet([`docker://${host}/team/`], options());
    expect(history).toBeUndefined();
    expect(snapshot.at).toBe('2026-11-26T00:00:00Z');
    expect(snapshot.images).toMatchObject([
      {
        name: `${host}/team/app:1 (linux/amd64)`,
        repository: `${host}/team/app`,
        tags: ['1', '1.0'],
        digest: ONE.manifestDigest,
        platform: { os: 'linux', architecture: 'amd64' },
        created: '2026-01-02T03:04:05Z',
        base: 'team/base:1',
        reference: `docker://${host}/team/app@${ONE.manifestDigest}`,
      },
      { name: `${host}/team/app:1 (linux/arm64)`, tags: ['1', '1.0'], digest: ARM.manifestDigest },
      { name: `${host}/team/app:latest`, digest: BASE.manifestDigest },
      { name: `${host}/team/base:1`, digest: BASE.manifestDigest },
    ]);
    const { layers } = snapshot;
    expect(layers.digests).toEqual([OS.digest, APP.digest]);
    expect(layers.diffIds).toEqual([OS.diffId, APP.diffId]);
    expect([...layers.shippedBytes]).toEqual([OS.stored.length, APP.stored.length]);
    expect(snapshot.images[0]!.documents!.map(({ sizeBytes }) => sizeBytes)).toEqual([
      BOTH.length,
      ONE.manifest.length,
      ONE.config.length,
    ]);
    for (const { digest } of [OS, APP]) expect(asked(registry).join()).not.toContain(digest);
  });

  test('has those of one platform, of one repository, of one name', async () => {
    const { host } = await startCatalog(HELD);
    const names = async (source: string, more: Partial<FleetOptions> = {}): Promise<readonly string[]> =>
      (await readFleet([source], options(more))).snapshot.images.map(({ name }) =>
        name.replace(`${host}/`, ''),
      );
    const arm = { os: 'linux', architecture: 'arm64' };
    expect(await names(`docker://${host}`)).toHaveLength(5);
    expect(await names(`docker://${host}`, { platform: arm })).toEqual(['team/app:1']);
    expect(await names(`docker://${host}/team/app:*`)).toHaveLength(3);
    expect(await names(`docker://${host}/team/app:1.0`)).toEqual([
      'team/app:1.0 (linux/amd64)',
      'team/app:1.0 (linux/arm64)',
    ]);
    expect(await names(`docker://${host}/team/base@${BASE.manifestDigest}`)).toEqual([
      `team/base@${BASE.manifestDigest}`,
    ]);
  });

  test('joins the tags of references that mean one image', async () => {
    const { host } = await startCatalog({
      ...HELD,
      repositories: { app: { a: BASE.manifest, b: BASE.manifest } },
    });
    const { snapshot } = await readFleet([`docker://${host}/app:a`, `docker://${host}/app:b`], options());
    expect(snapshot.images).toMatchObject([{ name: `${host}/app:a`, tags: ['a', 'b'] }]);
  });

  test('is asked for tags alone where an earlier snapshot knows the images', async () => {
    const registry = await startCatalog({
      ...HELD,
      repositories: { app: { '1': BASE.manifest, '2': ONE.manifest } },
    });
    const source = [`docker://${registry.host}`];
    const first = (await readFleet(source, options())).snapshot;
    registry.requests.splice(0);
    const second = (await readFleet(source, options({ known: first }))).snapshot;
    expect(second.images).toEqual(first.images);
    expect(second.layers).toEqual(first.layers);
    expect(asked(registry)).toEqual(
      expect.arrayContaining(['HEAD app/manifests/1', 'HEAD app/manifests/2', 'GET app/tags/list']),
    );
    expect(asked(registry).filter((line) => /GET app\/(?:manifests|blobs)/.test(line))).toEqual([]);
  });

  test('is asked for tags alone where a cache has the documents, indexes too', async () => {
    const registry = await startCatalog(HELD);
    const cache = new FactsCache({ folder: makeTemporaryFolder() });
    const run = () =>
      readFleet(
        [`docker://${registry.host}/team/`],
        options({ cache, store: cache, documents: cache.documents }),
      );
    const first = await run();
    registry.requests.splice(0);
    expect(await run()).toEqual(first);
    expect(asked(registry).filter((line) => /^GET .*(?:manifests|blobs)/.test(line))).toEqual([]);
  });

  test('says so where it has no catalog, and leaves out what cannot be read', async () => {
    const refusing = await startCatalog({
      ...HELD,
      intercept: (_, response, url) => {
        if (url.pathname !== '/v2/_catalog') return false;
        response.writeHead(404).end('{}');
        return true;
      },
    });
    await expect(readFleet([`docker://${refusing.host}`], options())).rejects.toMatchObject({
      code: 'REGISTRY_REFUSED',
      hint: expect.stringContaining('--from'),
    });
    const { host } = await startCatalog({ ...HELD, blobs: [BASE.config] });
    const notices: string[] = [];
    const { snapshot } = await readFleet(
      [`docker://${host}/team/`],
      options({ onNotice: (line) => notices.push(line) }),
    );
    expect(snapshot.images).toHaveLength(2);
    expect(notices).toHaveLength(2);
  });

  test('leaves out an image that gives a blob another size than the others do', async () => {
    const lying = Buffer.from(ONE.manifest.toString().replace(/"size":\d+(?=\}\])/, '"size":1'));
    const { host } = await startCatalog({
      ...HELD,
      repositories: { app: { a: ONE.manifest, b: lying } },
    });
    const notices: string[] = [];
    const source = [`docker://${host}`];
    const { snapshot } = await readFleet(source, options({ onNotice: (line) => notices.push(line) }));
    expect(snapshot.images.map(({ tags }) => tags)).toEqual([['a']]);
    expect(notices).toEqual([expect.stringContaining('one blob has two sizes')]);
  });

  test.each(['docker://docker.io', 'docker://docker.io/team/'])('%s cannot be listed', async (source) => {
    await expect(readFleet([source], options())).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
  });
});
