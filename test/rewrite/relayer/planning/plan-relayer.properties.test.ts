// What every plan must hold, for any fleet, kept or new, and that nothing depends on the order a fleet is told in.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planRelayer } from '../../../../src/rewrite/relayer/planning/plan-relayer.ts';
import type {
  RelayerInput,
  RelayerOptions,
  RelayerPlan,
} from '../../../../src/rewrite/relayer/relayer-plan.ts';

interface Drawn {
  readonly key: string;
  readonly name: string;
  readonly origin: string;
  readonly weight: number;
  readonly rate: number;
  readonly holders: readonly number[];
}

const IMAGES = 5;
const RUNS = { numRuns: Number(process.env.RUNS ?? 40), endOnFailure: true };

const drawnComponents = fc.uniqueArray(
  fc.record({
    key: fc.stringMatching(/^[a-z0-9]{1,6}$/),
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    origin: fc.constantFrom('x', 'y', 'z', 'w', 'v'),
    weight: fc.oneof(fc.nat(1000), fc.integer({ min: 1, max: 2 ** 28 })),
    rate: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    holders: fc.uniqueArray(fc.nat(IMAGES - 1), { minLength: 1 }),
  }),
  { selector: ({ key }) => key, maxLength: 14 },
);
const layerCounts = fc.integer({ min: 3, max: 9 });
const orders = fc.constantFrom('stable' as const, 'popular' as const);

describe('a plan', () => {
  test('gives each image exactly its components, in disjoint layers of what it holds, at most as many as it may have', () => {
    fc.assert(
      fc.property(drawnComponents, layerCounts, orders, (drawn, layers, order) => {
        const input = makeInput(drawn);
        checkPlan(input, planRelayer(input, { layers, order }), layers);
      }),
      RUNS,
    );
  });

  test('costs at least what the bound says, in each term', () => {
    fc.assert(
      fc.property(drawnComponents, layerCounts, orders, (drawn, layers, order) => {
        const { objective, bound } = planRelayer(makeInput(drawn), { layers, order });
        for (const term of [
          'registryBytes',
          'tarBytes',
          'nodeBytes',
          'pullBytes',
          'layers',
          'total',
        ] as const)
          expect(objective[term]).toBeGreaterThanOrEqual(bound[term] * (1 - 1e-9));
      }),
      RUNS,
    );
  });

  test('does not depend on the order of components or images', () => {
    fc.assert(
      fc.property(
        drawnComponents,
        layerCounts,
        orders,
        fc.infiniteStream(fc.nat()),
        (drawn, layers, order, numbers) => {
          const images = shuffle(
            Array.from({ length: IMAGES }, (_, i) => i),
            numbers,
          );
          const shuffled = shuffle(drawn, numbers).map((component) => ({
            ...component,
            holders: component.holders.map((image) => images[image]!),
          }));
          const names = images.map((_, image) => `image ${images.indexOf(image)}`);
          const plan = planRelayer(makeInput(drawn), { layers, order });
          const other = planRelayer({ ...makeInput(shuffled), imageNames: names }, { layers, order });
          expect(other.layout).toEqual(plan.layout);
          expect(other.objective).toEqual(plan.objective);
          expect(other.layers.map(({ key }) => key)).toEqual(plan.layers.map(({ key }) => key));
        },
      ),
      RUNS,
    );
  });

  test('is the same again when nothing has changed, whatever a new one would save', () => {
    fc.assert(
      fc.property(drawnComponents, layerCounts, orders, (drawn, layers, order) => {
        const input = makeInput(drawn);
        const first = planRelayer(input, { layers, order });
        const again = planRelayer(input, { layers, order, previous: first.layout });
        expect(again.basis).toBe('kept');
        expect(again.layout).toEqual(first.layout);
        expect(again.objective.total).toBeCloseTo(first.objective.total, 3);
      }),
      RUNS,
    );
  });

  test('of a changed fleet holds the same, kept or not', () => {
    fc.assert(
      fc.property(
        drawnComponents,
        drawnComponents,
        layerCounts,
        layerCounts,
        orders,
        fc.constantFrom(-10, 0.15, 1),
        fc.subarray(Array.from({ length: IMAGES }, (_, i) => i)),
        (before, after, layersBefore, layers, order, replanGain, renamed) => {
          const { layout } = planRelayer(makeInput(before), { layers: layersBefore, order });
          const known = new Set(after.map(({ key }) => key));
          const mixed = [...after, ...before.filter(({ key }, i) => i % 2 === 0 && !known.has(key))];
          const input = {
            ...makeInput(mixed),
            imageNames: Array.from(
              { length: IMAGES },
              (_, i) => `${renamed.includes(i) ? 'new' : 'image'} ${i}`,
            ),
          };
          const options: RelayerOptions = { layers, order, previous: layout, replanGain };
          const plan = planRelayer(input, options);
          checkPlan(input, plan, layers);
          if (replanGain === 1) expect(plan.basis).toBe('kept');
          expect(planRelayer(input, options)).toEqual(plan);
        },
      ),
      RUNS,
    );
  });
});

function checkPlan(input: RelayerInput, plan: RelayerPlan, layers: number): void {
  expect(new Set(plan.layers.map(({ key }) => key)).size).toBe(plan.layers.length);
  const holders: number[][] = plan.layers.map(() => []);
  for (let image = 0; image < input.images; image++) {
    const row = plan.imageLayers[image]!;
    expect(row.length).toBeLessThanOrEqual(layers - 2);
    const held = input.components.images.flatMap((images, c) => (images.includes(image) ? [c] : []));
    const shown = Array.from(row).flatMap((layer) => [...plan.layers[layer]!.components]);
    expect(shown.sort((a, b) => a - b)).toEqual(held);
    for (const layer of row) holders[layer]!.push(image);
  }
  expect(plan.layers.map(({ images }) => [...images])).toEqual(holders);
  for (const layer of plan.layers) expect(layer.images.length).toBeGreaterThan(0);
}

function makeInput(drawn: readonly Drawn[]): RelayerInput {
  return {
    images: IMAGES,
    imageNames: Array.from({ length: IMAGES }, (_, image) => `image ${image}`),
    components: {
      keys: drawn.map(({ key }) => key),
      names: drawn.map(({ name }) => name),
      origins: drawn.map(({ origin }) => origin),
      weights: Float64Array.from(drawn, ({ weight }) => weight),
      tarBytes: Float64Array.from(drawn, ({ weight }) => 2 * weight),
      changeRates: Float64Array.from(drawn, ({ rate }) => rate),
      images: drawn.map(({ holders }) => Uint32Array.from(holders).sort()),
    },
  };
}

function shuffle<Item>(items: readonly Item[], numbers: fc.Stream<number>): Item[] {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = numbers.next().value! % (i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
