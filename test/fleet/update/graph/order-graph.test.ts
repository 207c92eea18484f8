import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderGraph } from '../../../../src/fleet/update/graph/order-graph.ts';

/** Any graph: for each node some nodes that it needs, itself too. */
const anyGraph = fc.integer({ min: 0, max: 30 }).chain((count) =>
  fc.array(fc.array(fc.nat({ max: Math.max(count - 1, 0) }), { maxLength: 4 }), {
    minLength: count,
    maxLength: count,
  }),
);

/** Without cycles: each node needs earlier ones only, and numbers are mixed afterwards. */
const acyclicGraph = fc.integer({ min: 1, max: 30 }).chain((count) =>
  fc
    .tuple(
      fc.tuple(
        ...Array.from({ length: count }, (_, node) =>
          node === 0 ? fc.constant<number[]>([]) : fc.array(fc.nat({ max: node - 1 }), { maxLength: 4 }),
        ),
      ),
      fc.shuffledSubarray(
        Array.from({ length: count }, (_, node) => node),
        { minLength: count },
      ),
    )
    .map(([needs, place]) => {
      const mixed: number[][] = needs.map(() => []);
      for (const [node, each] of needs.entries()) mixed[place[node]!] = each.map((needed) => place[needed]!);
      return mixed;
    }),
);

/** All that a node needs in the end, by looking again and again. */
function reach(needs: readonly (readonly number[])[], start: number): ReadonlySet<number> {
  const found = new Set<number>(needs[start]);
  for (const node of found) for (const needed of needs[node]!) found.add(needed);
  return found;
}

test('each node comes after all that it needs, in the first wave that it can', () => {
  fc.assert(
    fc.property(acyclicGraph, (needs) => {
      const { order, waves, cycles } = orderGraph(needs);
      expect(cycles).toEqual([]);
      expect(order.toSorted((a, b) => a - b)).toEqual([...needs.keys()]);
      const place = new Map(order.map((node, i) => [node, i]));
      for (const [node, each] of needs.entries()) {
        for (const needed of each) expect(place.get(needed)!).toBeLessThan(place.get(node)!);
        const highest = each.reduce((most, needed) => Math.max(most, waves[needed]!), -1);
        expect(waves[node]).toBe(highest + 1);
      }
      // Waves one after another, equals by number.
      const keys = order.map((node) => waves[node]! * 1000 + node);
      expect(keys).toEqual(keys.toSorted((a, b) => a - b));
    }),
  );
});

test('cycles are the nodes that need themselves in the end, and have no wave; nor has what needs them', () => {
  fc.assert(
    fc.property(anyGraph, (needs) => {
      const { order, waves, cycles } = orderGraph(needs);
      expect(order.toSorted((a, b) => a - b)).toEqual([...needs.keys()]);
      const reached = needs.map((_, node) => reach(needs, node));
      const inCycle = new Set(needs.flatMap((_, node) => (reached[node]!.has(node) ? [node] : [])));
      expect(cycles.flat().toSorted((a, b) => a - b)).toEqual([...inCycle].sort((a, b) => a - b));
      for (const cycle of cycles)
        for (const a of cycle) for (const b of cycle) expect(reached[a]!.has(b)).toBe(true);
      for (const node of needs.keys()) {
        const isStuck = inCycle.has(node) || [...reached[node]!].some((needed) => inCycle.has(needed));
        expect(waves[node] === -1).toBe(isStuck);
      }
      // Within what is left, what is in no cycle still comes after what it needs.
      const place = new Map(order.map((node, i) => [node, i]));
      for (const [node, each] of needs.entries())
        for (const needed of each)
          if (!reached[needed]!.has(node)) expect(place.get(needed)!).toBeLessThan(place.get(node)!);
    }),
  );
});
