// What an installation would bring against apt itself: `apt-get -s install`, with and without what is recommended.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalogue } from '../../../src/catalogue/catalogue.ts';
import { type InstallClosure, InstallPlanner } from '../../../src/catalogue/install-closure.ts';
import { readPackagesIndexes } from '../../../src/catalogue/read-packages-index.ts';
import { canRun } from '../run-program.ts';
import { type AptAnswer, askApt, draw, makeNamedRoot, readLists, readRoot } from './apt-roots.ts';
import { WELL_KNOWN } from './well-known-packages.ts';

/** Half of them are well known from Dockerfiles, half are drawn from all that Debian has. */
const TARGETS = Number(process.env['PLIMSOLL_TARGETS'] ?? 200);
/** At least this part must be the same sets as apt's. */
const LEAST = 0.97;

const canMake = canRun('mmdebstrap', ['--version'], () => true);

describe.runIf(canMake)('apt-get -s install', () => {
  let root: string;
  let catalogue: Catalogue;
  let targets: readonly string[];

  beforeAll(async () => {
    root = await makeNamedRoot('minbase');
    const release = { distribution: 'debian', codename: 'bookworm', architecture: 'amd64', date: '' };
    catalogue = readPackagesIndexes(release, readLists(root));
    const known = WELL_KNOWN.filter((name) => catalogue.find(name) !== undefined);
    const { inventory } = readRoot(root);
    const installed = new Set(inventory.packages.map(({ record }) => record.name));
    const others = catalogue.packages.map(({ name }) => name).filter((name) => !known.includes(name));
    const fresh = (name: string): boolean => !installed.has(name);
    targets = [...draw(known.filter(fresh), TARGETS / 2, 3), ...draw(others.filter(fresh), TARGETS / 2, 5)];
  });

  test.each([
    ['--no-install-recommends', false],
    ['--install-recommends', true],
  ] as const)(`%s: ${TARGETS} targets`, async (flag, recommends) => {
    const answers = await askApt(
      root,
      targets.map((target) => ['install', flag, target]),
    );
    const { inventory, settings } = readRoot(root);
    const planner = new InstallPlanner(catalogue, inventory, settings);
    const started = performance.now();
    const plans = targets.map((target) => planner.plan([target], { recommends }));
    const seconds = (performance.now() - started) / 1000;
    const misses = targets.flatMap((target, i) => explain(target, answers[i]!, plans[i]!));
    process.stdout.write(
      `\n${flag}: ${targets.length - misses.length} of ${targets.length} as apt's, ${seconds.toFixed(2)} s\n` +
        misses.map((miss) => `  ${miss}\n`).join(''),
    );
    expect(targets.length).toBe(TARGETS);
    expect(misses.length).toBeLessThanOrEqual(TARGETS * (1 - LEAST));
  });
});

/** Nothing where both agree. */
function explain(target: string, answer: AptAnswer | null, plan: InstallClosure): readonly string[] {
  if (answer === null) return plan.kind === 'installable' ? [`${target}: apt refuses`] : [];
  if (plan.kind !== 'installable') return [`${target}: ${plan.kind} ${plan.names.join(' ')}`];
  const ours = [...plan.installed.map(({ name }) => `+${name}`), ...plan.removed.map((name) => `-${name}`)];
  const theirs = [...answer.installed.map((name) => `+${name}`), ...answer.removed.map((name) => `-${name}`)];
  const more = ours.filter((name) => !theirs.includes(name));
  const less = theirs.filter((name) => !ours.includes(name));
  if (more.length === 0 && less.length === 0) return [];
  return [`${target}: only ours ${more.join(' ') || 'none'}; only apt's ${less.join(' ') || 'none'}`];
}
