// Closures of installed packages against apt itself: what `apt-get -s purge --autoremove` would remove, and what it removes.
import { describe, expect, test } from 'vitest';
import { ClosureFinder } from '../../../src/contents/packages/closures/removable-closure.ts';
import { buildRelationGraph } from '../../../src/contents/packages/relations/build-relation-graph.ts';
import { canRun } from '../run-program.ts';
import { askApt, draw, makeRoot, ROOT_NAMES, readRoot } from './debian-roots.ts';

/** Of each root; five roots. */
const DRAWN = Number(process.env['PLIMSOLL_CLOSURES'] ?? 50);
/** As in an image whose package lists are gone: only what is installed is known. */
const WITHOUT_LISTS = [
  '-o',
  'Dir::State::Lists=/var/empty',
  '-o',
  'Dir::Cache::pkgcache=',
  '-o',
  'Dir::Cache::srcpkgcache=',
];

const canMake = canRun('mmdebstrap', ['--version'], () => true);

describe.runIf(canMake).each(ROOT_NAMES)('%s', (name) => {
  test(`purge --autoremove of ${DRAWN} packages removes the same sets`, async () => {
    const root = await makeRoot(name);
    const { inventory, settings } = readRoot(root);
    const graph = buildRelationGraph(inventory, 'deb');
    const finder = new ClosureFinder(graph, settings);
    const targets = draw([...graph.packages.keys()], DRAWN, 17);
    const nameOf = (index: number): string => graph.packages[index]!.name;
    const [anyway, ...answers] = await askApt(
      root,
      [['autoremove'], ...targets.map((target) => ['purge', '--autoremove', nameOf(target)])],
      WITHOUT_LISTS,
    );
    const always = new Set(anyway!.removed);
    const expected = targets.map((target, i) => {
      const answer = answers[i]!;
      if (answer === null) return `${nameOf(target)}: refused`;
      return `${nameOf(target)}: ${answer.removed.filter((gone) => gone === nameOf(target) || !always.has(gone)).join(' ')}`;
    });
    const found = targets.map((target) => {
      const closure = finder.find(target);
      if (closure.kind === 'refused') return `${nameOf(target)}: refused`;
      return `${nameOf(target)}: ${[...closure.freed, ...closure.dependents].map(nameOf).sort().join(' ')}`;
    });
    process.stdout.write(
      `\n${name}: ${targets.length} closures, ${expected.filter((line, i) => line === found[i]).length} as apt's, ` +
        `${expected.filter((line) => line.endsWith('refused')).length} refused by both or one\n`,
    );
    expect(found).toEqual(expected);
  });
});
