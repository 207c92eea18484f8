import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import { openLayout } from '../../../src/oci/layout/open-layout.ts';
import { type LayoutImage, writeLayout } from '../../../src/oci/layout/write-layout.ts';
import { file, layer } from '../../support/layers.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-layout-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TAR = layer([file('a', 'hello'.repeat(1000))]);
const IMAGE: LayoutImage = {
  steps: [
    { tar: TAR, createdBy: 'COPY a / # buildkit' },
    { createdBy: 'ENV A=1' },
    { tar: layer([file('b')]), compression: 'plain', createdBy: 'RUN touch b # buildkit' },
  ],
  platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
  run: { Env: ['A=1'], Cmd: ['sh'] },
  config: { created: '2020-01-01T00:00:00Z' },
  refName: 'latest',
  annotations: { 'org.opencontainers.image.title': 'test' },
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const blob = (at: string, digest: string): Buffer =>
  readFileSync(join(at, 'blobs', 'sha256', digest.slice(7)));
const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString());

test('writes every file that the spec asks for', async () => {
  const at = join(folder, 'image');
  const written = await writeLayout(at, IMAGE);
  expect(readdirSync(at).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  expect(json(readFileSync(join(at, 'oci-layout')))).toEqual({ imageLayoutVersion: '1.0.0' });
  const names = readdirSync(join(at, 'blobs', 'sha256'));
  expect(names).toHaveLength(4);
  for (const name of names) expect(sha256(readFileSync(join(at, 'blobs', 'sha256', name)))).toBe(name);

  const index = json(readFileSync(join(at, 'index.json')));
  expect(index).toMatchObject({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json' });
  expect(index.manifests).toEqual([
    {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: written.digest,
      size: written.sizeBytes,
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
      annotations: { 'org.opencontainers.image.ref.name': 'latest' },
    },
  ]);

  const manifestBytes = blob(at, written.digest);
  expect(manifestBytes).toHaveLength(written.sizeBytes);
  const manifest = json(manifestBytes);
  expect(manifest.annotations).toEqual(IMAGE.annotations);
  expect(manifest.layers.map(({ mediaType }: { mediaType: string }) => mediaType)).toEqual([
    'application/vnd.oci.image.layer.v1.tar+gzip',
    'application/vnd.oci.image.layer.v1.tar',
  ]);
  const config = json(blob(at, manifest.config.digest));
  expect(config).toMatchObject({
    architecture: 'arm64',
    os: 'linux',
    created: '2020-01-01T00:00:00Z',
    config: IMAGE.run,
  });
  expect(config.rootfs.diff_ids).toEqual([`sha256:${sha256(TAR)}`, manifest.layers[1].digest]);
  expect(config.history).toEqual([
    { created_by: 'COPY a / # buildkit' },
    { created_by: 'ENV A=1', empty_layer: true },
    { created_by: 'RUN touch b # buildkit' },
  ]);
  const stored = blob(at, manifest.layers[0].digest);
  expect(stored).toHaveLength(manifest.layers[0].size);
  expect(gunzipSync(stored).equals(TAR)).toBe(true);
});

test('gzip layers name neither a time nor a system', async () => {
  const at = join(folder, 'image');
  const { digest } = await writeLayout(at, { steps: [{ tar: TAR }] });
  const stored = blob(at, json(blob(at, digest)).layers[0].digest);
  expect([...stored.subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
});

test('the same image is the same bytes, from memory or from a stream', async () => {
  const first = await writeLayout(join(folder, 'a'), IMAGE);
  const steps = IMAGE.steps.map(({ tar, ...step }) =>
    tar === undefined ? step : { ...step, tar: inPieces(tar as Uint8Array) },
  );
  expect(await writeLayout(join(folder, 'b'), { ...IMAGE, steps })).toEqual(first);
});

test('can be opened, with the instructions in their places', async () => {
  const at = join(folder, 'image');
  const written = await writeLayout(at, IMAGE);
  const opened = await openLayout(at, 'latest', { platform: 'linux/arm64' });
  expect(opened.digest).toBe(written.digest);
  expect(opened.layers.map(({ diffId }) => diffId)).toEqual(opened.config.diffIds);
  expect(opened.config.history.map(({ createdBy, emptyLayer }) => [createdBy, emptyLayer])).toEqual([
    ['COPY a / # buildkit', false],
    ['ENV A=1', true],
    ['RUN touch b # buildkit', false],
  ]);
  await opened.close();
});

test('an image without layers, without instructions, without a name', async () => {
  const at = join(folder, 'image');
  const { digest, annotations } = await writeLayout(at, { steps: [] });
  expect(annotations).toBeUndefined();
  const manifest = json(blob(at, digest));
  expect(manifest.layers).toEqual([]);
  const config = json(blob(at, manifest.config.digest));
  expect(config).toEqual({
    architecture: 'amd64',
    os: 'linux',
    config: {},
    rootfs: { type: 'layers', diff_ids: [] },
  });
});

test('equal layers are one blob', async () => {
  const at = join(folder, 'image');
  const { digest } = await writeLayout(at, { steps: [{ tar: TAR }, { tar: TAR }] });
  const { layers } = json(blob(at, digest));
  expect(layers).toHaveLength(2);
  expect(layers[0]).toEqual(layers[1]);
  expect(readdirSync(join(at, 'blobs', 'sha256'))).toHaveLength(3);
});

test.each([
  ['a file', (at: string) => writeFileSync(at, 'mine')],
  ['a folder', (at: string) => mkdirSync(at)],
  ['a link to nowhere', (at: string) => symlinkSync('nowhere', at)],
])('%s at the destination is left alone', async (_, make) => {
  const at = join(folder, 'image');
  make(at);
  await expect(writeLayout(at, IMAGE)).rejects.toMatchObject({ code: 'DESTINATION_EXISTS', subject: at });
  expect(readdirSync(folder)).toEqual(['image']);
});

test('a folder that appears meanwhile is left alone', async () => {
  const at = join(folder, 'image');
  const tar = (async function* () {
    mkdirSync(at);
    writeFileSync(join(at, 'mine'), '');
    yield TAR;
  })();
  await expect(writeLayout(at, { steps: [{ tar }] })).rejects.toMatchObject({ code: 'DESTINATION_EXISTS' });
  expect(readdirSync(folder)).toEqual(['image']);
  expect(readdirSync(at)).toEqual(['mine']);
});

test('nothing is left behind where a layer fails, and its error comes out', async () => {
  for (const compression of ['plain', 'gzip'] as const) {
    const failure = new PlimsollError('LAYER_CORRUPT', 'broken');
    const tar = (async function* () {
      yield TAR;
      throw failure;
    })();
    await expect(writeLayout(join(folder, 'image'), { steps: [{ tar, compression }] })).rejects.toBe(failure);
    expect(readdirSync(folder)).toEqual([]);
  }
});

test('stops where it is told to', async () => {
  for (const compression of ['plain', 'gzip'] as const) {
    const controller = new AbortController();
    const tar = (async function* () {
      yield TAR;
      controller.abort();
      yield TAR;
    })();
    const writing = writeLayout(
      join(folder, 'image'),
      { steps: [{ tar, compression }] },
      { signal: controller.signal },
    );
    await expect(writing).rejects.toMatchObject({ code: 'ABORTED' });
    expect(readdirSync(folder)).toEqual([]);
  }
});

test('a destination that cannot be made is unwritable', async () => {
  const at = join(folder, 'missing', 'image');
  await expect(writeLayout(at, IMAGE)).rejects.toMatchObject({ code: 'DESTINATION_UNWRITABLE', subject: at });
  expect(readdirSync(folder)).toEqual([]);
});

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}
