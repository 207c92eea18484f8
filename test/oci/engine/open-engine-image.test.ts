import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Digest } from '../../../src/oci/bytes/digest.ts';
import { openEngineImage } from '../../../src/oci/engine/open-engine-image.ts';
import { alignHistory } from '../../../src/oci/image/config.ts';
import type { DocumentStore } from '../../../src/oci/image/document-store.ts';
import type { OpenedImage } from '../../../src/oci/image/image.ts';
import { packLegacySave, packModernSave, packPodmanSave } from '../../support/docker-archives.ts';
import { type EngineImage, type FakeEngineSettings, startEngine } from '../../support/fake-engine.ts';
import { failureOf, makeImage, makeLayer, packTar, sha256 } from '../../support/image-files.ts';

const same = makeLayer({ 'app/same': 'same' });
const image = makeImage({
  layers: [
    makeLayer({ 'etc/base': 'b'.repeat(100_000) }),
    same,
    makeLayer({ 'app/one': '1' }),
    makeLayer({ 'app/two': '2' }),
    same,
    makeLayer({ 'app/three': '3' }),
  ],
  config: { config: { Env: ['A=x<y>&z'], Labels: { '10': 'ten', '9': 'nine' } } },
});
const diffIds = image.layers.map((layer) => layer.diffId);

function start(name: string, some: EngineImage, settings: Partial<FakeEngineSettings> = {}) {
  return startEngine({ names: { [name]: some }, ...settings });
}

/** Reads every member that is offered, and tells which layers it claims to be and the sha256 of its bytes. */
async function readExport(opened: OpenedImage, only?: number) {
  const offers: { indexes: readonly number[]; name: string; sha256: string | undefined }[] = [];
  for await (const blob of opened.exportLayers!(new AbortController().signal)) {
    const isWanted = only === undefined || blob.layerIndexes.includes(only);
    const hash = createHash('sha256');
    let sizeBytes = 0;
    if (isWanted)
      for await (const piece of blob.read()) {
        hash.update(piece);
        sizeBytes += piece.byteLength;
      }
    if (isWanted) expect(sizeBytes).toBe(blob.sizeBytes);
    offers.push({
      indexes: blob.layerIndexes,
      name: blob.name,
      sha256: isWanted ? `sha256:${hash.digest('hex')}` : undefined,
    });
  }
  return offers;
}

const exactIndexes = [[0], [1, 4], [2], [3], [5]];

describe('an export', () => {
  it.each([
    ['of Docker to 24', packLegacySave(image)],
    ['of Docker from 25', packModernSave(image)],
    ['of podman', packPodmanSave(image)],
  ])('%s tells every layer before it is read', async (_, members) => {
    const engine = await start('app:1', { image, exported: packTar(members) });
    const opened = await openEngineImage('app:1', {}, engine.environment);
    expect(opened).toMatchObject({
      transport: 'docker-daemon',
      reference: 'docker-daemon:app:1',
      digest: image.configDigest,
      diffIdsVouched: true,
    });
    expect(opened.layers).toEqual(
      diffIds.map((diffId, index) => ({ index, diffId, descriptor: null, location: { kind: 'export' } })),
    );
    const offers = await readExport(opened);
    expect(offers.map((offer) => offer.indexes).toSorted((a, b) => a[0]! - b[0]!)).toEqual(exactIndexes);
    for (const offer of offers) expect(offer.sha256).toBe(diffIds[offer.indexes[0]!]);
    expect(engine.requests.filter((url) => url.includes('/get'))).toEqual([
      `/v1.41/images/${image.configDigest}/get`,
    ]);
  });

  it('in the order of v1 ids is not in the order of layers, so the test above means something', () => {
    const order = packLegacySave(image)
      .filter((member) => member.name.endsWith('layer.tar') && member.type === undefined)
      .map((member) => diffIds.indexOf(sha256(member.body!)));
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
  });

  it('skips what is not read', async () => {
    const engine = await start('app:1', { image, exported: packTar(packLegacySave(image)) });
    const offers = await readExport(await openEngineImage('app:1', {}, engine.environment), 3);
    expect(offers).toHaveLength(5);
    expect(offers.find((offer) => offer.indexes[0] === 3)?.sha256).toBe(diffIds[3]);
  });

  it('offers what nothing identifies as any layer', async () => {
    const members = image.layers.slice(0, 3).map((layer, index) => ({
      name: `${String(index).repeat(64)}/layer.tar`,
      body: layer.tar,
    }));
    const engine = await start('app:1', { image, exported: packTar(members) });
    const offers = await readExport(await openEngineImage('app:1', {}, engine.environment));
    expect(offers.map((offer) => offer.indexes)).toEqual([0, 1, 2].map(() => [0, 1, 2, 3, 4, 5]));
  });

  it('brings the config itself where the history leaves open which steps brought layers', async () => {
    const history = [...diffIds, ''].map((_, i) => ({
      CreatedBy: `/bin/sh -c step ${i}`,
      Size: 0,
      Created: 1,
    }));
    for (const members of [packLegacySave(image), packModernSave(image), packPodmanSave(image)]) {
      const kept = new Map<Digest, Uint8Array>();
      const documents: DocumentStore = {
        read: (digest) => kept.get(digest),
        write: (digest, bytes) => void kept.set(digest, bytes),
      };
      const engine = await start('app:1', { image, exported: packTar(members), history });
      const opened = await openEngineImage('app:1', { documents }, engine.environment);
      expect(opened.isConfigProvisional).toBe(true);
      expect(alignHistory(opened.config)).toEqual(diffIds.map(() => undefined));
      await readExport(opened);
      expect(opened.isConfigProvisional).toBe(false);
      expect(opened.config.json).toEqual(JSON.parse(image.config.toString()));
      // From then on it is known.
      const again = await openEngineImage('app:1', { documents }, engine.environment);
      expect(again.isConfigProvisional).toBe(false);
      expect(again.config.json).toEqual(opened.config.json);
      kept.set(image.configDigest, Buffer.from('{}'));
      expect((await openEngineImage('app:1', { documents }, engine.environment)).isConfigProvisional).toBe(
        true,
      );
    }
  });

  it('does not change a config that the history leaves no doubt of, so that every run has the same', async () => {
    const engine = await start('app:1', { image, exported: packTar(packLegacySave(image)) });
    const opened = await openEngineImage('app:1', {}, engine.environment);
    expect(opened.isConfigProvisional).toBe(false);
    const before = opened.config;
    await readExport(opened);
    expect(opened.config).toBe(before);
  });

  it('can be left at any member and asked for again', async () => {
    const engine = await start('app:1', { image, exported: packTar(packModernSave(image)) });
    const opened = await openEngineImage('app:1', {}, engine.environment);
    for await (const blob of opened.exportLayers!(new AbortController().signal)) {
      for await (const piece of blob.read()) if (piece.byteLength > 0) break;
      break;
    }
    expect(await readExport(opened)).toHaveLength(5);
  });
});

describe('what the engine tells of an image', () => {
  it('becomes a config', async () => {
    const engine = await start('app:1', { image, exported: Buffer.alloc(0) }, { tcp: true });
    const { config } = await openEngineImage('app:1', {}, engine.environment);
    expect(config).toMatchObject({
      platform: { os: 'linux', architecture: 'amd64' },
      created: '2026-01-02T03:04:05Z',
      run: { env: ['A=x<y>&z'], labels: { '10': 'ten', '9': 'nine' } },
      diffIds,
    });
    expect(config.history.map((step) => step.createdBy)).toEqual(
      diffIds.map((_, i) => `COPY ${i} # buildkit`),
    );
    expect(config.history[0]?.created).toBe('2026-01-02T03:04:05.000Z');
  });

  it('is asked for by name, id or digest, each escaped', async () => {
    const engine = await start('localhost:5000/team/app@sha256:abc', { image, exported: Buffer.alloc(0) });
    await openEngineImage('localhost:5000/team/app@sha256:abc', {}, engine.environment);
    expect(engine.requests[1]).toBe('/v1.41/images/localhost%3A5000/team/app%40sha256%3Aabc/json');
    for (const name of ['../../containers/json', 'a?b', 'a b', '', '/app', 'a//b'])
      expect(await failureOf(openEngineImage(name, {}, engine.environment))).toMatchObject({
        code: 'REFERENCE_INVALID',
      });
  });

  it('is for one platform where the engine stores no others', async () => {
    const some = { image, exported: Buffer.alloc(0) };
    const old = await start('app:1', some, { apiVersion: '1.47' });
    await openEngineImage('app:1', { platform: 'linux/amd64' }, old.environment);
    expect(old.requests.join()).not.toContain('platform');
    expect(
      await failureOf(openEngineImage('app:1', { platform: 'linux/arm64' }, old.environment)),
    ).toMatchObject({ code: 'PLATFORM_NOT_FOUND', hint: expect.stringContaining('linux/amd64') });
  });
});
