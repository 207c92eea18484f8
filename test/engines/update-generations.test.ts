// Generations against Docker's own registry: killed while they are promoted, collected, and with the registry gone.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '../../src/fleet/durable/open-store.ts';
import { keptTag } from '../../src/fleet/update/generations/generation.ts';
import { GenerationDocuments } from '../../src/fleet/update/generations/generation-documents.ts';
import type { GenerationInput } from '../../src/fleet/update/generations/generation-member.ts';
import { readNumbered, readState } from '../../src/fleet/update/generations/generation-repository.ts';
import { readStatus } from '../../src/fleet/update/generations/read-status.ts';
import { connectRegistry, type Registry } from '../../src/oci/registry/registry.ts';
import { hasDocument, readTagDigest } from '../../src/oci/registry/tag-digest.ts';
import { isBuilt } from '../support/built-modules.ts';
import { GENERATIONS, inputOf, pushImage, pushMember, splitReference } from '../support/made-generations.ts';
import { makeFastSettings } from '../support/registry-server.ts';
import { never } from '../support/written-images.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { runProgram } from './run-program.ts';
import { type ProgramOrder, runProgram as runPromotion } from './update-generations/run-program.ts';
import { watchCurrent } from './update-generations/watch-current.ts';

const IS_NIGHT = process.env['NIGHTLY'] === '1';
const KILLS = Number(process.env['PLIMSOLL_KILLS'] ?? (IS_NIGHT ? 30 : 5));
/** How long the registry is gone, in each of three rounds. */
const DOWN_MS = Number(process.env['PLIMSOLL_DOWN_MS'] ?? (IS_NIGHT ? 60_000 : 3000));
const NAMES = ['os', 'certs', 'tools', 'runtime', 'app', 'worker'];
const SETTINGS = makeFastSettings();

describe.runIf(isBuilt())('generations in a real registry', () => {
  let folder = '';
  let service: RegistryService;
  const inputs: GenerationInput[] = [];
  const order = (more: Partial<ProgramOrder>): ProgramOrder => ({
    action: 'promote',
    database: join(folder, 'durable.db'),
    repository: `${service.host}/${GENERATIONS}`,
    keep: 3,
    ...more,
  });
  const connect = (repository: string): Promise<Registry> =>
    connectRegistry({ host: service.host, repository }, {}, SETTINGS);

  /** Which of the inputs all tags mean. */
  async function findMeant(): Promise<number> {
    const meant = new Map<string, string | undefined>();
    for (const reference of inputs[0]!.members.flatMap(({ references }) => references)) {
      const [repository, tag] = splitReference(reference);
      const registry = await connect(repository);
      meant.set(reference, await readTagDigest(registry, tag, never()));
      registry.close();
    }
    return inputs.findIndex(({ members }) =>
      members.every(({ references, source }) =>
        references.every((name) => source.endsWith(`@${meant.get(name)}`)),
      ),
    );
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-generations-'));
    service = await startRegistryService(folder);
    for (const version of ['1', '2', '3', '4', '5'])
      inputs.push(
        inputOf(
          ...(await Promise.all(NAMES.map((name) => pushMember(service.host, name, version, SETTINGS)))),
        ),
      );
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('three are promoted, and a rollback restores every digest', async () => {
    const mixed: number[] = [];
    for (const [i, input] of inputs.slice(0, 3).entries()) {
      const result = await runPromotion(order({ input }));
      expect(result, result.message).toMatchObject({ number: i + 1, moved: 12 });
      mixed.push(Math.round(result.mixedMs!));
      expect(await findMeant()).toBe(i);
    }
    const back = await runPromotion(order({ action: 'rollback' }));
    expect(back).toMatchObject({ number: 2, moved: 12 });
    expect(await findMeant()).toBe(1);
    expect(await runPromotion(order({ action: 'rollback', number: 1 }))).toMatchObject({ number: 1 });
    expect(await findMeant()).toBe(0);
    console.log(`12 tags moved in ${mixed.join(', ')} ms`);
  });

  test(`killed ${KILLS} times while it promotes: never a half, and the next call settles it`, async () => {
    const reader = watchCurrent(service.host, GENERATIONS);
    const tally = { killed: 0, ended: 0, old: 0, new: 0, mixed: 0 };
    let lastsMs = 1000;
    for (let i = 0; tally.killed < KILLS && i < 4 * KILLS; i++) {
      const before = await findMeant();
      const next = (before + 1 + (i % 4)) % 5;
      // Half of them at any time, half while the tags move, which is a small part of it.
      const phase = i % 2 === 0 ? 'begun' : 'moving';
      const killAfterMs = Math.random() * (phase === 'begun' ? lastsMs : 400);
      const result = await runPromotion(order({ input: inputs[next]! }), (reached, child) => {
        if (reached === phase) setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
      });
      if (result.hasEnded) {
        expect(result.code, result.message).toBeUndefined();
        tally.ended += 1;
        lastsMs = result.lastsMs;
        continue;
      }
      tally.killed += 1;
      const meant = await findMeant();
      tally[meant === -1 ? 'mixed' : meant === next ? 'new' : 'old'] += 1;
      const registry = await connect(GENERATIONS);
      const wasNew = (await readState(registry, never())).current?.generation.images[0]?.descriptor.digest;
      registry.close();
      const isNew = inputs[next]!.members[0]!.source.endsWith(`${wasNew}`);
      // In turns it is made anew, gone back, or something else is promoted: each ends in one generation.
      const settled =
        i % 3 === 0
          ? await runPromotion(order({ input: inputs[next]! }))
          : i % 3 === 1 && isNew
            ? await runPromotion(order({ action: 'rollback' }))
            : await runPromotion(order({ input: inputs[(next + 2) % 5]! }));
      expect(settled.code, settled.message).toBeUndefined();
      expect(await findMeant()).not.toBe(-1);
    }
    await reader.stop();
    console.log(
      JSON.stringify({
        ...tally,
        reads: reader.reads,
        indexes: reader.seen.size,
        unanswered: reader.unanswered,
      }),
    );
    expect(reader.failures).toEqual([]);
    expect(tally.killed).toBe(KILLS);
    expect(reader.reads).toBeGreaterThan(KILLS);
  });

  test('garbage collection keeps all that kept generations need', async () => {
    const store = await openStore(join(folder, 'durable.db'));
    const options = {
      repository: `${service.host}/${GENERATIONS}`,
      store,
      signal: never(),
      settings: SETTINGS,
    };
    // What killed runs left goes with the next promotion.
    const last = await runPromotion(order({ input: inputs[((await findMeant()) + 1) % 5]! }));
    expect(last.code, last.message).toBeUndefined();
    const before = await readStatus(options);
    const { host } = service;
    // The first of them has no tag any more: the collector has to take it, or the test could not fail.
    const stray = await pushImage(host, GENERATIONS, 'stray', '1', SETTINGS);
    await pushImage(host, GENERATIONS, 'stray', '2', SETTINGS);
    await service.stop();
    const collected = await runProgram('docker-registry', [
      'garbage-collect',
      '--delete-untagged',
      join(folder, 'config.yml'),
    ]);
    expect(collected.isDone, collected.complaint).toBe(true);
    service = await startRegistryService(folder, host);
    const after = await readStatus(options);
    expect(after).toEqual(before);
    expect(after.drift).toEqual([]);
    expect(after.kept).toHaveLength(3);
    const registry = await connect(GENERATIONS);
    expect(await hasDocument(registry, stray.digest, never())).toBe(false);
    for (const { number } of after.kept) {
      const { generation } = await readNumbered(registry, number, never());
      const documents = new GenerationDocuments(registry, never());
      expect(await documents.findMissing(generation, true)).toBeUndefined();
      for (const digest of (await documents.listDocuments(generation)).keys())
        expect(await readTagDigest(registry, keptTag(digest), never())).toBe(digest);
    }
    // What was let go is gone: each kept generation has six images, and there were five versions of each.
    const all = inputs.flatMap(({ members }) => members.map(({ source }) => source.split('@')[1]!));
    const held = await Promise.all(all.map((digest) => hasDocument(registry, digest as 'sha256:', never())));
    const kept = new Set(
      (await Promise.all(after.kept.map(({ number }) => readNumbered(registry, number, never())))).flatMap(
        ({ generation }) => generation.images.map(({ descriptor }) => descriptor.digest as string),
      ),
    );
    expect(all.filter((_, i) => held[i]).toSorted()).toEqual([...kept].toSorted());
    registry.close();
    await store.close();
  });

  test('a registry that goes away in the middle is waited for', async () => {
    const { host } = service;
    for (const [phase, afterMs] of [
      ['begun', 150],
      ['moving', 0],
      ['moving', 60],
    ] as const) {
      const next = ((await findMeant()) + 1) % 5;
      let back: Promise<void> | undefined;
      const result = await runPromotion(order({ input: inputs[next]! }), (reached) => {
        if (reached !== phase) return;
        back = sleep(afterMs)
          .then(() => service.stop())
          .then(() => sleep(DOWN_MS))
          .then(async () => {
            service = await startRegistryService(folder, host);
          });
      });
      await back;
      expect(result.code, result.message).toBeUndefined();
      expect(await findMeant()).toBe(next);
      console.log(`down ${afterMs} ms after ${phase}: ended as ${result.number} in ${result.lastsMs} ms`);
    }
  });
});
