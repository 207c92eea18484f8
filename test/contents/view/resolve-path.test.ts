import { describe, expect, test } from 'vitest';
import { ENTRY_KIND } from '../../../src/contents/facts/layer-facts.ts';
import { ABSENT, NO_NODE, PathTree } from '../../../src/contents/view/path-tree.ts';
import { findDirectory, type Lookup, type WalkBudget } from '../../../src/contents/view/resolve-path.ts';
import { PlimsollError } from '../../../src/errors.ts';

/** A tree from paths: `d/` a directory, `l->t` a symlink, anything else a file; parents come first. */
function plant(...entries: readonly string[]) {
  const tree = new PathTree(64);
  tree.show(0, ENTRY_KIND.directory);
  const links = new Map<number, Uint8Array>();
  for (const entry of entries) {
    const [path, target] = entry.split('->') as [string, string | undefined];
    let node = 0;
    for (const name of path.split('/').filter((part) => part !== ''))
      node = tree.findOrAdd(node, Buffer.from(name), 0, name.length);
    if (target !== undefined) links.set(node, Buffer.from(target));
    const kind = path.endsWith('/') ? 'directory' : target === undefined ? 'file' : 'symlink';
    tree.show(node, ENTRY_KIND[kind]);
  }
  const find = (path: string, isMade = false, budget?: WalkBudget) => {
    const bytes = Buffer.from(path);
    const lookup: Lookup = { throughSymlink: false, problem: undefined, isDangling: false };
    const made: string[] = [];
    const imply = (node: number): void => {
      tree.show(node, ENTRY_KIND.directory);
      made.push(tree.pathBytes(node).toString());
    };
    const linkOf = (node: number): Uint8Array => links.get(node) as Uint8Array;
    const node = findDirectory(
      tree,
      linkOf,
      bytes,
      0,
      bytes.length,
      isMade ? imply : undefined,
      lookup,
      budget,
    );
    const found = node === NO_NODE ? null : tree.pathBytes(node).toString();
    return { found, made, ...lookup };
  };
  return { tree, find };
}

describe('findDirectory', () => {
  test('goes down directories; nothing is the root', () => {
    const { find } = plant('a/', 'a/b/');
    expect(find('a/b')).toEqual({
      found: 'a/b',
      made: [],
      throughSymlink: false,
      problem: undefined,
      isDangling: false,
    });
    expect(find('').found).toBe('');
    expect(find('a/c').found).toBeNull();
  });

  test.each([
    ['l->a/b', 'a/b'],
    ['l->/a', 'a'],
    ['l->../../a', 'a'],
    ['l->.', ''],
    ['l->a/../a//b/', 'a/b'],
  ])('follows %s', (link, found) => {
    expect(plant('a/', 'a/b/', link).find('l')).toMatchObject({
      found,
      throughSymlink: true,
      problem: undefined,
    });
  });

  test('follows a symlink from where it lies, and another one after it', () => {
    const { find } = plant('a/', 'a/b/', 'a/l->b', 'm->a/l');
    expect(find('m').found).toBe('a/b');
  });

  test('tells of circles, of what is no directory, and of symlinks to nothing', () => {
    const { find } = plant('a->b', 'b->a', 'f', 'gone->x/y');
    expect(find('a')).toMatchObject({ found: null, problem: 'circle' });
    expect(find('f/x')).toMatchObject({ found: null, problem: 'no-directory' });
    expect(find('gone')).toMatchObject({ found: null, problem: undefined, isDangling: true });
  });

  test('makes what is not there, where it is asked to', () => {
    const { find, tree } = plant('gone->x/y');
    expect(find('p/q', true)).toMatchObject({ found: 'p/q', made: ['p', 'p/q'], isDangling: false });
    expect(find('gone/z', true)).toMatchObject({
      found: 'x/y/z',
      made: ['x', 'x/y', 'x/y/z'],
      isDangling: true,
    });
    expect(tree.kinds[tree.find(0, Buffer.from('gone'), 0, 4)]).not.toBe(ABSENT);
  });

  test('stops where its budget ends', () => {
    const { find } = plant('a/', 'l->a');
    const budget = { bytesLeft: 2 };
    expect(find('l', false, budget).found).toBe('a');
    expect(find('l', false, budget).found).toBe('a');
    expect(() => find('l', false, budget)).toThrow(PlimsollError);
  });
});
