// Who meets whose needs: versions, virtual packages, Multi-Arch, sonames, files, rich dependencies.
import { describe, expect, test } from 'vitest';
import { buildRelationGraph } from '../../../../src/contents/packages/relations/build-relation-graph.ts';
import {
  findGraphPackage,
  type RelationGraph,
} from '../../../../src/contents/packages/relations/relation-graph.ts';
import { makeInventory } from '../../../support/made-inventory.ts';

/** The names of those that meet each need of a package, alternatives apart. */
function needsOf(graph: RelationGraph, name: string): readonly (readonly (readonly string[])[])[] {
  const found = graph.packages[findGraphPackage(graph, name)!]!;
  return found.needs.map(({ alternatives }) =>
    alternatives.map((providers) => providers.map((provider) => graph.packages[provider]!.name)),
  );
}

describe('Debian', () => {
  const build = (packages: Parameters<typeof makeInventory>[1]): RelationGraph =>
    buildRelationGraph(makeInventory('deb', packages), 'deb');

  test('versions and alternatives', () => {
    const graph = build([
      { name: 'a', fields: { Depends: 'b (>= 2) | c, b (<< 2), d', 'Pre-Depends': 'c' } },
      { name: 'b', version: '1.9-1' },
      { name: 'c' },
    ]);
    expect(needsOf(graph, 'a')).toEqual([[['c']], [[], ['c']], [['b']], [[]]]);
    expect(graph.packages[0]!.needs.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'pre-depends: c',
      'depends: b (>= 2) | c',
      'depends: b (<< 2)',
      'depends: d',
    ]);
  });

  test('virtual packages, by version only where they have one', () => {
    const graph = build([
      { name: 'a', fields: { Depends: 'mta, mta (>= 1), api (>= 3), api (>= 4)' } },
      { name: 'postfix', fields: { Provides: 'mta, api (= 3.1)' } },
      { name: 'exim4', fields: { Provides: 'mta' } },
    ]);
    expect(needsOf(graph, 'a')).toEqual([[['postfix', 'exim4']], [[]], [['postfix']], [[]]]);
  });

  test('Multi-Arch: foreign serves others, allowed only those who ask with :any', () => {
    const graph = build([
      { name: 'dpkg' },
      {
        name: 'a',
        architecture: 'i386',
        fields: { Depends: 'own, foreign, allowed, allowed:any, own:amd64, all' },
      },
      { name: 'own' },
      { name: 'foreign', fields: { 'Multi-Arch': 'foreign' } },
      { name: 'allowed', fields: { 'Multi-Arch': 'allowed' } },
      { name: 'all', architecture: 'all' },
      { name: 'b', fields: { Depends: 'all, allowed, own:any, x:native' } },
      { name: 'x' },
    ]);
    expect(needsOf(graph, 'a')).toEqual([[[]], [['foreign']], [[]], [['allowed']], [['own']], [[]]]);
    expect(needsOf(graph, 'b')).toEqual([[['all']], [['allowed']], [[]], [['x']]]);
  });

  test('packages removed since are no part of it', () => {
    const graph = build([
      { name: 'a', fields: { Depends: 'b' } },
      { name: 'b', state: 'removed' },
    ]);
    expect(graph.packages.map(({ name, position }) => [name, position])).toEqual([['a', 0]]);
    expect(needsOf(graph, 'a')).toEqual([[[]]]);
  });
});

describe('what packages do not bear beside them', () => {
  const refusalsOf = (type: 'deb' | 'apk', packages: Parameters<typeof makeInventory>[1]) => {
    const graph = buildRelationGraph(makeInventory(type, packages), type);
    return graph.packages.map(({ refusals }) =>
      refusals.map((refusal) => [refusal.text, refusal.packages.map((at) => graph.packages[at]!.name)]),
    );
  };

  test('Debian: breaks, conflicts, versions, provided names, architectures; never themselves', () => {
    const fields = {
      Conflicts: 'mta, gone, mine',
      Breaks: 'b (<< 2), b (<< 1), c:arm64, d:any',
      Provides: 'mta',
    };
    expect(
      refusalsOf('deb', [
        { name: 'mine', fields },
        { name: 'mine', architecture: 'i386' },
        { name: 'b', version: '1.5' },
        { name: 'c' },
        { name: 'd', architecture: 'i386', fields: { Provides: 'mta' } },
      ]),
    ).toEqual([
      [
        ['Conflicts: mta', ['d']],
        ['Breaks: b (<< 2)', ['b']],
        ['Breaks: d:any', ['d']],
      ],
      [],
      [],
      [],
      [],
    ]);
  });

  test('Alpine: names with a mark before them', () => {
    expect(
      refusalsOf('apk', [
        { name: 'a', fields: { D: 'so:x !b<2 !c !a' } },
        { name: 'b', version: '1.9-r0' },
        { name: 'd', fields: { p: 'c' } },
      ]),
    ).toEqual([
      [
        ['!b<2', ['b']],
        ['!c', ['d']],
      ],
      [],
      [],
    ]);
  });
});

test('Alpine: sonames, commands, versions, what comes with others', () => {
  const graph = buildRelationGraph(
    makeInventory('apk', [
      { name: 'curl', version: '8.5.0-r0', fields: { D: 'so:libz.so.1 cmd:sh zlib>2 !old' } },
      { name: 'zlib', version: '1.3.1-r0', fields: { p: 'so:libz.so.1=1.3.1' } },
      { name: 'busybox', fields: { p: 'cmd:sh=1.36' } },
      { name: 'curl-doc', fields: { i: 'curl=8.5.0-r0 docs' } },
    ]),
    'apk',
  );
  expect(needsOf(graph, 'curl')).toEqual([[['zlib']], [['busybox']], [[]]]);
  expect(graph.packages[0]!.refusals).toEqual([]);
  expect(graph.packages[0]!.installedWith).toBeNull();
  expect(graph.packages[3]!.installedWith?.map(({ alternatives }) => alternatives)).toEqual([[[0]], [[]]]);
});

test('rpm: names, files and rich dependencies', () => {
  const requires = [
    'libz.so.1()(64bit)',
    '/usr/bin/sh',
    'bash >= 6',
    '(zlib and bash)',
    '((zlib and bash) or none)',
    '(zlib if bash)',
    '(zlib if none else bash)',
    '(zlib if none)',
    '(zlib unless none)',
    '(zlib with zlib >= 1)',
    '(zlib without zlib)',
  ];
  const graph = buildRelationGraph(
    makeInventory('rpm', [
      { name: 'gone', state: 'removed' },
      { name: 'a', fields: { Requires: requires.join('\n') } },
      { name: 'zlib', version: '1.3-1', fields: { Provides: 'libz.so.1()(64bit)\nzlib = 1.3-1' } },
      { name: 'bash', version: '5.2-1' },
    ]),
    'rpm',
    (path) => (path === 'usr/bin/sh' ? 3 : undefined),
  );
  expect(needsOf(graph, 'a')).toEqual([
    [['zlib']],
    [['bash']],
    [[]],
    [['zlib']],
    [['bash']],
    [['zlib']],
    [['bash']],
    [['zlib']],
    [['bash']],
    [['zlib']],
    [['zlib']],
    [[]],
  ]);
  expect(graph.packages[0]!.needs.at(-1)!.text).toBe('(zlib without zlib)');
});
