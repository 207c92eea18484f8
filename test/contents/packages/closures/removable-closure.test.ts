// What goes with a package, in small systems made by hand; the real ones are in test/engines/packages.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AptSettings,
  DEFAULT_APT_SETTINGS,
} from '../../../../src/contents/packages/closures/apt-settings.ts';
import { ClosureFinder } from '../../../../src/contents/packages/closures/removable-closure.ts';
import {
  buildRelationGraph,
  type RelatedType,
} from '../../../../src/contents/packages/relations/build-relation-graph.ts';
import { findGraphPackage } from '../../../../src/contents/packages/relations/relation-graph.ts';
import { type MadePackage, makeInventory } from '../../../support/made-inventory.ts';
import { startCpuClock } from '../../../support/measure.ts';

/** `freed | dependents`, by name, or `refused: essential`. */
function closureOf(
  name: string,
  packages: readonly MadePackage[],
  type: RelatedType = 'deb',
  settings: AptSettings = DEFAULT_APT_SETTINGS,
): string {
  const graph = buildRelationGraph(makeInventory(type, packages), type);
  const names = (list: readonly number[]): string =>
    list.map((index) => graph.packages[index]!.name).join(' ');
  const closure = new ClosureFinder(graph, settings).find(findGraphPackage(graph, name)!);
  if (closure.kind === 'refused') return `refused: ${names(closure.essential)}`;
  return `${names(closure.freed)} | ${names(closure.dependents)}`;
}

const auto = (
  name: string,
  fields: Readonly<Record<string, string>> = {},
  more: object = {},
): MadePackage => ({
  name,
  fields,
  isAutomatic: true,
  ...more,
});
const manual = (name: string, fields: Readonly<Record<string, string>> = {}): MadePackage => ({
  name,
  fields,
});

describe('apt', () => {
  test('takes what only the package needed, and leaves what others need', () => {
    const system = [
      manual('app', { Depends: 'lib, shared' }),
      auto('lib', { Depends: 'deep' }),
      auto('deep'),
      auto('shared'),
      manual('other', { Depends: 'shared' }),
    ];
    expect(closureOf('app', system)).toBe('app lib deep | ');
    expect(closureOf('deep', system)).toBe('deep | app lib');
    expect(closureOf('shared', system)).toBe('lib deep shared | app other');
  });

  test('keeps those with another alternative, and what any alternative keeps', () => {
    const system = [manual('app', { Depends: 'a | b' }), auto('a'), auto('b', { Depends: 'c' }), auto('c')];
    expect(closureOf('a', system)).toBe('a | ');
    expect(closureOf('b', system)).toBe('b c | ');
    expect(closureOf('app', system)).toBe('app a b c | ');
  });

  test('counts recommendations and suggestions as its settings say', () => {
    const system = [
      manual('app', { Recommends: 'r', Suggests: 's' }),
      manual('x', { Depends: 'r, s' }),
      auto('r'),
      auto('s'),
    ];
    expect(closureOf('x', system)).toBe('x | ');
    expect(closureOf('x', system, 'deb', { ...DEFAULT_APT_SETTINGS, isSuggestsImportant: false })).toBe(
      'x s | ',
    );
    expect(
      closureOf('x', system, 'deb', {
        ...DEFAULT_APT_SETTINGS,
        isSuggestsImportant: false,
        isRecommendsImportant: false,
      }),
    ).toBe('x r s | ');
    expect(closureOf('r', system)).toBe('r | x');
  });

  test('what goes at any time is in no closure', () => {
    const system = [
      manual('app', { Depends: 'lib' }),
      auto('lib'),
      auto('stray', { Depends: 'lib' }),
      auto('more'),
    ];
    expect(closureOf('app', system)).toBe('app lib | ');
    expect(closureOf('lib', system)).toBe('lib | app');
    expect(closureOf('stray', system)).toBe('stray | ');
  });

  test('never takes essential, required, held or protected ones, nor what they need', () => {
    const system = [
      auto('base', { Essential: 'yes', Depends: 'libc' }),
      auto('required', { Priority: 'required' }),
      auto('held', { Status: 'hold ok installed' }),
      auto('guard', { Protected: 'yes', Depends: 'libc' }),
      auto('linux-image-6'),
      auto('libc'),
      manual('app', { Depends: 'base, required, held, guard, linux-image-6' }),
    ];
    const settings = { ...DEFAULT_APT_SETTINGS, neverAutoRemove: [/^linux-image/] };
    expect(closureOf('app', system, 'deb', settings)).toBe('app | ');
    expect(closureOf('app', system)).toBe('linux-image-6 app | ');
    expect(closureOf('libc', system)).toBe('refused: base guard');
    expect(closureOf('base', system, 'deb', settings)).toBe('base | app');
  });

  test('a metapackage that goes leaves what it needs', () => {
    const system = [
      manual('desktop', { Section: 'metapackages', Depends: 'browser, editor', Recommends: 'player' }),
      auto('browser', { Depends: 'lib' }),
      auto('editor'),
      auto('player'),
      auto('lib'),
    ];
    const settings = { ...DEFAULT_APT_SETTINGS, neverMarkAutoSections: ['metapackages'] };
    expect(closureOf('browser', system, 'deb', settings)).toBe('browser lib | desktop');
    expect(closureOf('browser', system)).toBe('browser editor player lib | desktop');
    // Asked for by name, it takes them along.
    expect(closureOf('desktop', system, 'deb', settings)).toBe('desktop browser editor player lib | ');
  });

  test('a need that never was met breaks nothing', () => {
    expect(closureOf('a', [manual('a'), manual('b', { Depends: 'gone, c' }), manual('c')])).toBe('a | ');
  });

  test('of one source only the newest version is followed', () => {
    const system = [
      manual('app', { Depends: 'api' }),
      auto('old', { Provides: 'api' }, { source: 'src', version: '1' }),
      auto('new', { Provides: 'api' }, { source: 'src', version: '2' }),
      manual('x', { Depends: 'old' }),
    ];
    expect(closureOf('x', system)).toBe('old x | ');
  });
});

test('apk: what the world leads to stays, and companions with what they come with', () => {
  const system = [
    manual('app', { D: 'so:libz.so.1' }),
    auto('zlib', { p: 'so:libz.so.1=1' }),
    auto('app-doc', { i: 'app docs' }),
    manual('docs'),
  ];
  expect(closureOf('app', system, 'apk')).toBe('app zlib app-doc | ');
  expect(closureOf('docs', system, 'apk')).toBe('app-doc docs | ');
  expect(closureOf('zlib', system, 'apk')).toBe('zlib app-doc | app');
});

test('rpm: without marks nothing is taken but those that need it', () => {
  const system = [manual('app', { Requires: 'lib' }), manual('lib')];
  expect(closureOf('app', system, 'rpm')).toBe('app | ');
  expect(closureOf('lib', system, 'rpm')).toBe('lib | app');
  expect(closureOf('app', [manual('app', { Requires: 'lib' }), auto('lib')], 'rpm')).toBe('app lib | ');
});

test('bytes are those of the packages named', () => {
  const graph = buildRelationGraph(
    makeInventory('deb', [
      { name: 'app', bytes: 5, fields: { Depends: 'lib' } },
      { name: 'lib', bytes: 7, isAutomatic: true, fields: { Depends: 'deep' } },
      { name: 'deep', bytes: 11, isAutomatic: true },
    ]),
    'deb',
  );
  expect(new ClosureFinder(graph).find(1)).toMatchObject({ freedBytes: 18, dependentBytes: 5 });
});

test('what is left after a removal has all it needs, in systems of any shape', () => {
  const system = fc.array(
    fc.record({
      isAutomatic: fc.boolean(),
      needs: fc.array(fc.array(fc.nat(11), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(system, fc.nat(11), (made, at) => {
      const packages = made.map(({ isAutomatic, needs }, i) => ({
        name: `p${i}`,
        isAutomatic,
        fields: { Depends: needs.map((need) => need.map((k) => `p${k}`).join(' | ')).join(', ') },
      }));
      const graph = buildRelationGraph(makeInventory('deb', packages), 'deb');
      const target = at % graph.packages.length;
      const closure = new ClosureFinder(graph).find(target);
      if (closure.kind === 'refused') throw new Error('nothing here is essential');
      const gone = new Set([...closure.freed, ...closure.dependents]);
      expect(gone.has(target)).toBe(true);
      expect(closure.freed.length + closure.dependents.length).toBe(gone.size);
      for (const index of closure.freed)
        if (index !== target) expect(graph.packages[index]!.isAutomatic).toBe(true);
      // What autoremove takes at any time is not in the closure, but is gone as well, so only the kept ones must be whole.
      const again = new ClosureFinder(graph);
      for (const [index, { needs, isAutomatic }] of graph.packages.entries()) {
        if (gone.has(index) || isAutomatic) continue;
        for (const need of needs) {
          const providers = need.alternatives.flat();
          if (providers.length > 0) expect(providers.some((provider) => !gone.has(provider))).toBe(true);
        }
        expect(again.find(target)).toEqual(closure);
      }
    }),
  );
});

test('a chain of thirty thousand, and a ring, in time', () => {
  const chain = Array.from({ length: 30_000 }, (_, i) => auto(`p${i}`, { Depends: `p${(i + 1) % 30_000}` }));
  const graph = buildRelationGraph(makeInventory('deb', [...chain, manual('app', { Depends: 'p0' })]), 'deb');
  const cpuSeconds = startCpuClock();
  const closure = new ClosureFinder(graph).find(30_000);
  expect(closure.kind === 'removable' && closure.freed.length).toBe(30_001);
  expect(cpuSeconds()).toBeLessThan(50);
});

test('thousands that provide what thousands ask for, in as many versions, in time', () => {
  const made = Array.from({ length: 3000 }, (_, i) =>
    auto(`p${i}`, { Provides: `v (= ${i})`, Depends: `v (>= ${i % 1500}), v` }),
  );
  const cpuSeconds = startCpuClock();
  const graph = buildRelationGraph(makeInventory('deb', [...made, manual('app', { Depends: 'p0' })]), 'deb');
  const finder = new ClosureFinder(graph);
  expect(finder.find(3000).kind).toBe('removable');
  expect(finder.find(0).kind).toBe('removable');
  expect(cpuSeconds()).toBeLessThan(60);
});
