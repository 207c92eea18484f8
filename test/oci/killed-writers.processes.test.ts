// Writers that are killed at random moments: readers see the old image or the whole new one, and the next run completes.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Digest, digestHex } from '../../src/oci/bytes/digest.ts';
import type { Descriptor } from '../../src/oci/image/descriptor.ts';
import { isBuilt, ROOT } from '../support/built-modules.ts';
import { readWhole } from '../support/read-whole.ts';
import { startWritableRegistry } from '../support/writable-registry.ts';

/** How often a writer is killed for each kind of destination. */
const KILLS = Number(process.env['PLIMSOLL_KILLS'] ?? 8);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-killed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly child: ChildProcess;
  readonly begun: Promise<void>;
  /** The digest of what was written; undefined where the writer was killed before it could say. */
  readonly ended: Promise<Digest | undefined>;
}

function start(destination: string, seed: string): Run {
  const child = spawn(process.execPath, [join(ROOT, 'test/support/write-image.mjs'), destination, seed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let onBegun = (): void => {};
  const begun = new Promise<void>((resolve) => {
    onBegun = resolve;
  });
  child.stdout!.on('data', (text: Buffer) => {
    said += text.toString();
    if (said.startsWith('begun')) onBegun();
  });
  const ended = new Promise<Digest | undefined>((resolve) => {
    child.once('close', () => {
      onBegun();
      resolve(/sha256:[0-9a-f]{64}/.exec(said)?.[0] as Digest | undefined);
    });
  });
  return { child, begun, ended };
}

/** Kills writers at moments spread over the time that a whole one takes; gives how many had not come to their end. */
async function killMany(destination: string, check: () => Promise<void>): Promise<number> {
  const started = performance.now();
  const first = start(`oci:${join(folder, 'timed')}`, 'timed');
  await first.begun;
  const begunAt = performance.now();
  await first.ended;
  const lastsMs = performance.now() - begunAt;
  expect(performance.now() - started).toBeGreaterThan(0);
  rmSync(join(folder, 'timed'), { recursive: true });
  let killed = 0;
  for (let i = 0; i < KILLS; i++) {
    const { child, begun, ended } = start(destination, 'new');
    await begun;
    await sleep(((i + Math.random()) / KILLS) * lastsMs * 1.1);
    child.kill('SIGKILL');
    if ((await ended) === undefined) killed += 1;
    await check();
  }
  return killed;
}

describe.runIf(isBuilt())('a writer that is killed', () => {
  const leftovers = (): readonly string[] => readdirSync(folder).filter((name) => name.includes('plimsoll-'));

  test('while it makes a new layout', { timeout: 600_000 }, async () => {
    const at = join(folder, 'image');
    const digests = new Set<Digest | undefined>();
    const killed = await killMany(`oci:${at}`, async () => {
      digests.add(await readWhole(`oci:${at}`));
      // A layout that was finished would take no second image without a tag.
      if (digests.size > 1 || !digests.has(undefined)) rmSync(at, { recursive: true, force: true });
    });
    expect(killed).toBeGreaterThan(0);
    rmSync(at, { recursive: true, force: true });
    const digest = await start(`oci:${at}`, 'new').ended;
    expect(await readWhole(`oci:${at}`)).toBe(digest);
    expect([...digests].every((found) => found === undefined || found === digest)).toBe(true);
    expect(readdirSync(folder)).toEqual(['image']);
    expect(readdirSync(at).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  test('while it adds a tag to a layout', { timeout: 600_000 }, async () => {
    const at = join(folder, 'image');
    const old = await start(`oci:${at}:old`, 'old').ended;
    const found = new Set<Digest | undefined>();
    const killed = await killMany(`oci:${at}:new`, async () => {
      expect(await readWhole(`oci:${at}:old`)).toBe(old);
      found.add(await readWhole(`oci:${at}:new`));
    });
    expect(killed).toBeGreaterThan(0);
    const digest = await start(`oci:${at}:new`, 'new').ended;
    expect(await readWhole(`oci:${at}:new`)).toBe(digest);
    expect([...found].every((one) => one === undefined || one === digest)).toBe(true);
    expect(await readWhole(`oci:${at}:old`)).toBe(old);
    expect(readdirSync(at).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect(readdirSync(join(at, 'blobs/sha256')).sort()).toEqual(listReachable(at));
  });

  test.each(['oci-archive', 'docker-archive'])(
    'while it writes an %s',
    { timeout: 600_000 },
    async (kind) => {
      const at = join(folder, 'image.tar');
      const killed = await killMany(`${kind}:${at}`, async () => {
        await readWhole(`${kind}:${at}`);
        rmSync(at, { force: true });
      });
      expect(killed).toBeGreaterThan(0);
      expect(await start(`${kind}:${at}`, 'new').ended).toBeDefined();
      expect(await readWhole(`${kind}:${at}`)).toBeDefined();
      expect(leftovers()).toEqual([]);
    },
  );

  test('while it sends an image to a registry', { timeout: 600_000 }, async () => {
    const registry = await startWritableRegistry();
    const reference = `docker://${registry.host}/team/app:latest`;
    const old = await start(reference, 'old').ended;
    const found = new Set<Digest | undefined>();
    const killed = await killMany(reference, async () => {
      found.add(await readWhole(reference));
    });
    expect(killed).toBeGreaterThan(0);
    const blobs = registry.blobs.get('team/app')!;
    const [before, receivedBefore] = [new Set(blobs.keys()), registry.receivedBytes];
    const digest = await start(reference, 'new').ended;
    expect(await readWhole(reference)).toBe(digest);
    expect([...found].every((one) => one === old || one === digest)).toBe(true);
    const added = [...blobs].filter(([name]) => !before.has(name));
    const addedBytes = added.reduce((sum, [, bytes]) => sum + bytes.length, 0);
    expect(registry.receivedBytes - receivedBefore).toBe(addedBytes);
  });
});

/** The blobs that index.json leads to. */
function listReachable(at: string): readonly string[] {
  const read = (digest: string) =>
    JSON.parse(readFileSync(join(at, 'blobs/sha256', digest.slice(7)), 'utf8'));
  const { manifests } = JSON.parse(readFileSync(join(at, 'index.json'), 'utf8')) as {
    manifests: Descriptor[];
  };
  const reached = manifests.flatMap(({ digest }) => {
    const { config, layers } = read(digest) as { config: Descriptor; layers: Descriptor[] };
    return [digest, config.digest, ...layers.map((layer) => layer.digest)];
  });
  return [...new Set(reached.map(digestHex))].sort();
}
