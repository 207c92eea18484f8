import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEngineImage } from '../../../src/oci/engine/open-engine-image.ts';
import type { OpenedImage } from '../../../src/oci/image/image.ts';
import { packLegacySave, packModernSave } from '../../support/docker-archives.ts';
import {
  type EngineImage,
  type FakeEngine,
  type FakeEngineSettings,
  startEngine,
} from '../../support/fake-engine.ts';
import {
  failureOf,
  makeImage,
  makeTemporaryFolder,
  packTar,
  type RawMember,
} from '../../support/image-files.ts';

const image = makeImage();
const exported = packTar(packModernSave(image));

function start(some: Partial<EngineImage>, settings: Partial<FakeEngineSettings> = {}): Promise<FakeEngine> {
  return startEngine({ names: { app: { image, exported, ...some } }, ...settings });
}

async function readAll(opened: OpenedImage, signal = new AbortController().signal): Promise<number> {
  let members = 0;
  for await (const blob of opened.exportLayers!(signal)) {
    for await (const _ of blob.read());
    members++;
  }
  return members;
}

async function exportFailure(bytes: Uint8Array) {
  const engine = await start({ exported: bytes });
  return failureOf(readAll(await openEngineImage('app', {}, engine.environment)));
}

describe('exports', () => {
  it('cut off at any block are noticed', async () => {
    for (const members of [packModernSave(image), packLegacySave(image)]) {
      const tar = packTar(members);
      for (let length = 0; length < tar.length - 1024; length += 512)
        expect(await exportFailure(tar.subarray(0, length))).toMatchObject({
          code: 'LAYER_TRUNCATED',
          subject: 'app',
        });
    }
  });

  it('that break off are noticed', async () => {
    const engine = await start(
      {},
      {
        intercept(url, response) {
          if (!url.pathname.endsWith('/get')) return false;
          response.write(exported.subarray(0, 1000), () => response.destroy());
          return true;
        },
      },
    );
    expect(await failureOf(readAll(await openEngineImage('app', {}, engine.environment)))).toMatchObject({
      code: 'ENGINE_REFUSED',
    });
  });

  it.each<[string, readonly RawMember[]]>([
    ['hold no layers', [{ name: 'blobs/sha256/other', body: '{}' }]],
    ['hold other layers', packModernSave(makeImage({ layers: [] }))],
    [
      'hold links in the place of layers',
      image.layers.map((layer) => ({ name: `${layer.diffId.slice(7)}.tar`, type: '2', link: 'x' })),
    ],
  ])('that %s are invalid', async (_, members) => {
    expect(await exportFailure(packTar(members))).toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringContaining('layer 0'),
    });
  });

  it('that are no tar, or state absurd sizes, are refused', async () => {
    expect(await exportFailure(Buffer.from('no tar at all '.repeat(100)))).toMatchObject({
      code: 'IMAGE_INVALID',
    });
    const size = Buffer.from('800000007fffffffffffffff', 'hex');
    expect(await exportFailure(packTar([{ name: 'any', sizeField: size }]))).toMatchObject({
      code: 'LAYER_CORRUPT',
    });
  });

  it('that tell nonsense about layers are read all the same', async () => {
    const members = [
      { name: `${'a'.repeat(64)}/json`, body: '{"id":1,"parent":[],"layer_id":null}' },
      { name: `${'b'.repeat(64)}/json`, body: '[' },
      { name: `${'c'.repeat(64)}.json`, body: 'null' },
      { name: `blobs/sha256/${'d'.repeat(64)}`, body: '{"layers":[1,2],"config":{}}' },
      { name: `blobs/sha256/${'e'.repeat(64)}`, body: '{"rootfs":{"diff_ids":"x"}}' },
      { name: 'manifest.json', body: '[{"Layers":[1,{}]}]' },
      ...packModernSave(image),
    ];
    const engine = await start({ exported: packTar(members) });
    expect(await readAll(await openEngineImage('app', {}, engine.environment))).toBe(2);
  });

  it('stop when the run is stopped', async () => {
    const engine = await start({}, { pauseMs: 20 });
    const opened = await openEngineImage('app', {}, engine.environment);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    expect(await failureOf(readAll(opened, stop.signal))).toMatchObject({ code: 'ABORTED' });
    expect(
      await failureOf(openEngineImage('app', { signal: stop.signal }, engine.environment)),
    ).toMatchObject({
      code: 'ABORTED',
    });
  });

  it('cannot be read member by member after the fact', async () => {
    const engine = await start({});
    const opened = await openEngineImage('app', {}, engine.environment);
    const blobs = [];
    for await (const blob of opened.exportLayers!(new AbortController().signal)) blobs.push(blob);
    const late = blobs[0]!.read()[Symbol.asyncIterator]().next();
    await expect(late).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

describe('engines', () => {
  it('that answer with errors are quoted', async () => {
    const engine = await start(
      {},
      {
        intercept(url, response) {
          if (url.pathname === '/_ping') return false;
          response.statusCode = 500;
          response.end(JSON.stringify({ message: 'disk\u001b[31m full' }));
          return true;
        },
      },
    );
    const failure = await failureOf(openEngineImage('app', {}, engine.environment));
    expect(failure).toMatchObject({
      code: 'ENGINE_REFUSED',
      message: 'the engine answers 500: disk [31m full',
    });
  });

  it.each([
    ['no JSON', 'nonsense', 'ENGINE_REFUSED'],
    ['null', 'null', 'IMAGE_INVALID'],
    ['no id', '{"RootFS":{"Layers":[]}}', 'IMAGE_INVALID'],
    ['layers that are no digests', '{"Id":"x","RootFS":{"Layers":["../x"]}}', 'IMAGE_INVALID'],
    ['layers of a wrong kind', '{"Id":"x","RootFS":{"Layers":7}}', 'IMAGE_INVALID'],
  ])('that inspect to %s', async (_, body, code) => {
    const engine = await start(
      {},
      {
        intercept(url, response) {
          if (!url.pathname.endsWith('/json')) return false;
          response.end(body);
          return true;
        },
      },
    );
    expect(await failureOf(openEngineImage('app', {}, engine.environment))).toMatchObject({ code });
  });

  it('that answer without end are cut off', async () => {
    const engine = await start(
      {},
      {
        intercept(url, response) {
          if (!url.pathname.endsWith('/json')) return false;
          const flood = (): void => {
            if (response.destroyed) return;
            if (response.write(Buffer.alloc(2 ** 20, ' '))) setImmediate(flood);
            else response.once('drain', flood);
          };
          flood();
          return true;
        },
      },
    );
    expect(await failureOf(openEngineImage('app', {}, engine.environment))).toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('does not end'),
    });
  });

  it('that speak no HTTP, or are not there, or do not have the image', async () => {
    const socket = join(makeTemporaryFolder(), 'other.sock');
    const server = createServer((connection) => void connection.end('SSH-2.0-none\r\n'));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    expect(await failureOf(openEngineImage('app', {}, { DOCKER_HOST: `unix://${socket}` }))).toMatchObject({
      code: 'ENGINE_REFUSED',
    });
    server.close();
    expect(await failureOf(openEngineImage('app', {}, { DOCKER_HOST: `unix://${socket}` }))).toMatchObject({
      code: 'ENGINE_UNREACHABLE',
      subject: `unix://${socket}`,
    });
    const engine = await start({});
    expect(await failureOf(openEngineImage('other', {}, engine.environment))).toMatchObject({
      code: 'IMAGE_NOT_FOUND',
      message: 'the engine has no such image',
    });
  });
});
