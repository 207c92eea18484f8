// What the view foretells of Docker's overlay2 against a running engine: the known cases and random stacks, path by path.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeAmbiguities } from '../../src/contents/view/describe-ambiguities.ts';
import { overlayLayers } from '../../src/contents/view/overlay-layers.ts';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { ALL_CASES } from '../contents/view/layer-cases.ts';
import { listOverlay, listView } from '../contents/view/list-view.ts';
import { notate } from '../contents/view/notate.ts';
import { randomStack } from '../contents/view/random-stacks.ts';
import type { Listing } from '../contents/view/shown.ts';
import { layer, scanLayers } from '../support/layers.ts';
import { DOCKER, type Loaded, loadStack, unloadStack } from './docker-overlay2.ts';
import { chooseStacks, compare, printStack } from './judge-stack.ts';
import { canRun } from './run-program.ts';
import { readTrees } from './unpacked-trees.ts';

const hasEngine =
  canRun(DOCKER, ['info', '--format', '{{.Driver}} {{.DockerRootDir}}'], (output) => {
    const [driver, folder] = output.trim().split(' ');
    return driver === 'overlay2' && folder !== undefined && existsSync(folder);
  }) && canRun('python3', ['--version'], () => true);

describe.runIf(hasEngine)('Docker with overlay2', () => {
  const work = join(tmpdir(), `plimsoll-docker-${randomBytes(6).toString('hex')}`);
  beforeAll(() => mkdir(work));
  afterAll(() => rm(work, { recursive: true, force: true }));

  /** What the engine shows of a stack, or that it refuses. */
  async function ask(stack: readonly (readonly TarItem[])[], name: string): Promise<Listing | 'refused'> {
    let loaded: Loaded | undefined;
    try {
      loaded = await loadStack(stack, join(work, name));
      return 'refusal' in loaded ? 'refused' : ((await readTrees([loaded.root]))[0] as Listing);
    } finally {
      if (loaded !== undefined) await unloadStack(loaded);
    }
  }

  test('shows the known cases as recorded', async () => {
    const found: Record<string, string> = {};
    const recorded: Record<string, string> = {};
    for (const [i, { name, layers, shows, overlay }] of ALL_CASES.entries()) {
      const facts = await scanLayers(layers.map(layer));
      const view = squashLayers(facts);
      const foretold = listOverlay(overlayLayers(facts, view.entryBases), view);
      const listing = await ask(layers, `case-${i}`);
      recorded[name] = overlay ?? shows;
      found[name] = listing === 'refused' ? listing : notate(listing, layers, foretold);
    }
    expect(found).toEqual(recorded);
  });

  const { seed, count } = chooseStacks(80);

  test(`shows ${count} random stacks from seed ${seed} as foretold`, async () => {
    const verdicts = { alike: 0, 'differs as foretold': 0, 'refused as foretold': 0 };
    for (let i = 0; i < count; i++) {
      const own = seed * 1_000_003 + i;
      const stack = randomStack(own, i % 4 === 0 ? 'tame' : 'wild');
      const facts = await scanLayers(stack.map(layer));
      const view = squashLayers(facts);
      const overlay = overlayLayers(facts, view.entryBases);
      const reports = describeAmbiguities(view);
      const where = `stack seed ${own}\n${printStack(stack)}`;
      const listing = await ask(stack, `random-${i}`);
      const foretold = listOverlay(overlay, view);
      expect(overlay.refused.size > 0, where).toBe(listing === 'refused');
      expect(
        reports.some((report) => report.refusedByOverlay),
        where,
      ).toBe(listing === 'refused');
      if (listing === 'refused') {
        verdicts['refused as foretold']++;
        continue;
      }
      expect(compare('docker', foretold, listing, foretold), where).toEqual([]);
      const differing = compare('docker', listView(view), listing, foretold).length > 0;
      const isTold = reports.some(({ differenceCount }) => differenceCount > 0);
      if (differing) expect(isTold, where).toBe(true);
      verdicts[isTold ? 'differs as foretold' : 'alike']++;
    }
    process.stdout.write(`\n${count} random stacks, PLIMSOLL_SEED=${seed}: ${JSON.stringify(verdicts)}\n`);
    expect(verdicts.alike).toBeGreaterThan(0);
  });
});
