import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billRewrites } from '../../../src/fleet/bill/bill-rewrites.ts';
import type { RewrittenStack, StackLayer } from '../../../src/fleet/bill/rewritten-stack.ts';
import { FleetBuilder } from '../../../src/fleet/snapshot/fleet-builder.ts';
import type { FleetSnapshot } from '../../../src/fleet/snapshot/fleet-snapshot.ts';
import { measureStorage } from '../../../src/fleet/storage/measure-storage.ts';
import { sha256 } from '../../support/image-files.ts';

const PLATFORM = { os: 'linux', architecture: 'amd64' } as const;
const layerOf = (name: string, shippedBytes: number): StackLayer => ({
  diffId: sha256(name),
  digest: sha256(`blob ${name}`),
  shippedBytes,
  entryBytes: shippedBytes * 3,
});
const BASE = layerOf('base', 1000);
const RUNTIME = layerOf('runtime', 400);
const APP = layerOf('app', 30);
const OTHER = layerOf('other', 20);

/** A fleet of these stacks; images are called by their names. */
function fleetOf(stacks: Readonly<Record<string, readonly StackLayer[]>>): FleetSnapshot {
  const builder = new FleetBuilder();
  for (const [name, layers] of Object.entries(stacks))
    builder.add({
      name,
      repository: name,
      tags: [],
      digest: sha256(`manifest ${name}`),
      platform: PLATFORM,
      osVersion: undefined,
      created: undefined,
      base: undefined,
      dockerfile: undefined,
      layers: layers.map(({ diffId, digest, shippedBytes, entryBytes }) => ({
        digest: digest!,
        diffId,
        shippedBytes,
        entryBytes,
      })),
    });
  return builder.finish('2026-01-01T00:00:00Z');
}
const rewrite = (
  name: string,
  before: readonly StackLayer[],
  after: readonly StackLayer[],
): RewrittenStack => ({ name, digest: sha256(`manifest ${name}`), platform: PLATFORM, before, after });

const FLEET = { base: [BASE], runtime: [BASE, RUNTIME], app: [BASE, RUNTIME, APP], other: [BASE, OTHER] };
const SQUASHED = layerOf('squashed', 1300);

describe('squashing an image', () => {
  const bill = billRewrites(fleetOf(FLEET), [rewrite('app', FLEET.app, [SQUASHED])]);

  test('makes what it shared its own', () => {
    expect(bill).toMatchObject({
      imageCount: 4,
      rewritten: ['app'],
      newcomers: 0,
      siblingCount: 3,
      sharedBytes: { before: 1400, after: 0 },
      privatisedBytes: 1400,
    });
  });

  test('costs the registry its new layer, now and at each release', () => {
    expect(bill.registry).toEqual({
      now: { before: 1450, after: 1420 + 1300 },
      pushedBytes: 1300,
      perRelease: { before: 30, after: 1300 },
      basis: undefined,
    });
  });

  test('costs nodes likewise, unpacked', () => {
    expect(bill.node).toEqual({
      now: { before: 3 * 1450, after: 3 * (1420 + 1300) },
      perRelease: { before: 90, after: 3900 },
      basis: undefined,
    });
  });

  test('above what stays costs only what is above', () => {
    const above = billRewrites(fleetOf(FLEET), [rewrite('app', FLEET.app, [BASE, layerOf('top', 410)])]);
    expect(above).toMatchObject({
      sharedBytes: { before: 1400, after: 1000 },
      privatisedBytes: 400,
      registry: { now: { before: 1450, after: 1420 + 410 }, perRelease: { before: 30, after: 410 } },
    });
  });
});

test('an image that the fleet does not have is billed as if it had', () => {
  const bill = billRewrites(fleetOf({ base: [BASE], other: FLEET.other }), [
    rewrite('app', FLEET.app, [SQUASHED]),
  ]);
  expect(bill).toMatchObject({
    imageCount: 3,
    newcomers: 1,
    rewritten: ['app'],
    registry: { now: { before: 1450, after: 1020 + 1300 } },
  });
});

test('images that are rewritten together share what they then have together', () => {
  const [common, appOnly] = [layerOf('common', 1350), layerOf('app only', 31)];
  const bill = billRewrites(fleetOf(FLEET), [
    rewrite('runtime', FLEET.runtime, [common]),
    rewrite('app', FLEET.app, [common, appOnly]),
  ]);
  expect(bill).toMatchObject({
    rewritten: ['runtime', 'app'],
    siblingCount: 2,
    sharedBytes: { before: 1000, after: 0 },
    registry: {
      now: { before: 1450, after: 1020 + 1381 },
      pushedBytes: 1381,
      perRelease: { before: 30, after: 31 },
    },
  });
});

describe('an image is found', () => {
  const changed = (fields: Partial<RewrittenStack>): RewrittenStack => ({
    ...rewrite('app', FLEET.app, [SQUASHED]),
    digest: sha256('elsewhere'),
    ...fields,
  });

  test('by its stack where its digest is another, as an engine has it', () => {
    const plain = FLEET.app.map(({ diffId, entryBytes }) => ({
      diffId,
      entryBytes,
      digest: undefined,
      shippedBytes: undefined,
    }));
    expect(
      billRewrites(fleetOf(FLEET), [changed({ name: 'docker-daemon:app:1', before: plain })]),
    ).toMatchObject({
      rewritten: ['app'],
      newcomers: 0,
    });
  });

  test('by its name where several have one stack', () => {
    const twins = { ...FLEET, twin: FLEET.app };
    const named = billRewrites(fleetOf(twins), [changed({ name: 'docker://twin' })]);
    expect(named.rewritten).toEqual(['twin']);
    expect(named.sharedBytes.before).toBe(1430);
  });

  test('everywhere where several have one digest', () => {
    const fleet = fleetOf({ ...FLEET, copy: FLEET.app });
    const images = fleet.images.map((image) =>
      image.name === 'copy' ? { ...image, digest: sha256('manifest app') } : image,
    );
    expect(billRewrites({ ...fleet, images }, [rewrite('app', FLEET.app, [SQUASHED])]).rewritten).toEqual([
      'app',
      'copy',
    ]);
  });
});

test('where the new layer is plain, what a registry would have is estimated, and said to be', () => {
  const plain = { ...SQUASHED, digest: undefined, shippedBytes: undefined };
  const { registry, node } = billRewrites(fleetOf(FLEET), [rewrite('app', FLEET.app, [plain])]);
  expect(registry.basis).toContain('1 of 4 layers');
  expect(registry.now.after).toBeGreaterThan(1420);
  expect(node.basis).toBeUndefined();
});

test('whatever the fleet, squashing one image changes it by the new layer less what was its own', () => {
  const arbitraryFleet = fc
    .uniqueArray(fc.uniqueArray(fc.nat(7), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 6,
      selector: (stack) => stack.join(' '),
    })
    .map((stacks) =>
      Object.fromEntries(
        stacks.map((stack, i) => [`image${i}`, stack.map((n) => layerOf(`layer ${n}`, 2 ** n * 100))]),
      ),
    );
  fc.assert(
    fc.property(arbitraryFleet, fc.nat(5), fc.integer({ min: 1, max: 9999 }), (stacks, at, bytes) => {
      const fleet = fleetOf(stacks);
      const place = at % fleet.images.length;
      const name = fleet.images[place]!.name;
      const storage = measureStorage(fleet);
      const { ownBytes, sharedBytes, nodeMarginalBytes } = storage.images[place]!;
      const bill = billRewrites(fleet, [rewrite(name, stacks[name]!, [layerOf('new', bytes)])]);
      expect(bill.registry.now.before).toBe(storage.unique.bytes);
      expect(bill.registry.now.after).toBe(storage.unique.bytes! - ownBytes + bytes);
      expect(bill.registry.perRelease).toEqual({ before: ownBytes, after: bytes });
      expect(bill.privatisedBytes).toBe(sharedBytes);
      expect(bill.node.now.before).toBe(storage.node.bytes);
      expect(bill.node.now.after).toBe(storage.node.bytes! - nodeMarginalBytes + 3 * bytes);
    }),
  );
});

test('a rewrite that changes nothing costs nothing', () => {
  const bill = billRewrites(fleetOf(FLEET), [rewrite('app', FLEET.app, FLEET.app)]);
  expect(bill.registry).toMatchObject({ now: { before: 1450, after: 1450 }, pushedBytes: 0 });
  expect(bill.node.now).toEqual({ before: 4350, after: 4350 });
  expect(bill.privatisedBytes).toBe(0);
});

test('what is not known of the others is estimated as it is without the rewrite', () => {
  const known = fleetOf(FLEET);
  const fleet = {
    ...known,
    layers: { ...known.layers, entryBytes: known.layers.entryBytes.map(() => Number.NaN) },
  };
  const { node } = billRewrites(fleet, [rewrite('app', FLEET.app, [{ ...SQUASHED, entryBytes: 5_000_000 }])]);
  expect(node.now.before).toBe(measureStorage(fleet).node.estimateBytes);
  expect(node.basis).toBe(measureStorage(fleet).node.basis);
});
