import { describe, expect, it } from 'vitest';
import type { PlimsollError } from '../../../src/errors.ts';
import { type Digest, digestBytes } from '../../../src/oci/bytes/digest.ts';
import { parseImageConfig } from '../../../src/oci/image/config.ts';
import type { Descriptor, Platform } from '../../../src/oci/image/descriptor.ts';
import { findImage, type ImageReader } from '../../../src/oci/image/find-image.ts';
import type { ImageIndex, ImageManifest } from '../../../src/oci/image/manifest.ts';
import { OCI_CONFIG, OCI_INDEX, OCI_MANIFEST } from '../../../src/oci/image/media-types.ts';

const AMD64: Platform = { os: 'linux', architecture: 'amd64' };
const S390X: Platform = { os: 'linux', architecture: 's390x' };

function name(text: string): Digest {
  return digestBytes(Buffer.from(text));
}

/** A place that holds what is put into it, and keeps the digests it was asked for. */
function makePlace() {
  const manifests = new Map<Digest, ImageManifest | ImageIndex>();
  const configs = new Map<Digest, Platform>();
  const read: Digest[] = [];
  const signals = new Set<AbortSignal | undefined>();
  const reader: ImageReader = {
    subject: 'the place',
    codes: { artifact: 'IMAGE_UNSUPPORTED', nothing: 'NOT_AN_IMAGE' },
    async readManifest({ digest }, signal) {
      read.push(digest);
      signals.add(signal);
      return manifests.get(digest)!;
    },
    async readConfig({ digest }, signal) {
      signals.add(signal);
      return parseImageConfig(
        Buffer.from(JSON.stringify({ ...configs.get(digest), rootfs: { diff_ids: [] } })),
      );
    },
  };
  return {
    reader,
    read,
    signals,
    image(text: string, platform: Platform, configType = OCI_CONFIG): Descriptor {
      const config = { mediaType: configType, digest: name(`config of ${text}`), sizeBytes: 1 };
      configs.set(config.digest, platform);
      manifests.set(name(text), {
        kind: 'manifest',
        mediaType: OCI_MANIFEST,
        config,
        layers: [],
        annotations: {},
        bytes: new Uint8Array(1),
      });
      return { mediaType: OCI_MANIFEST, digest: name(text), sizeBytes: 1 };
    },
    index(text: string, entries: readonly Descriptor[]): Descriptor {
      manifests.set(name(text), {
        kind: 'index',
        mediaType: OCI_INDEX,
        manifests: entries,
        annotations: {},
        bytes: new Uint8Array(1),
      });
      return { mediaType: OCI_INDEX, digest: name(text), sizeBytes: 1 };
    },
  };
}

function failureOf(promise: Promise<unknown>): Promise<PlimsollError> {
  return promise.then(
    () => {
      throw new Error('it was found');
    },
    (error) => error,
  );
}

describe('findImage', () => {
  it('tells the manifest found and the outermost entry above it, and hands the signal to each read', async () => {
    const place = makePlace();
    const other = place.index('other', [place.image('s390x', S390X)]);
    const inner = place.index('inner', [place.image('arm', S390X), place.image('amd64', AMD64)]);
    const outer = place.index('outer', [inner]);
    const { signal } = new AbortController();
    const found = await findImage(place.reader, [other, outer], { platform: 'linux/amd64', signal });
    expect(found).toMatchObject({ digest: name('amd64'), topDigest: name('outer') });
    expect(found.config.platform).toEqual(AMD64);
    expect([...place.signals]).toEqual([signal]);
  });

  it('follows four indexes within each other and refuses a fifth', async () => {
    const place = makePlace();
    let entry = place.image('image', AMD64);
    for (let depth = 1; depth <= 4; depth++) entry = place.index(`index ${depth}`, [entry]);
    expect((await findImage(place.reader, [entry], {})).digest).toBe(name('image'));
    expect(await failureOf(findImage(place.reader, [place.index('index 5', [entry])], {}))).toMatchObject({
      code: 'IMAGE_INVALID',
      message: 'indexes lie within each other deeper than 4',
      subject: 'the place',
    });
  });

  it('reads 32 manifests and no more, those of one digest once', async () => {
    const place = makePlace();
    const useless = Array.from({ length: 31 }, (_, index) => place.image(`useless ${index}`, S390X));
    const wanted = place.image('wanted', AMD64);
    const options = { platform: 'linux/amd64' };
    const found = await findImage(place.reader, [...useless, ...useless, wanted], options);
    expect(found.digest).toBe(wanted.digest);
    expect(place.read).toHaveLength(32);
    const oneMore = place.image('one more', S390X);
    const failing = findImage(place.reader, [...useless, oneMore, wanted], options);
    expect(await failureOf(failing)).toMatchObject({
      code: 'IMAGE_INVALID',
      message: 'none of the first 32 manifests of the index fits',
    });
    expect(place.read).toHaveLength(64);
  });

  it('names the platforms there are, also one beyond a thousand entries without', async () => {
    const place = makePlace();
    const referrers = Array.from({ length: 2000 }, () => ({
      ...place.image('chart', AMD64),
      mediaType: 'application/example',
    }));
    const index = place.index('index', [...referrers, { ...place.image('image', S390X), platform: S390X }]);
    expect(await failureOf(findImage(place.reader, [index], { platform: 'linux/amd64' }))).toMatchObject({
      code: 'PLATFORM_NOT_FOUND',
      hint: expect.stringContaining('linux/s390x'),
    });
  });

  it('says by the code of the place that there is an artifact, or nothing', async () => {
    const place = makePlace();
    const chart = place.image('chart', AMD64, 'application/vnd.cncf.helm.config.v1+json');
    expect(await failureOf(findImage(place.reader, [chart], {}))).toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
      message: 'it holds no container image but an artifact (application/vnd.cncf.helm.config.v1+json)',
    });
    expect(await failureOf(findImage(place.reader, [], {}))).toMatchObject({
      code: 'NOT_AN_IMAGE',
      message: 'it holds no container image',
    });
  });
});
