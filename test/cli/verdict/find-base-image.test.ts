import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findAnnotatedBase, findNamedBase } from '../../../src/cli/verdict/find-base-image.ts';
import { openImage } from '../../../src/oci/open-image.ts';
import type { ReportBase } from '../../../src/report/image-report.ts';
import {
  failureOf,
  type MadeImage,
  makeImage,
  makeLayer,
  makeTemporaryFolder,
  packLayout,
  writeTree,
} from '../../support/image-files.ts';
import { REPOSITORY, startRegistry } from '../../support/registry-server.ts';

const PLATFORM = { platform: 'linux/amd64' };
const lowest = makeLayer({ 'etc/base': 'base' });
const second = makeLayer({ 'etc/second': 'second' });
const own = makeLayer({ 'app/main': 'app' });
const base = makeImage({ layers: [lowest, second] });

/** A registry with the base and with an image that has these annotations (`HOST` stands for the registry). */
async function serve(annotations: Readonly<Record<string, string>>) {
  const tags: Record<string, Uint8Array> = { base: base.manifest };
  const blobs: Uint8Array[] = [base.config];
  const server = await startRegistry({ tags, blobs });
  const image = makeImage({
    layers: [lowest, second, own],
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [
        `org.opencontainers.image.base.${key}`,
        value.replace('HOST', `${server.host}/${REPOSITORY}`),
      ]),
    ),
  });
  tags['latest'] = image.manifest;
  blobs.push(image.config);
  return server;
}

/** The base found for the registry's image, and what was said. */
async function find(host: string): Promise<{ found: ReportBase | null; notices: string[] }> {
  const notices: string[] = [];
  const image = await openImage(`docker://${host}/${REPOSITORY}:latest`, PLATFORM);
  try {
    const found = await findAnnotatedBase(image, { ...PLATFORM, onNotice: (line) => notices.push(line) });
    return { found, notices };
  } finally {
    await image.close();
  }
}

describe('the base that annotations name', () => {
  test('is found by its tag, and better by its digest', async () => {
    const byTag = await serve({ name: 'HOST:base' });
    expect(await find(byTag.host)).toEqual({
      found: { reference: `docker://${byTag.host}/${REPOSITORY}:base`, layerCount: 2 },
      notices: [],
    });
    const byDigest = await serve({ name: 'HOST:base', digest: base.manifestDigest });
    const { found, notices } = await find(byDigest.host);
    expect({ count: found?.layerCount, notices }).toEqual({ count: 2, notices: [] });
    expect(byDigest.requests.some(({ path }) => path.endsWith(base.manifestDigest))).toBe(true);
  });

  test('is read no further than its config', async () => {
    const server = await serve({ name: 'HOST:base' });
    await find(server.host);
    const layers = [lowest, second].map(({ digest }) => digest);
    expect(server.requests.filter(({ path }) => layers.some((digest) => path.endsWith(digest)))).toEqual([]);
  });

  test.each([
    ['that is the image itself', { name: 'HOST:latest' }, /is the image itself$/],
    ['that is not there', { name: 'HOST:none' }, /is not known: /],
    ['whose digest is none', { name: 'HOST:base', digest: 'sha256:ab' }, /is not known: this is no name/],
    ['that is no name', { name: '../../etc\x1b[2J' }, /is not known: this is no name of an image/],
  ])('a base %s is no error', async (_, annotations, expected) => {
    const { host } = await serve(annotations);
    const { found, notices } = await find(host);
    expect(found).toBeNull();
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(expected);
  });

  test('a base that is not what the lowest layers are does not count', async () => {
    const stranger = makeImage({ layers: [second] });
    const tags: Record<string, Uint8Array> = { other: stranger.manifest };
    const blobs: Uint8Array[] = [stranger.config];
    const { host } = await startRegistry({ tags, blobs });
    const name = `${host}/${REPOSITORY}:other`;
    const image = makeImage({ annotations: { 'org.opencontainers.image.base.name': name } });
    tags['latest'] = image.manifest;
    blobs.push(image.config);
    expect(await find(host)).toEqual({
      found: null,
      notices: [`the base that the image names, ${name}, is not what its lowest layers are`],
    });
  });

  test.each(['127.0.0.1:PORT', 'localhost:PORT', '[::1]:PORT'])(
    'an image cannot send us to %s, which only the user may name',
    async (where) => {
      const other = await startRegistry({ tags: { base: base.manifest }, blobs: [base.config] });
      const port = other.host.split(':')[1]!;
      const { host } = await serve({ name: `${where.replace('PORT', port)}/${REPOSITORY}:base` });
      const { found, notices } = await find(host);
      expect(found).toBeNull();
      expect(notices[0]).toMatch(/is not known: it is in a private registry; name it with --base$/);
      expect(other.requests).toEqual([]);
    },
  );

  test('of a local image is not asked for', async () => {
    const { host, requests } = await serve({ name: 'HOST:base' });
    const annotations = { 'org.opencontainers.image.base.name': `${host}/${REPOSITORY}:base` };
    const image = await openImage(
      layoutOf(makeImage({ layers: [lowest, second, own], annotations })),
      PLATFORM,
    );
    expect(await findAnnotatedBase(image, PLATFORM)).toBeNull();
    expect(requests).toEqual([]);
    await image.close();
  });
});

describe('the base that the user names', () => {
  test('gives the number of its layers', async () => {
    const image = await openImage(layoutOf(makeImage({ layers: [lowest, second, own] })), PLATFORM);
    expect(await findNamedBase(image, layoutOf(base), PLATFORM)).toMatchObject({ layerCount: 2 });
    expect(await findNamedBase(image, image.reference, PLATFORM)).toMatchObject({ layerCount: 3 });
    await image.close();
  });

  test.each([
    ['has another lowest layer', [second]],
    ['has more layers', [lowest, second, own, lowest]],
    ['has the same layers in another order', [second, lowest]],
  ])('is refused where it %s', async (_, layers) => {
    const image = await openImage(layoutOf(makeImage({ layers: [lowest, second, own] })), PLATFORM);
    const reference = layoutOf(makeImage({ layers }));
    const failure = await failureOf(findNamedBase(image, reference, PLATFORM));
    expect(failure).toMatchObject({
      code: 'USAGE',
      subject: `the base ${reference}`,
      message: `its layers are not the lowest layers of ${image.reference}`,
    });
    await image.close();
  });

  test('is taken for the platform of the image', async () => {
    const arm = { os: 'linux', architecture: 'arm64' };
    const image = await openImage(layoutOf(makeImage({ platform: arm, layers: [lowest] })), {
      platform: 'linux/arm64',
    });
    const reference = layoutOf(makeImage({ platform: arm, layers: [lowest] }));
    expect(await findNamedBase(image, reference, {})).toMatchObject({ layerCount: 1 });
    await image.close();
  });
});

function layoutOf(image: MadeImage): string {
  return writeTree(join(makeTemporaryFolder(), 'layout'), packLayout([image]));
}
