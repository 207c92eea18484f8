// Who needs a package, and the way that leads to it.
import { expect, test } from 'vitest';
import { whyKept } from '../../../../src/contents/packages/closures/why-kept.ts';
import { buildRelationGraph } from '../../../../src/contents/packages/relations/build-relation-graph.ts';
import { makeInventory } from '../../../support/made-inventory.ts';

const graph = buildRelationGraph(
  makeInventory('deb', [
    { name: 'app', fields: { Depends: 'lib (>= 1)', Recommends: 'deep' } },
    { name: 'lib', isAutomatic: true, fields: { Depends: 'deep | other' } },
    { name: 'deep', isAutomatic: true, fields: { Depends: 'deepest' } },
    { name: 'deepest', isAutomatic: true },
    { name: 'other', isAutomatic: true },
    { name: 'stray', isAutomatic: true, fields: { Depends: 'deepest' } },
    { name: 'base', isAutomatic: true, fields: { Essential: 'yes' } },
  ]),
  'deb',
);

test('by a package that was asked for', () => {
  expect(whyKept(graph, 0)).toEqual({ own: 'manual', neededBy: [], path: [0] });
  expect(whyKept(graph, 1)).toEqual({
    own: null,
    neededBy: [{ by: 0, kind: 'depends', text: 'lib (>= 1)', isOnly: true }],
    path: [0, 1],
  });
});

test('those that cannot be without it first; what is not kept itself needs nothing', () => {
  expect(whyKept(graph, 2)).toEqual({
    own: null,
    neededBy: [
      { by: 1, kind: 'depends', text: 'deep | other', isOnly: false },
      { by: 0, kind: 'recommends', text: 'deep', isOnly: true },
    ],
    path: [0, 2],
  });
  expect(whyKept(graph, 3).neededBy.map(({ by }) => by)).toEqual([2]);
});

test('by itself, or not at all', () => {
  expect(whyKept(graph, 6)).toEqual({ own: 'essential', neededBy: [], path: [6] });
  expect(whyKept(graph, 5)).toEqual({ own: null, neededBy: [], path: [] });
});
