import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ComparedLayer, compareLayers } from '../../../src/contents/compare/compare-layers.ts';
import type { Digest } from '../../../src/oci/bytes/digest.ts';

const digestOf = (text: string): Digest =>
  `sha256:${Buffer.from(text).toString('hex').padEnd(64, '0')}` as Digest;

/** The layer NAME of 100 bytes a letter, its blob as half of them; `n/zstd` is the same content in another blob. */
function layer(name: string, hasDigest = true): ComparedLayer {
  const [content = ''] = name.split('/');
  return {
    diffId: digestOf(content),
    descriptor: hasDigest ? { digest: digestOf(`blob ${name}`) } : null,
    facts: { entryBytes: content.length * 100 },
    storedBytes: content.length * 50,
  };
}

const layers = (...names: string[]): ComparedLayer[] => names.map((name) => layer(name));
const pairs = (a: readonly ComparedLayer[], b: readonly ComparedLayer[]) => compareLayers(a, b);

test('the lowest layers are shared on a node, all equal ones in a registry', () => {
  const found = pairs(layers('base', 'libs', 'a', 'conf'), layers('base', 'libs', 'bb', 'conf'));
  expect(found.sharedFromBase).toBe(2);
  expect(found.shared.map(({ indexInA, indexInB }) => [indexInA, indexInB])).toEqual([
    [0, 0],
    [1, 1],
    [3, 3],
  ]);
  expect([found.onlyInA, found.onlyInB]).toEqual([[2], [2]]);
  expect(found.registry.entryBytes).toEqual({ inA: 1300, inB: 1400, together: 1500 });
  expect(found.registry.shippedBytes).toEqual({ inA: 650, inB: 700, together: 750 });
  // The chain of `conf` is another one, so a node unpacks it twice.
  expect(found.node.entryBytes).toEqual({ inA: 1300, inB: 1400, together: 1900 });
});

test('a registry stores the same content twice where its blobs are others; a node does not', () => {
  const found = pairs(layers('base'), layers('base/zstd'));
  expect(found.sharedFromBase).toBe(1);
  expect(found.registry.shippedBytes).toEqual({ inA: 200, inB: 200, together: 400 });
  expect(found.node.entryBytes.together).toBe(400);
});

test('without digests, what a registry would hold is told by content and not as shipped', () => {
  const found = pairs([layer('base', false)], layers('base', 'x'));
  expect(found.registry.shippedBytes).toBeNull();
  expect(found.registry.entryBytes).toEqual({ inA: 400, inB: 500, together: 500 });
});

test('a layer that an image has twice is stored once and unpacked twice', () => {
  const found = pairs(layers('x', 'x', 'y'), layers('x', 'z'));
  expect(found.shared.map(({ indexInA, indexInB }) => [indexInA, indexInB])).toEqual([[0, 0]]);
  expect([found.onlyInA, found.onlyInB]).toEqual([[1, 2], [1]]);
  expect(found.registry.entryBytes).toEqual({ inA: 200, inB: 200, together: 300 });
  expect(found.node.entryBytes).toEqual({ inA: 300, inB: 200, together: 400 });
});

test('images without layers, and of one that is the other and more', () => {
  expect(pairs([], [])).toMatchObject({
    sharedFromBase: 0,
    shared: [],
    node: { entryBytes: { together: 0 } },
  });
  const grown = pairs(layers('a', 'b'), layers('a', 'b', 'c'));
  expect(grown).toMatchObject({ sharedFromBase: 2, onlyInA: [], onlyInB: [2] });
  expect(grown.registry.entryBytes.together).toBe(grown.registry.entryBytes.inB);
});

test('whatever the layers are', () => {
  const stack = fc
    .array(fc.constantFrom('a', 'bb', 'ccc', 'a/zstd', ''), { maxLength: 6 })
    .map((names) => layers(...names));
  fc.assert(
    fc.property(stack, stack, (a, b) => {
      const [one, other] = [pairs(a, b), pairs(b, a)];
      expect(one.onlyInA).toEqual(other.onlyInB);
      expect(one.shared.length + one.onlyInA.length).toBe(a.length);
      expect(one.shared.length + one.onlyInB.length).toBe(b.length);
      expect(one.shared.length).toBeGreaterThanOrEqual(one.sharedFromBase);
      for (const { inA, inB, together } of [
        one.registry.entryBytes,
        one.registry.shippedBytes!,
        one.node.entryBytes,
      ]) {
        expect(together).toBeGreaterThanOrEqual(Math.max(inA, inB));
        expect(together).toBeLessThanOrEqual(inA + inB);
      }
      const itself = pairs(a, a);
      expect([itself.onlyInA, itself.onlyInB]).toEqual([[], []]);
      expect(itself.node.entryBytes.together).toBe(itself.node.entryBytes.inA);
    }),
  );
});
