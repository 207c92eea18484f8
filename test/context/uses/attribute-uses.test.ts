import { describe, expect, test } from 'vitest';
import { attributeUses, type UsedPaths } from '../../../src/context/uses/attribute-uses.ts';
import type { ContextEntry } from '../../../src/context/walk/context-entry.ts';

const entry = (path: string): ContextEntry =>
  path.endsWith('/')
    ? { path: path.slice(0, -1), kind: 'folder', sizeBytes: 0 }
    : { path, kind: 'file', sizeBytes: 1 };
const ENTRIES = ['a', 'b/', 'b/c/', 'b/c/d', 'b/e', 'bc', 'f/', 'f/d'].map(entry);
const paths = (...names: readonly string[]): UsedPaths => ({ isWhole: false, paths: names });

/** `path: uses` of each entry. */
const attribute = (...uses: readonly UsedPaths[]): readonly string[] =>
  attributeUses(ENTRIES, uses).map((of, i) => `${ENTRIES[i]!.path}: ${of.join(' ')}`);

describe('uses of entries', () => {
  test('a path is used with all below it, and no other that begins so', () => {
    expect(attribute(paths('b'), paths('b/c/d', 'a'))).toEqual([
      'a: 1',
      'b: 0',
      'b/c: 0',
      'b/c/d: 0 1',
      'b/e: 0',
      'bc: ',
      'f: ',
      'f/d: ',
    ]);
  });

  test('what takes everything takes each, and wildcards take what they match with all below it', () => {
    expect(attribute({ isWhole: true, paths: [] }, paths('*/d'), paths('b*'))).toEqual([
      'a: 0',
      'b: 0 2',
      'b/c: 0 2',
      'b/c/d: 0 2',
      'b/e: 0 2',
      'bc: 0 2',
      'f: 0',
      'f/d: 0 1',
    ]);
  });

  test('entries with the same uses share one list', () => {
    const uses = attributeUses(ENTRIES, [paths('b'), paths('f')]);
    expect(uses[1]).toBe(uses[4]);
    expect(uses[0]).toBe(uses[5]);
    expect(new Set(uses).size).toBe(3);
  });

  test('one use twice in a path is one', () => {
    expect(attribute(paths('b', 'b/c'))[3]).toBe('b/c/d: 0');
  });
});
