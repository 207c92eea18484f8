// The index says what marking all anew says, whatever is removed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AptSettings,
  DEFAULT_APT_SETTINGS,
} from '../../../../src/contents/packages/closures/apt-settings.ts';
import { SweepIndex } from '../../../../src/contents/packages/closures/sweep-index.ts';
import { sweepPackages } from '../../../../src/contents/packages/closures/sweep-packages.ts';
import { buildRelationGraph } from '../../../../src/contents/packages/relations/build-relation-graph.ts';
import { type MadePackage, makeInventory } from '../../../support/made-inventory.ts';

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const relations = fc
  .array(fc.array(names, { minLength: 1, maxLength: 3 }), { maxLength: 3 })
  .map((groups) => groups.map((group) => group.join(' | ')).join(', '));
const system = fc.uniqueArray(
  fc.record({
    name: names,
    version: fc.constantFrom('1', '2'),
    source: fc.constantFrom('s', 't', ''),
    isAutomatic: fc.boolean(),
    fields: fc.record({
      Depends: relations,
      Recommends: relations,
      Suggests: relations,
      Provides: fc.constantFrom('', 'a', 'b', 'c'),
    }),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 8 },
);

test.each([
  ['apt as it is', DEFAULT_APT_SETTINGS],
  ['apt without suggestions', { ...DEFAULT_APT_SETTINGS, isSuggestsImportant: false }],
] satisfies [string, AptSettings][])('%s', (_, settings) => {
  let answered = 0;
  fc.assert(
    fc.property(system, fc.array(fc.nat(7), { minLength: 1, maxLength: 4 }), (packages, picks) => {
      const graph = buildRelationGraph(makeInventory('deb', packages as readonly MadePackage[]), 'deb');
      const removed = new Set(picks.map((pick) => pick % packages.length));
      const anyway = sweepPackages(graph, settings, { removed: new Set(), madeManual: new Set() });
      const unkept = new SweepIndex(graph, settings, anyway).findUnkept(removed);
      if (unkept === undefined) return;
      if (unkept.length > 0) answered++;
      const swept = sweepPackages(graph, settings, { removed, madeManual: new Set() });
      expect([...unkept].sort()).toEqual([...swept].filter((index) => !anyway.has(index)).sort());
    }),
    { numRuns: 3000 },
  );
  // The property would hold of an index that knows nothing, too.
  expect(answered).toBeGreaterThan(200);
});
