// What might take a heavy package's place: built from the same source, providing the same, or reviewed to do the same job.
import { parseDebianProvides } from '../../contents/packages/relations/debian-relations.ts';
import type { Catalogue } from '../catalogue.ts';
import { SAME_JOBS } from '../same-job.ts';

/** Packages that might do, before anything is computed. */
export interface Candidate {
  readonly packages: readonly string[];
  readonly found: 'same-source' | 'provides' | 'same-job';
  readonly renames: Readonly<Record<string, string>>;
  readonly warning: string;
}

/** More candidates of one kind are not priced: a source with hundreds of packages is no family. */
const MOST = 60;

/** Reviewed ones first, so that a package found in two ways keeps its warning. */
export function findCandidates(catalogue: Catalogue, name: string): readonly Candidate[] {
  const heavy = catalogue.find(name);
  const reviewed = SAME_JOBS.filter(
    ({ from, to }) => from.includes(name) && to.every((other) => catalogue.find(other) !== undefined),
  ).map(({ to, renames, warning }): Candidate => ({ packages: to, found: 'same-job', renames, warning }));
  if (heavy === undefined) return reviewed;
  const siblings = catalogue
    .builtFrom(heavy.source)
    .filter((other) => !/(?:-dbg|-dbgsym|-doc|-dev)$/.test(other.name))
    .slice(0, MOST)
    .map((other) => plain(other.name, 'same-source'));
  const provided = parseDebianProvides(heavy.provides).flatMap((provision) =>
    catalogue
      .providersOf(provision.name)
      .slice(0, MOST)
      .map((provider) => plain(provider.package.name, 'provides')),
  );
  const all = new Map<string, Candidate>();
  for (const candidate of [...reviewed, ...siblings, ...provided]) {
    const key = candidate.packages.join(' ');
    if (key !== name && !all.has(key)) all.set(key, candidate);
  }
  return [...all.values()];
}

function plain(name: string, found: Candidate['found']): Candidate {
  return { packages: [name], found, renames: {}, warning: '' };
}
