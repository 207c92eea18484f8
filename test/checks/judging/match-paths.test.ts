import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PathMatcher } from '../../../src/checks/judging/match-paths.ts';
import type { PathRule } from '../../../src/checks/rule.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { dir, file, layer, scanLayers, symlink } from '../../support/layers.ts';
import { pathRule } from './judge-stack.ts';

/** A file's path, the ids of the rules that match it in order, and the folder of each rule's first match. */
type Offer = readonly [path: string, ...matches: (readonly [rule: string, folder: string])[]];

/** What the matcher offers of an image with these entries; `typeOf` gives a path's content type. */
async function offersOf(
  rules: readonly PathRule[],
  items: readonly TarItem[],
  typeOf: (name: string) => number | undefined = () => 0,
): Promise<Offer[]> {
  const { tree } = squashLayers(await scanLayers([layer(items)]));
  const offers: Offer[] = [];
  const nameOf = (node: number): string => tree.pathBytes(node).toString();
  new PathMatcher(rules).visitFiles(
    tree,
    (node) => typeOf(nameOf(node)),
    (node, matched) => {
      const path = nameOf(node);
      if (matched === undefined) return offers.push([path]);
      const { folder, name, matches } = matched;
      expect(folder === '' ? name : `${folder}/${name}`).toBe(path);
      expect(matches).not.toEqual([]);
      return offers.push([
        path,
        ...firstOfEach(matches.map((match) => [rules[match.rule]!.id, match.matchedFolder])),
      ]);
    },
  );
  return offers.sort(([a], [b]) => (a < b ? -1 : 1));
}

function firstOfEach(matches: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return matches.filter(([rule], i) => matches.findIndex(([other]) => other === rule) === i);
}

/** The same by the words of the rule's contract, one pattern and one path at a time. */
function slowOffer(rules: readonly PathRule[], path: string, type: number): Offer {
  const names = path.split('/');
  const folder = names.slice(0, -1).join('/');
  const matches = rules.flatMap((rule): (readonly [string, string])[] => {
    const folders = rule.patterns.filter((pattern) => pattern.endsWith('/'));
    for (let depth = 1; depth < names.length; depth++) {
      const parent = names.slice(0, depth);
      if (folders.some((pattern) => fits(pattern.slice(0, -1), parent))) return [[rule.id, parent.join('/')]];
    }
    if (rule.contentTypes !== undefined && !rule.contentTypes.includes(type)) return [];
    const files = rule.patterns.filter((pattern) => !pattern.endsWith('/'));
    return files.some((pattern) => fits(pattern, names)) ? [[rule.id, folder]] : [];
  });
  return [path, ...matches];
}

function fits(pattern: string, names: readonly string[]): boolean {
  if (!pattern.startsWith('**/')) return fitsWhole(pattern.split('/'), names);
  const segments = pattern.slice(3).split('/');
  return names.length >= segments.length && fitsWhole(segments, names.slice(-segments.length));
}

function fitsWhole(segments: readonly string[], names: readonly string[]): boolean {
  return segments.length === names.length && segments.every((segment, i) => fitsName(segment, names[i]!));
}

function fitsName(segment: string, name: string): boolean {
  if (segment === '') return name === '';
  if (segment[0] === '*')
    return Array.from({ length: name.length + 1 }, (_, i) => i).some((i) =>
      fitsName(segment.slice(1), name.slice(i)),
    );
  return name[0] === segment[0] && fitsName(segment.slice(1), name.slice(1));
}

const NAMES = ['a', 'b', 'ab', 'a.b', 'x.pyc', '.pyc', 'y.tar.gz', '.git', 'é', 'a+b', '(x)'] as const;

function arbitraryPattern(): fc.Arbitrary<string> {
  const segment = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...NAMES) },
    {
      weight: 3,
      arbitrary: fc.constantFrom('*', '*.pyc', '*.gz', 'a*', '*b', 'a*b', '*.*', '*a*', '.*', '*+b'),
    },
  );
  return fc
    .tuple(fc.boolean(), fc.array(segment, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(
      ([anywhere, segments, isFolder]) =>
        `${anywhere ? '**/' : ''}${segments.join('/')}${isFolder ? '/' : ''}`,
    );
}

test('matches as its contract says, for any patterns and paths', async () => {
  const path = fc
    .array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 })
    .map((names) => names.join('/'));
  const types = fc.option(fc.subarray([0, 1, 2], { minLength: 1 }), { nil: undefined });
  const rule = fc.tuple(fc.array(arbitraryPattern(), { minLength: 1, maxLength: 3 }), types);
  const typeOf = (text: string): number => text.length % 3;
  let offered = 0;
  let matched = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { maxLength: 6 }),
      fc.uniqueArray(path, { maxLength: 8 }),
      async (list, paths) => {
        const rules = list.map(([patterns, contentTypes], i) =>
          pathRule(`rule-${i}`, patterns, 'ballast', contentTypes === undefined ? {} : { contentTypes }),
        );
        // A path that others have as a folder is none for a file.
        const files = paths.filter((one) => !paths.some((other) => other.startsWith(`${one}/`)));
        const offers = await offersOf(
          rules,
          files.map((name) => file(name, 'x')),
          typeOf,
        );
        expect(offers).toEqual(
          files.map((name) => slowOffer(rules, name, typeOf(name))).sort(([a], [b]) => (a < b ? -1 : 1)),
        );
        offered += offers.length;
        matched += offers.filter(({ length }) => length > 1).length;
      },
    ),
    { numRuns: 1500 },
  );
  // The property has tried something.
  expect(matched).toBeGreaterThan(offered / 10);
  expect(matched).toBeLessThan(offered);
});

describe('what is offered', () => {
  const everything = pathRule('all', ['**/*']);

  test('is each regular file that shows, also those that no rule matches', async () => {
    const items = [dir('d'), file('d/a', 'x'), symlink('d/b', 'a'), file('c', 'x')];
    expect(await offersOf([pathRule('none', ['nowhere'])], items)).toEqual([['c'], ['d/a']]);
  });

  test('is no file that need not be looked at', async () => {
    const items = [file('a', 'x'), file('b', 'x')];
    expect(await offersOf([everything], items, (name) => (name === 'a' ? undefined : 0))).toEqual([
      ['b', ['all', '']],
    ]);
  });

  test('is in a folder that a symlink leads to only under its own name', async () => {
    const items = [dir('usr'), dir('usr/lib'), file('usr/lib/a', 'x'), symlink('lib', 'usr/lib')];
    expect(await offersOf([pathRule('lib', ['lib/'])], items)).toEqual([['usr/lib/a']]);
  });

  test('has names that are no UTF-8 in their escaped form', async () => {
    const rule = pathRule('odd', ['\\xff*/']);
    const items = [file(Buffer.from([0xff, 0x61, 0x2f, 0x62]), 'x')];
    const { tree } = squashLayers(await scanLayers([layer(items)]));
    const seen: unknown[] = [];
    new PathMatcher([rule]).visitFiles(
      tree,
      () => 0,
      (_, matched) => seen.push([matched?.folder, matched?.name, matched?.matches.length]),
    );
    expect(seen).toEqual([['\\xffa', 'b', 1]]);
  });
});

test('the outermost folder is the one that matched', async () => {
  const rule = pathRule('modules', ['**/node_modules/']);
  const items = [file('srv/node_modules/a/node_modules/b/x.js', 'x')];
  expect(await offersOf([rule], items)).toEqual([
    ['srv/node_modules/a/node_modules/b/x.js', ['modules', 'srv/node_modules']],
  ]);
});

test('many patterns and deep folders cost little for each file', async () => {
  const rules = Array.from({ length: 60 }, (_, i) =>
    pathRule(`rule-${i}`, [`**/name-${i}/`, `**/*.ext-${i}`, `var/cache/tool-${i}/`, `**/a/a/b-${i}`]),
  );
  const deep = Array.from({ length: 200 }, () => 'a').join('/');
  const items = Array.from({ length: 20_000 }, (_, i) =>
    file(`${i % 10 === 0 ? deep : 'usr/share'}/f${i}`, 'x'),
  );
  const { tree } = squashLayers(await scanLayers([layer(items)]));
  const matcher = new PathMatcher(rules);
  let count = 0;
  const start = performance.now();
  matcher.visitFiles(
    tree,
    () => 0,
    () => count++,
  );
  expect(performance.now() - start).toBeLessThan(30_000);
  expect(count).toBe(20_000);
});
