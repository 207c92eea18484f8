// The view against umoci and buildah (containers/storage with vfs): the known cases and random stacks, path by path.
import { describe, expect, test } from 'vitest';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import { ALL_CASES } from '../contents/view/layer-cases.ts';
import { listView } from '../contents/view/list-view.ts';
import { notate } from '../contents/view/notate.ts';
import { randomStack } from '../contents/view/random-stacks.ts';
import { layer, scanLayers } from '../support/layers.ts';
import { HABITS } from './habits.ts';
import { chooseStacks, judgeStack, printStack } from './judge-stack.ts';
import { canRun } from './run-program.ts';
import { type Unpacked, unpackStacks } from './unpack-engines.ts';

const BATCH = 25;
const hasEngines =
  canRun('umoci', ['--version'], () => true) &&
  canRun('buildah', ['--version'], () => true) &&
  canRun('python3', ['--version'], () => true);

describe.runIf(hasEngines)('umoci and buildah', () => {
  const verdicts = new Map<string, number>();
  const tally = (judged: readonly string[]): void => {
    for (const verdict of judged) verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
  };

  test('show the known cases as recorded', async () => {
    const unpacked = await unpackStacks(ALL_CASES.map(({ layers }) => layers));
    const found: Record<string, object> = {};
    const recorded: Record<string, object> = {};
    for (const [i, { name, layers, shows, umoci, buildah }] of ALL_CASES.entries()) {
      const known = listView(squashLayers(await scanLayers(layers.map(layer))));
      const write = (result: Unpacked): string =>
        'refusal' in result ? 'refused' : notate(result.listing, layers, known);
      recorded[name] = { umoci: umoci ?? shows, buildah: buildah ?? shows };
      found[name] = { umoci: write(unpacked[i]!.umoci), buildah: write(unpacked[i]!.buildah) };
    }
    expect(found).toEqual(recorded);
    for (const [i, { name, layers }] of ALL_CASES.entries()) {
      const judged = await judgeStack(layers, unpacked[i]!);
      expect(judged.complaints, name).toEqual([]);
      tally(judged.verdicts);
    }
    for (const [habit, { engine }] of Object.entries(HABITS))
      expect(verdicts.get(`${engine}: ${habit}`), habit).toBeGreaterThan(0);
  });

  const { seed, count } = chooseStacks(500);

  test(`show ${count} random stacks from seed ${seed} as the view does, or as their known habits have it`, async () => {
    verdicts.clear();
    for (let first = 0; first < count; first += BATCH) {
      const seeds = Array.from(
        { length: Math.min(BATCH, count - first) },
        (_, i) => seed * 1_000_003 + first + i,
      );
      const stacks = seeds.map((own) => randomStack(own, own % 2 === 0 ? 'tame' : 'wild'));
      const unpacked = await unpackStacks(stacks);
      for (const [i, stack] of stacks.entries()) {
        const judged = await judgeStack(stack, unpacked[i]!);
        expect(judged.complaints, `stack seed ${seeds[i]}\n${printStack(stack)}`).toEqual([]);
        tally(judged.verdicts);
      }
    }
    const lines = [...verdicts].sort().map(([verdict, times]) => `  ${verdict}: ${times}`);
    process.stdout.write(`\n${count} random stacks, PLIMSOLL_SEED=${seed}\n${lines.join('\n')}\n`);
    // Half of the stacks are tame, and umoci has one rare habit.
    expect(verdicts.get('umoci: agrees')).toBeGreaterThan(count * 0.7);
  });
});
