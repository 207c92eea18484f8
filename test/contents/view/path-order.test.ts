import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderByPath } from '../../../src/contents/view/path-order.ts';
import { PathTree } from '../../../src/contents/view/path-tree.ts';

/** The node of a path, with all that are missing on the way. */
function add(tree: PathTree, path: Buffer): number {
  let node = 0;
  for (let start = 0; start <= path.length; ) {
    const slash = path.indexOf('/', start);
    const end = slash < 0 ? path.length : slash;
    node = tree.findOrAdd(node, path, start, end);
    start = end + 1;
  }
  return node;
}

/** Names whose bytes lie around the slash's, and that others begin with. */
const NAME = fc
  .array(fc.constantFrom(0x01, 0x2d, 0x2e, 0x30, 0x61, 0xc3, 0xff), { minLength: 1, maxLength: 3 })
  .map((bytes) => Buffer.from(bytes));
const PATH = fc
  .array(NAME, { minLength: 1, maxLength: 4 })
  .map((names) => Buffer.from(names.map((name) => name.toString('latin1')).join('/'), 'latin1'));

test('the order is that of the paths as bytes', () => {
  fc.assert(
    fc.property(fc.array(PATH, { maxLength: 30 }), (paths) => {
      const tree = new PathTree(200);
      const nodes = [...new Set(paths.map((path) => add(tree, path)))];
      const isFolder = (node: number): boolean =>
        nodes.some((other) => {
          for (let n = tree.parents[other]!; n > 0; n = tree.parents[n]!) if (n === node) return true;
          return false;
        });
      const files = nodes.filter((node) => !isFolder(node));
      const expected = files.toSorted((a, b) => Buffer.compare(tree.pathBytes(a), tree.pathBytes(b)));
      expect(orderByPath(tree, files)).toEqual(expected);
      expect(orderByPath(tree, files.toReversed())).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('of no nodes there is no order, and one is its own', () => {
  const tree = new PathTree(1);
  add(tree, Buffer.from('a'));
  expect(orderByPath(tree, [])).toEqual([]);
  expect(orderByPath(tree, [1])).toEqual([1]);
});

test('a path that is too long is its end', () => {
  const tree = new PathTree(20);
  const node = add(tree, Buffer.from('aa/bb/cc'));
  expect(tree.pathBytes(node).toString()).toBe('aa/bb/cc');
  expect(tree.pathBytes(node, 8).toString()).toBe('aa/bb/cc');
  expect(tree.pathBytes(node, 5).toString()).toBe('bb/cc');
  expect(tree.pathBytes(node, 1).toString()).toBe('cc');
  expect(tree.pathBytes(0, 1).toString()).toBe('');
});
