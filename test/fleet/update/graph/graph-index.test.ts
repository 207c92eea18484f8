import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GraphIndex } from '../../../../src/fleet/update/graph/graph-index.ts';
import { sortGraph } from '../../../../src/fleet/update/graph/sort-graph.ts';
import type { BaseOrigin, BaseUse, UpdateGraph } from '../../../../src/fleet/update/graph/update-graph.ts';

/** Images `0`, `1`, ... with edges between them, and to bases `x0`, `x1`. */
function makeGraph(count: number, edges: readonly (readonly [image: number, on: number])[]): UpdateGraph {
  const images = Array.from({ length: count }, (_, i) => ({
    kind: 'image' as const,
    id: String(i),
    references: [`acme/i${i}:1`, 'acme/all:1'],
    place: { kind: 'settings' as const, file: 'plimsoll.yaml' },
    build: {
      contextPath: '/',
      dockerfilePath: '/Dockerfile',
      args: {},
      namedContexts: {},
      secretIds: [],
      platforms: [`linux/p${i}`],
    },
  }));
  const uses = edges.map(([image, on]): BaseUse => {
    const origin: BaseOrigin =
      on < count ? { kind: 'image', id: String(on) } : { kind: 'external', reference: `x${on - count}` };
    return { origin, image: String(image), kind: 'from' };
  });
  return sortGraph({ root: '/', images, uses, findings: [] });
}

const anyGraph = fc
  .integer({ min: 1, max: 10 })
  .chain((count) =>
    fc.tuple(
      fc.constant(count),
      fc.array(fc.tuple(fc.nat({ max: count - 1 }), fc.nat({ max: count + 1 })), { maxLength: 30 }),
    ),
  );

test('ancestors and descendants are what edges lead to, in both directions', () => {
  fc.assert(
    fc.property(anyGraph, ([count, edges]) => {
      const index = new GraphIndex(makeGraph(count, edges));
      for (let a = 0; a < count; a++) {
        const expected = new Set<number>();
        for (let isNew = true; isNew; ) {
          const before = expected.size;
          for (const [image, on] of edges)
            if ((image === a || expected.has(image)) && on < count) expected.add(on);
          isNew = expected.size > before;
        }
        expect([...index.ancestors(String(a))].sort()).toEqual([...expected].map(String).sort());
        for (let b = 0; b < count; b++)
          expect(index.descendants([{ kind: 'image', id: String(b) }]).has(String(a))).toBe(expected.has(b));
      }
      for (const x of [0, 1]) {
        const direct = edges.flatMap(([image, on]) => (on === count + x ? [String(image)] : []));
        const above = direct.flatMap((id) => [id, ...index.descendants([{ kind: 'image', id }])]);
        expect([...index.descendants([{ kind: 'external', reference: `x${x}` }])].sort()).toEqual(
          [...new Set(above)].sort(),
        );
      }
    }),
  );
});

test('images are found by id and by name; several may share one', () => {
  const index = new GraphIndex(makeGraph(3, [[1, 0]]));
  const idsOf = (name: string) => index.find(name).map(({ id }) => id);
  expect(idsOf('1')).toEqual(['1']);
  expect(idsOf('acme/i2:1')).toEqual(['2']);
  expect(idsOf('docker.io/acme/i2:1')).toEqual(['2']);
  expect(idsOf('acme/all:1').toSorted()).toEqual(['0', '1', '2']);
  expect(idsOf('acme/none')).toEqual([]);
  expect(index.usesOf('1')).toHaveLength(1);
  expect(index.usersOf({ kind: 'image', id: '0' })).toEqual(index.usesOf('1'));
  expect([index.usesOf('none'), index.waveOf('none'), index.ancestors('none').size]).toEqual([[], -1, 0]);
  expect(index.waveCount).toBe(2);
});

test('10,000 images in 1,000 waves', () => {
  const edges = Array.from({ length: 30_000 }, (_, i): [number, number] => {
    const image = 10 + (i % 9990);
    return [image, image - 10 + (i % 10) - (image % 10)];
  });
  const index = new GraphIndex(makeGraph(10_000, edges));
  expect(index.waveCount).toBe(1000);
  expect(
    index.descendants(Array.from({ length: 10 }, (_, i) => ({ kind: 'image' as const, id: String(i) }))),
  ).toHaveProperty('size', 9990);
});
