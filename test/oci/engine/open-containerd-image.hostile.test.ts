import { describe, expect, it } from 'vitest';
import { openEngineImage } from '../../../src/oci/engine/open-engine-image.ts';
import { type ContainerdSettings, startContainerdEngine } from '../../support/containerd-engine.ts';
import {
  blobPath,
  type FileTree,
  failureOf,
  type MadeImage,
  makeImage,
  makeIndex,
  makeLayer,
  sha256,
} from '../../support/image-files.ts';

const platform = { os: 'linux', architecture: 'amd64' };
const image = makeImage();
const stored = { image, platform };

async function openFailure(settings: Partial<ContainerdSettings>) {
  const engine = await startContainerdEngine({ platforms: [stored], ...settings });
  return failureOf(openEngineImage('app:1', {}, engine.environment));
}

const without =
  (...paths: readonly string[]) =>
  (files: FileTree): FileTree =>
    Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));

describe.each(['1.51', '1.47'])('with API %s', (apiVersion) => {
  it.each([
    ['no manifest', without(blobPath(image.manifestDigest)), 'PLATFORM_NOT_FOUND'],
    ['no config', without(blobPath(image.configDigest)), 'PLATFORM_NOT_FOUND'],
    [
      'another manifest in its place',
      (files: FileTree) => ({ ...files, [blobPath(image.manifestDigest)]: '{"layers":[]}' }),
      'DIGEST_MISMATCH',
    ],
    [
      'another config in its place',
      (files: FileTree) => ({ ...files, [blobPath(image.configDigest)]: '{"rootfs":{"diff_ids":[]}}' }),
      'DIGEST_MISMATCH',
    ],
    [
      'a manifest that is no JSON but nearly',
      (files: FileTree) => ({ ...files, [blobPath(image.manifestDigest)]: '{' }),
      'DIGEST_MISMATCH',
    ],
  ] as const)('an export that holds %s', async (_, exportOf, code) => {
    expect(await openFailure({ apiVersion, exportOf })).toMatchObject({ code, subject: 'app:1' });
  });

  it('an export that holds no layer', async () => {
    const [base] = image.layers;
    const engine = await startContainerdEngine({
      apiVersion,
      platforms: [stored],
      exportOf: without(blobPath(base!.digest)),
    });
    const opened = await openEngineImage('app:1', {}, engine.environment);
    const read = async (): Promise<void> => {
      for await (const _blob of opened.exportLayers!(new AbortController().signal));
    };
    expect(await failureOf(read())).toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringContaining(`no layer 0 (${base!.digest})`),
    });
  });

  it('a manifest and a config that do not fit, or whose layers are no tars', async () => {
    const short = makeImage({ config: { rootfs: { type: 'layers', diff_ids: [] } } });
    expect(await openFailure({ apiVersion, platforms: [{ image: short, platform }] })).toMatchObject({
      code: 'IMAGE_INVALID',
      message: 'the manifest has 2 layers, the config 0',
    });
    const encrypted = {
      ...makeLayer({ a: 'a' }),
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted',
    };
    const secret = makeImage({ layers: [encrypted] });
    expect(await openFailure({ apiVersion, platforms: [{ image: secret, platform }] })).toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
    });
  });
});

it.each(['1.51', '1.47'])('an artifact among the images (API %s)', async (apiVersion) => {
  const chart = makeManifest({ mediaType: 'application/vnd.cncf.helm.config.v1+json' });
  const platforms = [{ image: chart, platform }];
  expect(await openFailure({ apiVersion, platforms })).toMatchObject({ code: 'PLATFORM_NOT_FOUND' });
  const engine = await startContainerdEngine({ apiVersion, platforms: [...platforms, stored], own: 1 });
  expect((await openEngineImage('app:1', {}, engine.environment)).digest).toBe(image.manifestDigest);
});

/** The image, with other fields in the manifest's pointer to the config. */
function makeManifest(config: object): MadeImage {
  const json = JSON.parse(image.manifest.toString());
  const manifest = Buffer.from(JSON.stringify({ ...json, config: { ...json.config, ...config } }));
  return { ...image, manifest, manifestDigest: sha256(manifest) };
}

it.each([
  ['no object', { Manifests: [7] }],
  ['no descriptor', { Manifests: [{ Kind: 'image', Available: true }] }],
  ['no digest', { Manifests: [{ Kind: 'image', Available: true, Descriptor: { size: 1, digest: '../x' } }] }],
])('a list of manifests with %s', async (_, answer) => {
  expect(await openFailure({ inspectAs: (said) => ({ ...said, ...answer }) })).toMatchObject({
    code: 'IMAGE_INVALID',
  });
});

it('a list of manifests that names none, or a hundred thousand', async () => {
  expect(await openFailure({ inspectAs: (said) => ({ ...said, Manifests: [] }) })).toMatchObject({
    code: 'PLATFORM_NOT_FOUND',
  });
  const none = { mediaType: image.manifestType, digest: sha256('none'), size: 1, platform };
  const many = Array.from({ length: 100_000 }, () => ({ Kind: 'image', Available: true, Descriptor: none }));
  expect(await openFailure({ inspectAs: (said) => ({ ...said, Manifests: many }) })).toMatchObject({
    code: 'PLATFORM_NOT_FOUND',
  });
});

it('indexes within indexes', async () => {
  let inner = makeIndex([]);
  const blobs: Record<string, Uint8Array> = {};
  for (let depth = 0; depth < 10; depth++) {
    blobs[blobPath(inner.entry.digest)] = inner.bytes;
    // Read as often as they are listed they would be a thousand.
    inner = makeIndex([inner.entry, inner.entry]);
  }
  blobs[blobPath(inner.entry.digest)] = inner.bytes;
  const failure = await openFailure({
    apiVersion: '1.47',
    exportOf: (files) => ({ ...files, ...blobs }),
    inspectAs: (said) => ({ ...said, Id: inner.entry.digest }),
  });
  expect(failure).toMatchObject({ code: 'IMAGE_INVALID', message: expect.stringContaining('deeper than') });
});
