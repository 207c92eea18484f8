// Commands that rewrite images, to a registry with bad days: the tag means the old image or the whole new one, a run that was broken off is
// completed by the next one, and that sends only what is missing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isBuilt } from '../../support/built-modules.ts';
import { readWhole } from '../../support/read-whole.ts';
import {
  makeRewrite,
  REWRITES,
  rewrite,
  watchRegistry,
  writeOldImage,
} from '../../support/rewrite-program.ts';
import { type Fault, startWritableRegistry } from '../../support/writable-registry.ts';

const REPOSITORY = 'team/app';

describe.runIf(isBuilt()).each(REWRITES)('%s to a registry', { timeout: 120_000 }, (command) => {
  let folder = '';
  let input: readonly string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-faults-'));
    input = await makeRewrite(command, folder, 2_000_000);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const newHome = (): string => mkdtempSync(join(folder, 'home-'));

  test.each<[string, (count: number) => Fault | undefined]>([
    ['drops every tenth request', (count) => (count % 10 === 0 ? 'drop' : undefined)],
    ['loses every tenth answer', (count) => (count % 10 === 0 ? 'lose-answer' : undefined)],
    [
      'answers 429 to every tenth request',
      (count) => (count % 10 === 0 ? { status: 429, headers: { 'retry-after': '1' } } : undefined),
    ],
    ['answers 503 to every tenth request', (count) => (count % 10 === 0 ? { status: 503 } : undefined)],
  ])('that %s', async (_, fault) => {
    let faults = 0;
    const registry = await startWritableRegistry({
      fault: (count) => {
        const found = fault(count);
        if (found !== undefined) faults += 1;
        return found;
      },
    });
    const output = `docker://${registry.host}/${REPOSITORY}:latest`;
    const { exitCode, stderr, stdout } = await rewrite(input, output, newHome());
    expect(exitCode, stderr).toBe(0);
    expect(faults).toBeGreaterThan(0);
    expect(await readWhole(output)).toBe(manifestOf(stdout));
  });

  test('whose tokens are good for two requests each', async () => {
    const registry = await startWritableRegistry({ requestsAToken: 2 });
    const output = `docker://${registry.host}/${REPOSITORY}:latest`;
    const { exitCode, stderr, stdout } = await rewrite(input, output, newHome());
    expect(exitCode, stderr).toBe(0);
    expect(registry.scopes.length).toBeGreaterThan(4);
    expect(registry.manifests.get(REPOSITORY)?.has(manifestOf(stdout))).toBe(true);
  });

  test('that refuses everything from some request on', async () => {
    let refusesFrom = Number.POSITIVE_INFINITY;
    const outcomes = new Set<string>();
    const registry = await startWritableRegistry({
      fault: (count) => (count >= refusesFrom ? { status: 403 } : undefined),
    });
    let seen = 0;
    for (const share of [1, 0.4, 0.6, 0.85]) {
      const repository = `team/app-${share * 100}`;
      const output = `docker://${registry.host}/${repository}:latest`;
      await writeOldImage(output);
      const old = await readWhole(output);
      const home = newHome();
      const sent = registry.log.filter((line) => !line.endsWith('/v2/')).length;
      // The first whole run tells how many requests there are; each later one ends at another place of them.
      refusesFrom = seen === 0 ? Number.POSITIVE_INFINITY : sent + Math.ceil(seen * share);
      const first = await rewrite(input, output, home);
      seen ||= registry.log.filter((line) => !line.endsWith('/v2/')).length - sent;
      refusesFrom = Number.POSITIVE_INFINITY;
      const shown = await readWhole(output);
      outcomes.add(shown === old ? 'old' : 'new');
      expect(first.exitCode, first.stderr).toBe(shown === old ? 2 : 0);
      const watch = watchRegistry(registry, repository);
      const { exitCode, stderr, stdout } = await rewrite(input, output, home);
      expect(exitCode, stderr).toBe(0);
      expect(await readWhole(output)).toBe(manifestOf(stdout));
      const { receivedBytes, addedBytes } = watch();
      expect(receivedBytes).toBe(addedBytes);
    }
    expect(outcomes).toEqual(new Set(['old', 'new']));
  });
});

function manifestOf(stdout: string): string {
  const { images } = JSON.parse(stdout) as {
    readonly images: readonly { readonly certificate: { readonly result: { readonly manifest: string } } }[];
  };
  return images[0]!.certificate.result.manifest;
}
