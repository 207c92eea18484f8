// The process dies at every single request of a promotion, before the request is looked at or before its answer comes back. At
// every moment what is current is whole; the next call, on a machine that knows the registry alone, ends in one generation.
import { describe, expect, test } from 'vitest';
import type { GenerationInput } from '../../../../src/fleet/update/generations/generation-member.ts';
import { promote } from '../../../../src/fleet/update/generations/promote.ts';
import { rollback } from '../../../../src/fleet/update/generations/rollback.ts';
import { sha256 } from '../../../support/image-files.ts';
import {
  GENERATIONS,
  inputOf,
  promoteOptions,
  pushIndexMember,
  pushMember,
  splitReference,
} from '../../../support/made-generations.ts';
import {
  type Fault,
  startWritableRegistry,
  type WritableRegistry,
} from '../../../support/writable-registry.ts';

interface Named {
  readonly digest: string;
}

/** Whether all that the document leads to is in the repository; tells the first that is not. */
function findGone(registry: WritableRegistry, name: string): string | undefined {
  const found = registry.manifests.get(GENERATIONS)?.get(name);
  if (found === undefined) return name;
  const {
    manifests = [],
    config,
    layers = [],
  } = JSON.parse(found.toString()) as {
    readonly manifests?: readonly Named[];
    readonly config?: Named;
    readonly layers?: readonly Named[];
  };
  for (const { digest } of manifests) {
    const gone = findGone(registry, digest);
    if (gone !== undefined) return gone;
  }
  const blobs = [...(config === undefined ? [] : [config]), ...layers];
  return blobs.find(({ digest }) => !registry.blobs.get(GENERATIONS)?.has(digest))?.digest;
}

/** The version whose images all tags mean; undefined where they are mixed. */
function versionOf(
  registry: WritableRegistry,
  inputs: Readonly<Record<string, GenerationInput>>,
): string | undefined {
  const digest = (reference: string): string => {
    const [repository, tag] = splitReference(reference);
    return sha256(registry.manifests.get(repository)!.get(tag)!);
  };
  return Object.entries(inputs).find(([, { members }]) =>
    members.every(({ references, source }) => references.every((name) => source.endsWith(digest(name)))),
  )?.[0];
}

function currentImages(registry: WritableRegistry): readonly string[] {
  const index = JSON.parse(registry.manifests.get(GENERATIONS)!.get('current')!.toString()) as {
    readonly manifests: readonly Named[];
  };
  return index.manifests.map(({ digest }) => digest);
}

/** A registry with one generation and the images of a second, and a switch that lets the client die. */
async function prepare() {
  const state = { count: 0, dieAt: Number.POSITIVE_INFINITY, how: 'drop' as Fault, gone: new Set<string>() };
  const registry = await startWritableRegistry({
    fault: () => {
      if (registry.manifests.get(GENERATIONS)?.has('current')) {
        const gone = findGone(registry, 'current');
        if (gone !== undefined) state.gone.add(gone);
      }
      state.count += 1;
      if (state.count < state.dieAt) return undefined;
      // What was sent when the process died may still arrive; nothing after it is.
      return state.count === state.dieAt ? state.how : 'drop';
    },
  });
  const push = async (version: string): Promise<GenerationInput> =>
    inputOf(
      await pushMember(registry.host, 'os', version),
      await pushIndexMember(registry.host, 'multi', version),
    );
  const inputs = { zero: await push('0'), old: await push('1'), new: await push('2') };
  for (const input of [inputs.zero, inputs.old])
    await promote(input, promoteOptions(registry.host, { keep: 2 }));
  const restore = registry.save();
  /** Runs something that dies at that request; false where it ended before. */
  const dieAt = async (at: number, how: Fault, act: () => Promise<unknown>): Promise<boolean> => {
    restore();
    Object.assign(state, { count: 0, dieAt: at, how });
    const hasDied = await act().then(
      () => false,
      () => true,
    );
    Object.assign(state, { dieAt: Number.POSITIVE_INFINITY });
    return hasDied;
  };
  return { registry, inputs, state, dieAt };
}

/** A process that dies tries nothing again. */
function dyingOptions(host: string) {
  const options = promoteOptions(host, { keep: 2 });
  return { ...options, settings: { ...options.settings, tries: 1 } };
}

describe.each<Fault>(['drop', 'lose-answer'])('a process that dies (%s)', (how) => {
  test('in a promotion: the next promotion completes it', async () => {
    const { registry, inputs, state, dieAt } = await prepare();
    const { host } = registry;
    let at = 1;
    for (; await dieAt(at, how, () => promote(inputs.new, dyingOptions(host))); at++) {
      const isNew = inputs.new.members[0]!.source.endsWith(currentImages(registry)[0]!);
      await promote(inputs.new, promoteOptions(host, { keep: 2 }));
      expect(versionOf(registry, inputs)).toBe('new');
      expect(findGone(registry, 'current')).toBeUndefined();
      expect(findGone(registry, 'settled')).toBeUndefined();
      if (isNew) expect(findGone(registry, 'generation-2')).toBeUndefined();
    }
    expect(at).toBeGreaterThan(40);
    expect([...state.gone]).toEqual([]);
  });

  test('in a promotion: a rollback undoes it', async () => {
    const { registry, inputs, state, dieAt } = await prepare();
    const { host } = registry;
    // Letting go comes after all is settled; from there on a rollback is no undoing any more.
    for (let at = 1; await dieAt(at, how, () => promote(inputs.new, dyingOptions(host))); at++) {
      const isNew = inputs.new.members[0]!.source.endsWith(currentImages(registry)[0]!);
      await rollback(undefined, promoteOptions(host));
      expect(versionOf(registry, inputs)).toBe(isNew ? 'old' : 'zero');
    }
    expect([...state.gone]).toEqual([]);
  });

  test('in a rollback: the next rollback to it completes it, or a promotion', async () => {
    const { registry, inputs, state, dieAt } = await prepare();
    const { host } = registry;
    for (let at = 1; await dieAt(at, how, () => rollback(1, dyingOptions(host))); at++) {
      const next =
        at % 2 === 0 ? rollback(1, promoteOptions(host)) : promote(inputs.zero, promoteOptions(host));
      await next;
      expect(versionOf(registry, inputs)).toBe('zero');
    }
    expect([...state.gone]).toEqual([]);
  });
});
