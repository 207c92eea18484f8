// The registry goes away in the middle of a promotion or a rollback, and comes back: it is waited for, and nothing is done twice.
import { expect, test } from 'vitest';
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

const NAMES = ['os', 'tools', 'app'];
const PAUSES_MS = Array.from({ length: 40 }, () => 1);

async function prepare() {
  const state = { left: 0, after: '', dropped: 0 };
  const registry = await startWritableRegistry({
    fault: (_count, { method }, { pathname }) => {
      if (state.after !== '' && `${method} ${pathname}`.startsWith(state.after)) {
        state.after = '';
        state.left = 25;
        // It is done, and the answer is lost.
        return 'lose-answer';
      }
      if (state.left === 0) return undefined;
      state.left -= 1;
      state.dropped += 1;
      return 'drop';
    },
  });
  const inputs: GenerationInput[] = [];
  for (const version of ['1', '2', '3'])
    inputs.push(
      inputOf(...(await Promise.all(NAMES.map((name) => pushMember(registry.host, name, version))))),
    );
  const plain = promoteOptions(registry.host);
  const options = { ...plain, pausesMs: PAUSES_MS, settings: { ...plain.settings, tries: 1 } };
  for (const input of inputs.slice(0, 2)) await promote(input, options);
  return { registry, inputs, options, state };
}

function expectMeant(registry: WritableRegistry, { members }: GenerationInput): void {
  for (const { references, source } of members)
    for (const reference of references) {
      const [repository, tag] = splitReference(reference);
      expect(source).toContain(sha256(registry.manifests.get(repository)!.get(tag)!));
    }
}

test.each([
  ['while images are brought', `PUT /v2/${GENERATIONS}/manifests/kept-`],
  ['just as the generation becomes current', `PUT /v2/${GENERATIONS}/manifests/current`],
  ['while tags move', 'PUT /v2/team/tools/manifests/1'],
  ['at the very end', `PUT /v2/${GENERATIONS}/manifests/settled`],
])('a promotion, %s', async (_what, after) => {
  const { registry, inputs, options, state } = await prepare();
  const notices: string[] = [];
  state.after = after;
  const running = promote(inputs[2]!, { ...options, onNotice: (line) => notices.push(line) });
  const { isNew, generation, changed } = await running;
  expect({ isNew, number: generation.number, changed: changed.length }).toEqual({
    ...{ isNew: true, number: 3, changed: 3 },
  });
  expect(state.dropped).toBeGreaterThan(0);
  expect(notices.some((line) => line.includes('tried again in'))).toBe(true);
  expectMeant(registry, inputs[2]!);
});

test('a rollback goes back once', async () => {
  const { registry, inputs, options, state } = await prepare();
  await promote(inputs[2]!, options);
  state.after = `PUT /v2/${GENERATIONS}/manifests/current`;
  const { generation, from } = await rollback(undefined, options);
  expect([generation.number, from]).toEqual([2, 3]);
  expect(state.dropped).toBeGreaterThan(0);
  expectMeant(registry, inputs[1]!);
});

test('one that was never there is told at once', async () => {
  const { inputs, options, state } = await prepare();
  state.left = 25;
  await expect(promote(inputs[2]!, options)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE' });
  expect(state.dropped).toBeLessThan(3);
});
