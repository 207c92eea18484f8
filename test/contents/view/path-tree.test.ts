import { describe, expect, test } from 'vitest';
import { ENTRY_KIND } from '../../../src/contents/facts/layer-facts.ts';
import { ABSENT, NO_NODE, PathTree } from '../../../src/contents/view/path-tree.ts';
import { PlimsollError } from '../../../src/errors.ts';

const { directory, file } = ENTRY_KIND;

function add(tree: PathTree, path: string, kind: number = file): number {
  let node = 0;
  for (const name of path.split('/')) {
    node = tree.findOrAdd(node, Buffer.from(name), 0, name.length);
    if (tree.kinds[node] === ABSENT) tree.show(node, directory);
  }
  tree.kinds[node] = kind;
  return node;
}

function newTree(expectedNodes = 4): PathTree {
  const tree = new PathTree(expectedNodes);
  tree.show(0, directory);
  return tree;
}

function childrenOf(tree: PathTree, node: number): string[] {
  const paths: string[] = [];
  for (let at = tree.firstChildren[node]!; at !== NO_NODE; at = tree.nextSiblings[at]!)
    if (tree.kinds[at] !== ABSENT) paths.push(tree.pathBytes(at).toString());
  return paths.sort();
}

describe('PathTree', () => {
  test('finds what was added, by parent and name, through any growth', () => {
    const tree = newTree();
    const paths = Array.from({ length: 5000 }, (_, i) => `${i % 7}/${i % 13}/${i}`);
    const nodes = paths.map((path) => add(tree, path));
    expect(new Set(nodes).size).toBe(5000);
    for (const [i, path] of paths.entries()) {
      expect(add(tree, path)).toBe(nodes[i]);
      expect(tree.pathBytes(nodes[i]!).toString()).toBe(path);
    }
    expect(tree.pathBytes(0)).toHaveLength(0);
  });

  test('keeps names apart that only other parents have', () => {
    const tree = newTree();
    const inner = add(tree, 'a/b');
    expect(tree.find(0, Buffer.from('b'), 0, 1)).toBe(NO_NODE);
    expect(tree.find(tree.parents[inner]!, Buffer.from('xbx'), 1, 2)).toBe(inner);
  });

  test('tells of all that goes, and lets it come back', () => {
    const tree = newTree();
    const a = add(tree, 'a', directory);
    for (const path of ['a/x', 'a/b/y', 'a/b/z', 'c']) add(tree, path);
    const gone: string[] = [];
    tree.clearBelow(a, (node) => gone.push(tree.pathBytes(node).toString()));
    expect(gone.sort()).toEqual(['a/b', 'a/b/y', 'a/b/z', 'a/x']);
    expect(childrenOf(tree, a)).toEqual([]);
    const again: string[] = [];
    tree.clearBelow(a, (node) => again.push(String(node)));
    expect(again).toEqual([]);
    add(tree, 'a/x');
    expect(childrenOf(tree, a)).toEqual(['a/x']);
    expect(childrenOf(tree, 0)).toEqual(['a', 'c']);
  });

  test('leaves what stays, and goes below only where it is told to', () => {
    const tree = newTree();
    for (const path of ['keep/old', 'keep/new', 'shut/old', 'old/x', 'new']) add(tree, path);
    const gone: string[] = [];
    const nameOf = (node: number): string => tree.pathBytes(node).toString();
    tree.clearBelowExcept(
      0,
      (node) => !nameOf(node).endsWith('old'),
      (node) => nameOf(node) !== 'shut',
      (node) => gone.push(nameOf(node)),
    );
    expect(gone.sort()).toEqual(['keep/old', 'old', 'old/x']);
    expect(childrenOf(tree, 0)).toEqual(['keep', 'new', 'shut']);
    expect(childrenOf(tree, tree.find(0, Buffer.from('shut'), 0, 4))).toEqual(['shut/old']);
    expect(childrenOf(tree, tree.find(0, Buffer.from('keep'), 0, 4))).toEqual(['keep/new']);
  });

  test('refuses to grow far beyond what was expected', () => {
    const tree = newTree(1);
    const name = Buffer.alloc(4);
    const fill = (): void => {
      for (let i = 0; i < 1_100_000; i++) {
        name.writeUInt32LE(i);
        tree.findOrAdd(0, name, 0, 4);
      }
    };
    expect(fill).toThrow(PlimsollError);
    expect(tree.nodeCount).toBe(1_000_004);
  });
});
