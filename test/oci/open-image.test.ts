import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PlimsollError } from '../../src/errors.ts';
import { openImage, parseImageReference } from '../../src/oci/open-image.ts';
import { packPodmanSave } from '../support/docker-archives.ts';
import { startEngine } from '../support/fake-engine.ts';
import {
  describeImage,
  failureOf,
  makeImage,
  makeTemporaryFolder,
  packLayout,
  packTar,
  REF_NAME,
  toMembers,
  writeTree,
} from '../support/image-files.ts';

const asked = vi.hoisted(() => [] as unknown[]);
vi.mock('../../src/oci/registry/open-registry-image.ts', () => ({
  openRegistryImage: async (reference: unknown) => {
    asked.push(reference);
    throw new PlimsollError('REGISTRY_UNREACHABLE', 'the registry was asked');
  },
}));

const root = makeTemporaryFolder();
const image = makeImage();
const exported = packTar(packPodmanSave(image));
const folder = writeTree(
  join(root, 'layout'),
  packLayout([image], [describeImage(image, { annotations: { [REF_NAME]: 'v1' } })]),
);
const archive = join(root, 'archive.tar');
writeFileSync(archive, packTar(packPodmanSave(image)));
const ociArchive = join(root, 'oci.tar');
writeFileSync(ociArchive, packTar(toMembers(packLayout([image]))));

beforeEach(() => {
  asked.length = 0;
  vi.stubEnv('DOCKER_HOST', `unix://${join(root, 'no.sock')}`);
});
afterEach(() => void vi.unstubAllEnvs());

async function openWithNotices(text: string, platform?: string) {
  const lines: string[] = [];
  const result = await openImage(text, {
    onNotice: (line) => void lines.push(line),
    ...(platform === undefined ? {} : { platform }),
  }).catch((error: unknown) => error);
  return { lines, result };
}

describe('a reference taken apart', () => {
  it.each([
    ['oci:dir:tag', 'oci', 'dir:tag'],
    ['oci-archive:a.tar', 'oci-archive', 'a.tar'],
    ['docker-archive:a.tar:busybox:1', 'docker-archive', 'a.tar:busybox:1'],
    ['docker-daemon:busybox:1', 'docker-daemon', 'busybox:1'],
    ['docker://registry:5000/a/b', 'docker', 'registry:5000/a/b'],
    ['docker:24', undefined, 'docker:24'],
    ['busybox', undefined, 'busybox'],
    ['localhost:5000/oci:1', undefined, 'localhost:5000/oci:1'],
  ])('%s', (text, transport, target) => {
    expect(parseImageReference(text)).toEqual({ transport, target });
  });

  it.each([
    ['', 'REFERENCE_INVALID'],
    ['oci:', 'REFERENCE_INVALID'],
    ['docker://', 'REFERENCE_INVALID'],
    ['a\0b', 'REFERENCE_INVALID'],
    ['containers-storage:busybox', 'IMAGE_UNSUPPORTED'],
    ['dir:./folder', 'IMAGE_UNSUPPORTED'],
  ])('%j is refused', (text, code) => {
    expect(() => parseImageReference(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('paths', () => {
  it.each([
    [folder, 'oci', image.manifestDigest],
    [`oci:${folder}`, 'oci', image.manifestDigest],
    [`oci:${folder}:v1`, 'oci', image.manifestDigest],
    [archive, 'docker-archive', image.configDigest],
    [`docker-archive:${archive}:app:1`, 'docker-archive', image.configDigest],
    [ociArchive, 'oci-archive', image.manifestDigest],
    [`oci-archive:${ociArchive}`, 'oci-archive', image.manifestDigest],
  ])('%s', async (text, transport, digest) => {
    const opened = await openImage(text, {});
    expect(opened).toMatchObject({ transport, digest });
    expect((await openImage(opened.reference, {})).digest).toBe(digest);
  });

  it.each([
    [`oci:${archive}`, 'NOT_AN_IMAGE'],
    [`oci-archive:${folder}`, 'NOT_AN_IMAGE'],
    [`docker-archive:${join(root, 'none.tar')}:a`, 'IMAGE_NOT_FOUND'],
    [join(root, 'none'), 'IMAGE_NOT_FOUND'],
    ['./none', 'IMAGE_NOT_FOUND'],
    ['../none', 'IMAGE_NOT_FOUND'],
    ['none.tar', 'IMAGE_NOT_FOUND'],
    ['none.tar.gz', 'IMAGE_NOT_FOUND'],
    [`${archive}:app:1`, 'IMAGE_NOT_FOUND'],
  ])('%s is an error about the path, and nobody else is asked', async (text, code) => {
    expect(await failureOf(openImage(text, {}))).toMatchObject({ code, subject: expect.any(String) });
    expect(asked).toEqual([]);
  });

  it('to a folder that is no image say what to do', async () => {
    const plain = writeTree(join(root, 'plain'), { file: '' });
    expect(await failureOf(openImage(plain, {}))).toMatchObject({
      code: 'NOT_AN_IMAGE',
      hint: expect.stringContaining('skopeo copy'),
    });
    const unpacked = writeTree(join(root, 'unpacked'), { 'manifest.json': '[]' });
    expect(await failureOf(openImage(unpacked, {}))).toMatchObject({
      hint: expect.stringContaining('unpacked'),
    });
    // The working folder of the tests has a folder of this name.
    expect(await failureOf(openImage('src', {}))).toMatchObject({
      code: 'NOT_AN_IMAGE',
      hint: expect.stringContaining('docker://src'),
    });
  });
});

describe('names', () => {
  it("are the engine's where it has them, and that is said", async () => {
    const engine = await startEngine({ names: { 'app:1': { image, exported } } });
    vi.stubEnv('DOCKER_HOST', engine.address);
    const { lines, result } = await openWithNotices('app:1');
    expect(result).toMatchObject({ transport: 'docker-daemon', digest: image.configDigest });
    expect(lines).toEqual([expect.stringContaining("the engine's image")]);
    expect(asked).toEqual([]);
  });

  it("are the registry's where the engine is not there, does not have them, or has another platform", async () => {
    const absent = await openWithNotices('app:1');
    expect(absent.result).toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
    expect(absent.lines).toEqual([expect.stringMatching(/the registry's image .*no engine answers/)]);
    const engine = await startEngine({ names: { 'app:1': { image, exported } } });
    vi.stubEnv('DOCKER_HOST', engine.address);
    expect((await openWithNotices('other:1')).lines).toEqual([expect.stringContaining('no such image')]);
    expect((await openWithNotices('app:1', 'linux/s390x')).lines).toEqual([
      expect.stringContaining('no image for linux/s390x'),
    ]);
    expect(asked).toEqual([
      expect.objectContaining({ repository: 'library/app', tag: '1' }),
      expect.objectContaining({ repository: 'library/other', tag: '1' }),
      expect.objectContaining({ repository: 'library/app', tag: '1' }),
    ]);
  });

  it('with a transport are asked for there alone', async () => {
    const engine = await startEngine({ names: { 'app:1': { image, exported } } });
    vi.stubEnv('DOCKER_HOST', engine.address);
    expect((await openImage('docker-daemon:app:1', {})).digest).toBe(image.configDigest);
    expect(await failureOf(openImage('docker-daemon:other', {}))).toMatchObject({ code: 'IMAGE_NOT_FOUND' });
    expect(asked).toEqual([]);
    const before = engine.requests.length;
    await failureOf(openImage('docker://app:1', {}));
    expect(asked).toHaveLength(1);
    expect(engine.requests).toHaveLength(before);
  });

  it('that are no names are refused, not sent anywhere', async () => {
    expect(await failureOf(openImage('no name at all', {}))).toMatchObject({ code: 'REFERENCE_INVALID' });
    expect(asked).toEqual([]);
  });
});
