import { describe, expect, it } from 'vitest';
import type { Digest } from '../../../src/oci/bytes/digest.ts';
import { openEngineImage } from '../../../src/oci/engine/open-engine-image.ts';
import type { DocumentStore } from '../../../src/oci/image/document-store.ts';
import type { OpenedImage } from '../../../src/oci/image/image.ts';
import {
  type ContainerdEngine,
  type ContainerdSettings,
  type StoredPlatform,
  startContainerdEngine,
} from '../../support/containerd-engine.ts';
import { failureOf, type MadeImage, makeImage, makeLayer, sha256 } from '../../support/image-files.ts';

const common = makeLayer({ 'etc/common': 'common' });

/** Images with equally many layers, of which they share the lowest. */
function store(architecture: string, variant?: string, text = ''): StoredPlatform {
  const platform = { os: 'linux', architecture, ...(variant === undefined ? {} : { variant }) };
  const name = `${architecture}${variant ?? ''}${text}`;
  const layers = [common, makeLayer({ 'bin/app': name }), makeLayer({ 'tmp/cache': name.repeat(9) })];
  return { platform, image: makeImage({ platform, layers }) };
}

const arm64 = store('arm64', 'v8');
const amd64 = store('amd64');
const arm7 = store('arm', 'v7');
const arm6 = store('arm', 'v6');
const all = [arm64, amd64, arm7, arm6];

function keepDocuments(): DocumentStore & { readonly kept: Map<Digest, Uint8Array> } {
  const kept = new Map<Digest, Uint8Array>();
  return { kept, read: (digest) => kept.get(digest), write: (digest, bytes) => void kept.set(digest, bytes) };
}

/** The blobs that the export offers, by the layers they are for. */
async function readBlobs(opened: OpenedImage): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const blob of opened.exportLayers!(new AbortController().signal)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of blob.read()) pieces.push(Uint8Array.from(piece));
    found[blob.layerIndexes.join()] = sha256(Buffer.concat(pieces));
  }
  return found;
}

function expectImage(opened: OpenedImage, image: MadeImage): void {
  expect(opened.digest).toBe(image.manifestDigest);
  expect(opened.config.json).toEqual(JSON.parse(image.config.toString()));
  expect(
    opened.layers.map(({ diffId, descriptor }) => [diffId, descriptor?.digest, descriptor?.sizeBytes]),
  ).toEqual(image.layers.map(({ diffId, digest, stored }) => [diffId, digest, stored.length]));
}

async function open(settings: ContainerdSettings, platform?: string, documents?: DocumentStore) {
  const engine = await startContainerdEngine(settings);
  const opened = await openAgain(engine, platform, documents);
  return { engine, opened };
}

function openAgain(
  engine: ContainerdEngine,
  platform?: string,
  documents?: DocumentStore,
): Promise<OpenedImage> {
  const options = { ...(platform === undefined ? {} : { platform }), ...(documents && { documents }) };
  return openEngineImage('app:1', options, engine.environment);
}

describe.each([
  ['Docker 28.5.2 and 29 (API 1.51)', '1.51', true],
  ['Docker 28.0 (API 1.48)', '1.48', true],
  ['Docker 27.5.1 (API 1.47)', '1.47', false],
] as const)("%s with containerd's store", (_, apiVersion, knowsPlatforms) => {
  it.each([
    ['linux/amd64', amd64],
    ['linux/arm64', arm64],
    ['linux/arm64/v8', arm64],
    ['linux/arm/v7', arm7],
    ['linux/arm/v6', arm6],
  ])('gives the image of %s among those with as many layers', async (platform, { image }) => {
    // The engine's own filter knows no variants here, so that the wrong one of arm's has to be noticed.
    const { engine, opened } = await open({ apiVersion, platforms: all }, platform);
    expectImage(opened, image);
    expect(await readBlobs(opened)).toEqual(
      Object.fromEntries(image.layers.map(({ digest }, index) => [String(index), digest])),
    );
    for (const query of engine.exportQueries().slice(0, 1))
      expect(query === null ? null : JSON.parse(query).architecture).toBe(
        knowsPlatforms ? JSON.parse(image.config.toString()).architecture : null,
      );
  });

  it('gives the one that the engine would run where no platform is named', async () => {
    for (const [own, { image }] of all.entries())
      expectImage((await open({ apiVersion, platforms: all, own })).opened, image);
  });

  it('takes of two for one platform the one with the layers that the engine names', async () => {
    const platforms = [store('amd64', undefined, 'other'), amd64];
    for (const own of [0, 1]) {
      const { opened } = await open({ apiVersion, platforms, own });
      expectImage(opened, platforms[own]!.image);
      expect(Object.values(await readBlobs(opened)).toSorted()).toEqual(
        platforms[own]!.image.layers.map(({ digest }) => digest).toSorted(),
      );
    }
    expectImage((await open({ apiVersion, platforms, own: 1 }, 'linux/amd64')).opened, platforms[0]!.image);
  });

  it('says which platforms are there where the wanted one is not', async () => {
    const platforms = [amd64, { ...arm64, isAvailable: false }];
    const engine = await startContainerdEngine({ apiVersion, platforms });
    for (const platform of ['linux/arm64', 'linux/s390x']) {
      const failure = await failureOf(openAgain(engine, platform));
      expect(failure).toMatchObject({ code: 'PLATFORM_NOT_FOUND', subject: 'app:1' });
      expect(failure.hint).toBe('Choose one with --platform: linux/amd64.');
    }
  });

  it('gives an image without an index, whatever its platform is', async () => {
    const { opened, engine } = await open({ apiVersion, platforms: [arm64], isSingle: true });
    expectImage(opened, arm64.image);
    expect(opened.digest).toBe(engine.id);
    expectImage(await openAgain(engine, 'linux/arm64'), arm64.image);
    expect(await failureOf(openAgain(engine, 'linux/amd64'))).toMatchObject({ code: 'PLATFORM_NOT_FOUND' });
  });

  it('is asked for no export to open an image whose manifest and config are kept', async () => {
    const documents = keepDocuments();
    const { engine, opened } = await open({ apiVersion, platforms: all }, 'linux/arm64', documents);
    const before = engine.requests.length;
    expect(engine.exportQueries().length).toBeGreaterThan(0);
    const again = await openAgain(engine, 'linux/arm64', documents);
    expect(again.config.json).toEqual(opened.config.json);
    expect(again.layers).toEqual(opened.layers);
    expect(engine.requests.slice(before)).toEqual([
      '/_ping',
      `/v${apiVersion}/images/app%3A1/json${knowsPlatforms ? '?manifests=1' : ''}`,
      ...(knowsPlatforms ? [] : [`/v${apiVersion}/info`]),
    ]);
  });

  it('is read again where what is kept was damaged', async () => {
    const documents = keepDocuments();
    const { engine } = await open({ apiVersion, platforms: all }, 'linux/amd64', documents);
    for (const digest of documents.kept.keys()) documents.kept.set(digest, Buffer.from('{}'));
    expectImage(await openAgain(engine, 'linux/amd64', documents), amd64.image);
    for (const [digest, bytes] of documents.kept) expect(sha256(bytes)).toBe(digest);
  });
});

it('one export is enough to find manifest and config, and it is left as soon as both are there', async () => {
  const { engine } = await open({ platforms: all }, 'linux/arm64');
  expect(engine.exportQueries()).toEqual(['{"os":"linux","architecture":"arm64","variant":"v8"}']);
});

it("Docker's own drivers are told from it by what the engine says", async () => {
  const inspectAs = ({ Descriptor: _, Manifests: __, ...graph }: Record<string, unknown>) => ({
    ...graph,
    Id: amd64.image.configDigest,
    Descriptor: null,
  });
  const { opened } = await open({ platforms: [amd64], inspectAs: (answer) => inspectAs({ ...answer }) });
  expect(opened.layers.map(({ descriptor }) => descriptor)).toEqual([null, null, null]);
});
