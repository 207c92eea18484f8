// What packages of languages say that they need of each other: Python's Requires-Dist and a gem's dependencies. npm's packages of
// development are told by its lockfile, which knows already what the others need.
import type { Inventory } from '../../contents/packages/inventory.ts';
import type { PackageRecord } from '../../contents/packages/package-record.ts';
import { normalisePythonName } from '../../contents/packages/python/normalise-name.ts';

/** Takes back from `removed` what an installed package that stays names as needed, until nothing is missing. */
export function giveBackNamed(
  { packages }: Inventory,
  removed: Map<number, string>,
  withheld: Map<number, string>,
): void {
  const gone = new Map<string, number[]>();
  for (const position of removed.keys()) {
    const key = keyOf(packages[position]!.record);
    if (key === undefined) continue;
    const list = gone.get(key);
    if (list === undefined) gone.set(key, [position]);
    else list.push(position);
  }
  if (gone.size === 0) return;
  const open = packages.flatMap(({ state }, position) =>
    state === 'installed' && !removed.has(position) ? [position] : [],
  );
  // The list grows while it is walked.
  for (const position of open) {
    const { record } = packages[position]!;
    for (const key of listNeeded(record))
      for (const needed of gone.get(key) ?? []) {
        if (!removed.delete(needed)) continue;
        withheld.set(needed, `${record.name} needs it`);
        open.push(needed);
      }
  }
}

function keyOf({ type, name }: PackageRecord): string | undefined {
  if (type === 'pypi') return `pypi ${normalisePythonName(name)}`;
  return type === 'gem' ? `gem ${name}` : undefined;
}

function listNeeded({ type, fields }: PackageRecord): readonly string[] {
  if (type === 'pypi')
    return (fields['Requires-Dist'] ?? '').split('\n').flatMap((line) => {
      const name = /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(line.trim())?.[0];
      return name === undefined ? [] : [`pypi ${normalisePythonName(name)}`];
    });
  if (type !== 'gem') return [];
  return (fields['dependencies'] ?? '')
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => `gem ${name}`);
}
