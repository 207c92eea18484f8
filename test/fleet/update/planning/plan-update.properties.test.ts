// What holds for every fleet and every change, and that planning grows with the fleet and no faster.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BaseUse, UpdateGraph } from '../../../../src/fleet/update/graph/update-graph.ts';
import { completeKey } from '../../../../src/fleet/update/keys/complete-key.ts';
import { entryName } from '../../../../src/fleet/update/lock/update-lock.ts';
import { BaseFinder } from '../../../../src/fleet/update/planning/image-bases.ts';
import { planUpdate } from '../../../../src/fleet/update/planning/plan-update.ts';
import { digestOf } from '../lock/lock-entries.ts';
import { basesOf, graphOf, image, inputsOf, keysOf, makePlanned, use } from './made-fleet.ts';

const KINDS = [
  'from',
  'builder-from',
  'copy-from',
  'mount-from',
] as const satisfies readonly BaseUse['kind'][];
const EXTERNALS = ['a.example/base:1', 'b.example/base:1', 'c.example/base:1'];

interface Fleet {
  readonly graph: UpdateGraph;
  readonly changedImages: ReadonlySet<string>;
  readonly changedBases: ReadonlySet<string>;
}

const fleets: fc.Arbitrary<Fleet> = fc
  .record({
    edges: fc.array(fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...KINDS)), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 14,
    }),
    images: fc.array(fc.nat(13), { maxLength: 3 }),
    bases: fc.subarray(EXTERNALS),
  })
  .map(({ edges, images, bases }) => {
    const name = (i: number): string => `image-${i}:1`;
    const uses = edges.flatMap((list, i) =>
      list.map(([to, kind]) => use(name(i), to < i ? name(to) : EXTERNALS[to % EXTERNALS.length]!, kind)),
    );
    return {
      graph: graphOf(
        edges.map((_, i) => image(name(i))),
        uses,
      ),
      changedImages: new Set(images.filter((i) => i < edges.length).map(name)),
      changedBases: new Set(bases),
    };
  });

const words = (changed: ReadonlySet<string>): Readonly<Record<string, string>> =>
  Object.fromEntries(EXTERNALS.map((name) => [name, `${name} ${changed.has(name) ? 'new' : 'old'}`]));

describe('every plan', () => {
  test('makes exactly what changed and what stands on it, after what it stands on, and is empty once all is made', () => {
    fc.assert(
      fc.property(fleets, ({ graph, changedImages, changedBases }) => {
        const lock = makePlanned(inputsOf(graph, basesOf(words(new Set()))));
        const sourceKeys = keysOf(
          graph,
          Object.fromEntries([...changedImages].map((id) => [id, { files: 'new' }])),
        );
        const inputs = inputsOf(graph, basesOf(words(changedBases)), { lock, sourceKeys });
        const plan = planUpdate(inputs);
        const byId = new Map(plan.images.map((one) => [one.id, one]));
        for (const { id, action, wave, because } of plan.images) {
          const uses = graph.uses.filter((one) => one.image === id);
          const isUnder = ({ origin }: BaseUse): boolean =>
            origin.kind === 'image'
              ? byId.get(origin.id)!.action !== 'leave'
              : changedBases.has(origin.reference);
          const isStale = changedImages.has(id) || uses.some(isUnder);
          expect(action !== 'leave').toBe(isStale);
          expect(because.length > 0).toBe(isStale);
          if (action === 'rebase') {
            expect(changedImages.has(id)).toBe(false);
            for (const one of uses.filter(isUnder)) expect(one.kind).toBe('from');
          }
          for (const { origin } of uses)
            if (origin.kind === 'image' && isStale) expect(wave).toBeGreaterThan(byId.get(origin.id)!.wave);
          for (const chain of because) {
            expect(chain[0]!.subject).toBe(id);
            const root = chain.at(-1)!;
            expect(['base-changed', 'files-changed']).toContain(root.kind);
          }
        }
        const after = makePlanned(inputs);
        expect(planUpdate({ ...inputs, lock: after }).waves).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test('leaves alone whose key is that of the lock, and only that', () => {
    fc.assert(
      fc.property(fleets, ({ graph, changedImages, changedBases }) => {
        const lock = makePlanned(inputsOf(graph, basesOf(words(new Set()))));
        const sourceKeys = keysOf(
          graph,
          Object.fromEntries([...changedImages].map((id) => [id, { arguments: 'new' }])),
        );
        const bases = basesOf(words(changedBases));
        const inputs = inputsOf(graph, bases, { lock, sourceKeys });
        const plan = planUpdate(inputs);
        const after = makePlanned(inputs);
        const finder = new BaseFinder(graph);
        for (const { id, platform, action } of plan.images) {
          const stands = finder.find(id, platform).map(({ name, origin }) => ({
            reference: name,
            digest:
              origin.kind === 'external'
                ? digestOf(words(changedBases)[name]!)
                : after.entries.get(entryName(name, platform))!.digest,
          }));
          const key = completeKey(sourceKeys.get(entryName(id, platform))!, stands);
          expect(key === lock.entries.get(entryName(id, platform))!.key).toBe(action === 'leave');
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('planning', () => {
  /** How often a plan asks its tables, and how many steps it tells. */
  function countWork(graph: UpdateGraph): number {
    let work = 0;
    class Counting<K, V> extends Map<K, V> {
      override get(key: K): V | undefined {
        work++;
        return super.get(key);
      }
    }
    const bases = basesOf(words(new Set()));
    const lock = makePlanned(inputsOf(graph, bases));
    const counted = { kind: 'update-lock' as const, entries: new Counting(lock.entries) };
    const plan = planUpdate(
      inputsOf(graph, new Counting(basesOf(words(new Set(EXTERNALS)))), {
        lock: counted,
        sourceKeys: new Counting(keysOf(graph)),
      }),
    );
    expect(plan.images.every(({ action }) => action !== 'leave')).toBe(true);
    return work + plan.images.reduce((sum, { because }) => sum + because.flat().length, 0);
  }
  const shapes: Readonly<Record<string, (i: number) => readonly string[]>> = {
    'a long row': (i) => (i === 0 ? [EXTERNALS[0]!] : [`image-${i - 1}:1`]),
    'a wide fleet': (i) => (i < 5 ? [EXTERNALS[i % 3]!] : [`image-${i % 5}:1`]),
    'many ways to each': (i) =>
      i < 3 ? [EXTERNALS[i]!] : [`image-${i - 1}:1`, `image-${i - 2}:1`, `image-${i - 3}:1`],
  };

  test.each(Object.entries(shapes))(
    '%s of four times the images is at most five times the work',
    (_name, below) => {
      const fleet = (count: number): UpdateGraph =>
        graphOf(
          Array.from({ length: count }, (_, i) => image(`image-${i}:1`)),
          Array.from({ length: count }, (_, i) => below(i).map((base) => use(`image-${i}:1`, base))).flat(),
        );
      const [small, large] = [countWork(fleet(400)), countWork(fleet(1600))];
      expect(large / small).toBeLessThan(5);
    },
  );

  test('tells both ends of a way of a thousand images', () => {
    const graph = graphOf(
      Array.from({ length: 1000 }, (_, i) => image(`image-${i}:1`)),
      Array.from({ length: 1000 }, (_, i) =>
        use(`image-${i}:1`, i === 0 ? EXTERNALS[0]! : `image-${i - 1}:1`),
      ),
    );
    const lock = makePlanned(inputsOf(graph, basesOf(words(new Set()))));
    const plan = planUpdate(inputsOf(graph, basesOf(words(new Set(EXTERNALS))), { lock }));
    const [chain] = plan.images.at(-1)!.because;
    expect(chain!.length).toBeLessThan(40);
    expect(chain![0]!.subject).toBe('image-999:1');
    const at = chain!.findIndex(({ kind }) => kind === 'between');
    const after = chain![at + 1]!.subject;
    expect(Number(chain![at]!.subject)).toBe(999 - Number(/\d+/.exec(after)![0]) - 1);
  });
});
