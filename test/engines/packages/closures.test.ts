// Closures of installed packages against apt itself: what `apt-get -s purge --autoremove` would remove, and what it removes.
import { describe, expect, test } from 'vitest';
import { isEssential } from '../../../src/contents/packages/closures/keep-reason.ts';
import {
  ClosureFinder,
  type RemovableClosure,
} from '../../../src/contents/packages/closures/removable-closure.ts';
import { buildRelationGraph } from '../../../src/contents/packages/relations/build-relation-graph.ts';
import { canRun } from '../run-program.ts';
import { askApt, draw, makeNamedRoot, ROOT_NAMES, readRoot } from './apt-roots.ts';
import { listPackageFiles, removeReally } from './throw-away-root.ts';

/** Of each root. */
const DRAWN = Number(process.env['PLIMSOLL_CLOSURES'] ?? 50);
const REALLY_REMOVED = Number(process.env['PLIMSOLL_REMOVALS'] ?? 12);
/** Larger closures take dpkg minutes each. */
const MOST_REMOVED = 40;
/** As in an image whose package lists are gone: only what is installed is known. */
const WITHOUT_LISTS = [
  '-o',
  'Dir::State::Lists=/var/empty',
  '-o',
  'Dir::Cache::pkgcache=',
  '-o',
  'Dir::Cache::srcpkgcache=',
];

/** `PLIMSOLL_ROOTS=minbase,node` asks of fewer systems. */
const ROOTS_ASKED = ROOT_NAMES.filter(
  (name) => process.env['PLIMSOLL_ROOTS']?.split(',').includes(name) ?? true,
);

type Removable = Extract<RemovableClosure, { kind: 'removable' }>;

const canMake = canRun('mmdebstrap', ['--version'], () => true);

describe.runIf(canMake).each(ROOTS_ASKED)('%s', (name) => {
  test(`purge --autoremove of ${DRAWN} packages removes the same sets`, async () => {
    const root = await makeNamedRoot(name);
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

  test(`${REALLY_REMOVED} packages really removed: the files gone are those of the closure`, async () => {
    const root = await makeNamedRoot(name);
    const { inventory, settings } = readRoot(root);
    const graph = buildRelationGraph(inventory, 'deb');
    const finder = new ClosureFinder(graph, settings);
    const always = new Set(
      (await askApt(root, [['autoremove']], WITHOUT_LISTS))[0]!.removed.map((gone) => gone.split(':')[0]),
    );
    const removable = new Map<string, Removable>();
    for (const [target, found] of graph.packages.entries()) {
      const closure = finder.find(target);
      if (closure.kind === 'refused' || isEssential(found)) continue;
      const all = [...closure.freed, ...closure.dependents];
      // apt needs some that are not essential to it by name, and the same set need not be removed twice.
      if (all.length <= MOST_REMOVED) removable.set([...all].sort().join(), closure);
    }
    const filesOf = (index: number): ReadonlyMap<string, number> =>
      listPackageFiles(root, graph.packages[index]!.name, graph.packages[index]!.architecture);
    const owned = new Set([...graph.packages.keys()].flatMap((index) => [...filesOf(index).keys()]));
    for (const closure of draw([...removable.values()], REALLY_REMOVED, 23)) {
      const target = graph.packages[closure.target]!.name;
      const gone = new Set([...closure.freed, ...closure.dependents]);
      const others = [...graph.packages.keys()].filter((index) => !gone.has(index));
      const kept = new Set(
        others
          .filter((index) => !always.has(graph.packages[index]!.name))
          .flatMap((index) => [...filesOf(index).keys()]),
      );
      const anyway = new Set(
        others
          .filter((index) => always.has(graph.packages[index]!.name))
          .flatMap((index) => [...filesOf(index).keys()]),
      );
      const expected = new Map(
        [...gone].flatMap((index) => [...filesOf(index)]).filter(([path]) => !kept.has(path)),
      );
      const removal = await removeReally(root, ['purge', '--autoremove', target]);
      expect(removal.isDone, `${target}: ${removal.complaint.slice(-600)}`).toBe(true);
      const found = [...removal.gone].filter(([path]) => owned.has(path) && !anyway.has(path));
      expect(found.map(([path]) => path).sort(), target).toEqual([...expected.keys()].sort());
      const sum = (files: Iterable<readonly [string, number]>): number =>
        [...files].reduce((bytes, [, size]) => bytes + size, 0);
      // What maintainer scripts had written: links of alternatives, caches, compiled Python, dpkg's own notes.
      const aside = [...removal.gone].filter(([path]) => !owned.has(path));
      process.stdout.write(
        `${name}: ${target} removed with ${gone.size - 1} more: ${expected.size} files, ${sum(expected)} bytes; ` +
          `found ${found.length} files, ${sum(found)} bytes; aside ${aside.length} files, ${sum(aside)} bytes\n`,
      );
    }
  });
});
