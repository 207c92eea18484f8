// The known stacks squashed by this program, by crane and by docker-squash, each result unpacked by umoci and compared with what
// the spec says that the stack shows; prints who fails which.
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import { ALL_CASES, LAYER_CASES } from '../contents/view/layer-cases.ts';
import { listView } from '../contents/view/list-view.ts';
import type { Listing } from '../contents/view/shown.ts';
import { layer, makeLayout, scanLayers } from '../support/layers.ts';
import { differencesOf } from '../support/rewritten-layers.ts';
import { type RegistryService, startRegistryService } from './registry-service.ts';
import { canRun } from './run-program.ts';
import { craneFlatten, dockerSquash, type Peer, PYTHON } from './squash-peers.ts';
import { squashStack } from './squash-stacks.ts';
import { unpackLayouts } from './unpack-engines.ts';

const canCompare =
  ['crane', 'umoci', 'buildah', 'docker-registry'].every((program) =>
    canRun(program, [program === 'crane' ? 'version' : '--version'], () => true),
  ) && canRun(PYTHON, ['-c', 'import docker_squash'], () => true);

const ours: Peer = async (stack, work) => {
  const { squashed, refusals } = await squashStack(stack, work, 1);
  return squashed[0] ?? { refusal: refusals[0] ?? '' };
};

describe.runIf(canCompare)('who squashes what', () => {
  let folder = '';
  let registry: RegistryService;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-peers-').toLowerCase());
    registry = await startRegistryService(folder);
  });
  afterAll(async () => {
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('the known stacks', async () => {
    const peers = { ours, crane: craneFlatten(registry.host), 'docker-squash': dockerSquash };
    const rows: { name: string; isNumbered: boolean; verdicts: Record<string, string> }[] = [];
    const results: { row: number; peer: string; layout: string; shows: Listing }[] = [];
    for (const [i, { name, layers }] of ALL_CASES.entries()) {
      const shows = listView(squashLayers(await scanLayers(layers.map(layer))));
      rows.push({ name, isNumbered: LAYER_CASES.some((one) => one.name === name), verdicts: {} });
      for (const [peer, squash] of Object.entries(peers)) {
        const work = join(folder, `${peer}-${i}`);
        await mkdir(join(work, 'squash'), { recursive: true });
        const made = await squash(layers, join(work, 'squash'), `case-${i}`);
        if ('refusal' in made)
          rows[i]!.verdicts[peer] = peer === 'ours' ? 'refused' : `refused (${made.refusal.slice(0, 120)})`;
        else results.push({ row: i, peer, layout: join(work, 'result'), shows });
        if ('tars' in made)
          await makeLayout(
            join(work, 'result'),
            made.tars.map((tar) => ({ tar, compression: 'plain' as const })),
            { refName: 'it' },
          );
      }
    }
    const unpacked = await unpackLayouts(
      results.map(({ layout }) => layout),
      folder,
    );
    for (const [i, { row, peer, shows }] of results.entries()) {
      const { umoci } = unpacked[i]!;
      const differing =
        'refusal' in umoci ? ['cannot be unpacked'] : differencesOf(bare(shows), bare(umoci.listing));
      rows[row]!.verdicts[peer] = differing.length === 0 ? 'right' : differing[0]!;
    }
    print(rows, Object.keys(peers));
    const legal = rows.filter(({ verdicts }) => verdicts['ours'] !== 'refused');
    expect(legal.filter(({ verdicts }) => verdicts['ours'] !== 'right')).toEqual([]);
    expect(legal.filter(({ isNumbered }) => isNumbered).length).toBe(22);
  });
});

/** Without the root, whose attributes an image cannot fix in all engines. */
function bare(listing: Listing): Listing {
  return new Map([...listing].filter(([path]) => path !== ''));
}

function print(
  rows: readonly { name: string; isNumbered: boolean; verdicts: Record<string, string> }[],
  peers: readonly string[],
): void {
  const lines: string[] = [];
  for (const { name, verdicts } of rows) {
    const isLegal = verdicts['ours'] !== 'refused';
    lines.push(
      `${isLegal ? ' ' : 'x'} ${name}: ${peers.map((peer) => `${peer} ${verdicts[peer]}`).join('; ')}`,
    );
  }
  for (const [what, isCounted] of [
    ['the numbered stacks that are legal', true],
    ['the further stacks that are legal', false],
  ] as const) {
    const counted = rows.filter(
      ({ isNumbered, verdicts }) => isNumbered === isCounted && verdicts['ours'] !== 'refused',
    );
    const wrong = (peer: string): number =>
      counted.filter(({ verdicts }) => verdicts[peer] !== 'right').length;
    lines.push(
      `of ${counted.length} of ${what}, wrong: ${peers.map((peer) => `${peer} ${wrong(peer)}`).join(', ')}`,
    );
  }
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
