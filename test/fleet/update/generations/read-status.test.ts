import { expect, test } from 'vitest';
import { promote } from '../../../../src/fleet/update/generations/promote.ts';
import { journalName } from '../../../../src/fleet/update/generations/promotion-journal.ts';
import { readStatus } from '../../../../src/fleet/update/generations/read-status.ts';
import {
  GENERATIONS,
  inputOf,
  promoteOptions,
  pushImage,
  pushMember,
} from '../../../support/made-generations.ts';
import { makeMemoryDocuments } from '../../../support/memory-documents.ts';
import { startWritableRegistry } from '../../../support/writable-registry.ts';

test('before the first promotion there is nothing', async () => {
  const registry = await startWritableRegistry();
  expect(await readStatus(promoteOptions(registry.host))).toMatchObject({
    current: undefined,
    drift: [],
    unfinished: undefined,
    kept: [],
  });
});

test('says what is current, what each generation costs alone, and which tags differ', async () => {
  const registry = await startWritableRegistry();
  const options = promoteOptions(registry.host);
  const os = await pushMember(registry.host, 'os', '1');
  await promote(inputOf(os, await pushMember(registry.host, 'app', '1')), options);
  await promote(inputOf(os, await pushMember(registry.host, 'app', '2')), options);
  const byHand = await pushImage(registry.host, 'team/app', 'latest', 'by hand');
  const status = await readStatus(options);
  expect(status.current).toMatchObject({ number: 2, previous: 1 });
  expect(status.drift).toEqual([
    {
      id: `${registry.host}/team/app:1`,
      reference: `${registry.host}/team/app:latest`,
      wanted: status.current!.images[1]!.descriptor.digest,
      found: byHand.digest,
    },
  ]);
  expect(status.unfinished).toBeUndefined();
  expect(status.kept.map(({ number, isCurrent, imageCount }) => [number, isCurrent, imageCount])).toEqual([
    [2, true, 2],
    [1, false, 2],
  ]);
  // `os` and the base layer are in both; manifest, config, layer of `app` and the index are its own.
  const held = registry.manifests.get(GENERATIONS)!;
  const lengthOf = (name: string): number => held.get(name)!.length;
  const app = status.current!.images[1]!.descriptor;
  const manifest = JSON.parse(held.get(app.digest)!.toString()) as {
    readonly config: { readonly size: number };
    readonly layers: readonly { readonly size: number }[];
  };
  expect(status.kept[0]!.uniqueBytes).toBe(
    lengthOf('generation-2') + lengthOf(app.digest) + manifest.config.size + manifest.layers[1]!.size,
  );
  expect(status.kept[0]!.totalBytes).toBeGreaterThan(status.kept[0]!.uniqueBytes);
});

test('tells of a promotion that did not end, and of one that goes on', async () => {
  const registry = await startWritableRegistry();
  const options = promoteOptions(registry.host);
  await promote(inputOf(await pushMember(registry.host, 'app', '1')), options);
  await promote(inputOf(await pushMember(registry.host, 'app', '2')), options);
  const held = registry.manifests.get(GENERATIONS) as Map<string, Buffer>;
  held.set('settled', held.get('generation-1')!);
  expect((await readStatus(options)).unfinished).toMatchObject({ isUnderWay: false, tagsMayBeMixed: true });

  const store = makeMemoryDocuments();
  const at = new Date().toISOString();
  const record = { action: 'promote', phase: 'moving', owner: '7-1-00000000/0', startedAt: at, seenAt: at };
  await store.writeDocument(journalName(`${registry.host}/${GENERATIONS}`), record, 0);
  const status = await readStatus({ ...options, store });
  expect(status.unfinished).toMatchObject({ isUnderWay: true, journal: { owner: '7-1-00000000/0' } });
});

test('a kept generation that is broken is told, and the others stay', async () => {
  const registry = await startWritableRegistry();
  const options = promoteOptions(registry.host);
  await promote(inputOf(await pushMember(registry.host, 'app', '1')), options);
  await promote(inputOf(await pushMember(registry.host, 'app', '2')), options);
  const held = registry.manifests.get(GENERATIONS) as Map<string, Buffer>;
  held.set('generation-1', held.get('generation-2')!);
  const status = await readStatus(options);
  expect(status.broken).toEqual([{ number: 1, message: 'it says that it is generation 2' }]);
  expect(status.kept).toHaveLength(1);
});
