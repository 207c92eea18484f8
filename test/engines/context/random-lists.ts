// Random ignore lists and trees that meet often: few names, many of them special to one engine or another.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A generator of numbers below 1 that gives the same ones again. */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES = [
  'a',
  'b',
  'c',
  'ab',
  'foo',
  'bar',
  'foo.txt',
  'x{2}',
  'xx',
  'a+b',
  '^a',
  '$b',
  'é',
  '日本',
  'a b',
  'a|b',
  'barfoo',
  '!a',
  '#a',
  '(a)',
  'B',
];
const PLAIN = ['a', 'b', 'c', 'ab', 'foo', 'bar', 'foo.txt'];
const GLOBS = [
  '*',
  '**',
  '?',
  '*a*',
  'f*',
  '*.txt',
  '[ab]',
  '[^a]',
  '[a-c]*',
  '??',
  '**foo',
  'b**',
  '\\a',
  '\\*',
  'x{2}*',
  'a|b*',
  '^a*',
  '[!a]',
  '[z-a]',
  '\\d',
  'a+b*',
  '[[:alpha:]]',
  '\\pL*',
  '.',
  '..',
  'é?',
  '*{1,2}',
  '[.]',
  '\\b?',
  '(a)*',
];

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

/** One pattern, sometimes with what readers clean away. */
export function randomPattern(random: () => number): string {
  const count = 1 + Math.floor(random() * random() * 4);
  const wildness = random();
  const names = Array.from({ length: count }, () =>
    random() < 0.3 * wildness + 0.15 ? pick(random, GLOBS) : pick(random, random() < 0.8 ? PLAIN : NAMES),
  );
  let pattern = names.join('/');
  if (random() < 0.1) pattern = `**/${pattern}`;
  if (random() < 0.08) pattern = `${pattern}/**`;
  if (random() < 0.08) pattern = `${pattern}/*`;
  if (random() < 0.04) pattern = `/${pattern}`;
  if (random() < 0.04) pattern = `${pattern}/`;
  if (random() < 0.35) pattern = random() < 0.05 ? `! ${pattern}` : `!${pattern}`;
  return pattern;
}

/** A list of one to six patterns. */
export function randomList(random: () => number): readonly string[] {
  return Array.from({ length: 1 + Math.floor(random() * 6) }, () => randomPattern(random));
}

/** Makes a tree of some forty paths; links lead to names that may be there. Returns all its paths. */
export function makeRandomTree(random: () => number, folder: string): readonly string[] {
  const paths: string[] = [];
  const fill = (parent: string, depth: number): void => {
    const names = new Set(
      Array.from({ length: 2 + Math.floor(random() * 5) }, () =>
        pick(random, random() < 0.7 ? PLAIN : NAMES),
      ),
    );
    for (const name of names) {
      const path = parent === '' ? name : `${parent}/${name}`;
      paths.push(path);
      const kind = random();
      if (kind < 0.45 && depth < 4) {
        mkdirSync(join(folder, path));
        fill(path, depth + 1);
      } else if (kind < 0.55)
        symlinkSync(
          pick(random, ['a', 'b/c', '../foo', '/ab', '.', '..', 'foo/bar', '../../a', 'nothing']),
          join(folder, path),
        );
      else writeFileSync(join(folder, path), name);
    }
  };
  fill('', 1);
  return paths;
}
