// Several promote at once without a database in common, on a registry that answers in any order. Registries cannot compare and set, so
// one of them may see another's tags for a while; what has to hold is that nothing stays half, and that nobody is told wrongly.
import { describe, expect, test } from 'vitest';
import type { GenerationInput } from '../../../../src/fleet/update/generations/generation-member.ts';
import { promote } from '../../../../src/fleet/update/generations/promote.ts';
import { rollback } from '../../../../src/fleet/update/generations/rollback.ts';
import { sha256 } from '../../../support/image-files.ts';
import {
  GENERATIONS,
  inputOf,
  promoteOptions,
  pushMember,
  splitReference,
} from '../../../support/made-generations.ts';
import { startWritableRegistry, type WritableRegistry } from '../../../support/writable-registry.ts';

const NAMES = ['os', 'certs', 'tools', 'runtime', 'app', 'worker'];
const ROUNDS = Number(process.env['PLIMSOLL_ROUNDS'] ?? (process.env['NIGHTLY'] === '1' ? 30 : 2));

/** Numbers from 0 to 1 that a seed decides. */
function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const digestOf = (registry: WritableRegistry, reference: string): string => {
  const [repository, tag] = splitReference(reference);
  return sha256(registry.manifests.get(repository)!.get(tag)!);
};

/** The input that all tags mean; -1 where they are of several. */
const findMeant = (registry: WritableRegistry, inputs: readonly GenerationInput[]): number =>
  inputs.findIndex(({ members }) =>
    members.every(({ references, source }) =>
      references.every((reference) => source.endsWith(`@${digestOf(registry, reference)}`)),
    ),
  );

/** The input that a tag of the generations means. */
function findNamed(registry: WritableRegistry, inputs: readonly GenerationInput[], tag: string): number {
  const index = JSON.parse(registry.manifests.get(GENERATIONS)!.get(tag)!.toString()) as {
    readonly manifests: readonly { readonly digest: string }[];
  };
  return inputs.findIndex(({ members }) => members[0]!.source.endsWith(`@${index.manifests[0]!.digest}`));
}

async function prepare(seed: number) {
  const state = { isSlow: false, count: 0, dieAt: Number.POSITIVE_INFINITY };
  const chance = chances(seed);
  const registry = await startWritableRegistry({
    delayMs: () => (state.isSlow ? Math.floor(chance() ** 3 * 12) : 0),
  });
  const inputs: GenerationInput[] = [];
  for (const version of ['1', '2', '3', '4'])
    inputs.push(
      inputOf(...(await Promise.all(NAMES.map((name) => pushMember(registry.host, name, version))))),
    );
  for (const input of inputs.slice(0, 2)) await promote(input, promoteOptions(registry.host));
  state.isSlow = true;
  return { registry, inputs, state, chance };
}

/** Something that is waited for until it is said. */
function makeGate(): { readonly open: () => void; readonly isOpen: Promise<void> } {
  let open = (): void => {};
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, isOpen };
}

test('overtaken between two requests: whoever lost puts right what it moved too late, and says so', async () => {
  const state = { isOn: false, currents: 0, isHeld: false };
  const [both, moving, ended] = [makeGate(), makeGate(), makeGate()];
  const registry = await startWritableRegistry({
    hold: (method, path) => {
      if (!state.isOn || method !== 'PUT') return undefined;
      // Both have seen the same state; the second one's word comes when the first one moves its tags.
      if (path === `/v2/${GENERATIONS}/manifests/current`) {
        state.currents += 1;
        if (state.currents === 2) both.open();
        return state.currents === 1 ? both.isOpen : state.currents === 2 ? moving.isOpen : undefined;
      }
      // One of the first one's tags comes when the second one has done all.
      if (path !== '/v2/team/app/manifests/1' || state.isHeld) return undefined;
      state.isHeld = true;
      moving.open();
      return ended.isOpen;
    },
  });
  const inputs: GenerationInput[] = [];
  for (const version of ['1', '2', '3'])
    inputs.push(
      inputOf(...(await Promise.all(NAMES.map((name) => pushMember(registry.host, name, version))))),
    );
  await promote(inputs[0]!, promoteOptions(registry.host));
  state.isOn = true;
  const running = [inputs[1]!, inputs[2]!].map((input) => promote(input, promoteOptions(registry.host)));
  const winner = await Promise.race(running);
  expect(state.isHeld).toBe(true);
  ended.open();
  const results = await Promise.allSettled(running);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const lost = results.find((result) => result.status === 'rejected')!;
  expect(lost.reason).toMatchObject({ code: 'PROMOTION_UNDER_WAY' });
  const current = findNamed(registry, inputs, 'current');
  expect(inputs[current]!.members[0]!.source).toContain(winner.generation.images[0]!.descriptor.digest);
  expect(findMeant(registry, inputs)).toBe(current);
  expect(findNamed(registry, inputs, 'settled')).toBe(current);
});

describe.each(Array.from({ length: ROUNDS }, (_, i) => i + 1))('order %i', (seed) => {
  test('all tags follow what is current, and whoever lost says so', async () => {
    const { registry, inputs, chance } = await prepare(seed);
    const starts = [inputs[2]!, inputs[3]!].map(async (input) => {
      await new Promise((resolve) => setTimeout(resolve, chance() * 40));
      return promote(input, promoteOptions(registry.host));
    });
    // In turns somebody goes back meanwhile.
    if (seed % 3 === 0)
      starts.push(rollback(1, promoteOptions(registry.host)) as unknown as ReturnType<typeof promote>);
    const results = await Promise.allSettled(starts);
    const current = findNamed(registry, inputs, 'current');
    expect(findMeant(registry, inputs)).toBe(current);
    expect(findNamed(registry, inputs, 'settled')).toBe(current);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'PROMOTION_UNDER_WAY' });
    // Whatever is current, its own promotion was told that it went well.
    const winner = current >= 2 ? results[current - 2]! : results[2]!;
    expect(winner.status).toBe('fulfilled');
  });

  test('one of them dies: the next call puts all right', async () => {
    const { registry, inputs, chance } = await prepare(seed + 1000);
    const dying = new AbortController();
    setTimeout(() => dying.abort(), 10 + chance() * 150);
    await Promise.allSettled([
      promote(inputs[2]!, promoteOptions(registry.host, { signal: dying.signal })),
      promote(inputs[3]!, promoteOptions(registry.host)),
    ]);
    const last = inputs[seed % 4]!;
    await promote(last, promoteOptions(registry.host));
    expect(findMeant(registry, inputs)).toBe(seed % 4);
    expect(findNamed(registry, inputs, 'settled')).toBe(seed % 4);
  });
});
