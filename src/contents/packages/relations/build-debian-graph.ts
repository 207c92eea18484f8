// The graph of Debian's packages: alternatives, versions, virtual packages and Multi-Arch (deb-control(5), as apt reads them).
import { parseDebianProvides, parseDebianRelations } from './debian-relations.ts';
import { compareDebianVersions } from './debian-version.ts';
import { type PlacedPackage, placePackage } from './place-package.ts';
import { type Provider, ProviderTable } from './provider-table.ts';
import type { Relation } from './relation.ts';
import type { GraphPackage, Need, NeedKind, Refusal, RelationGraph } from './relation-graph.ts';

/** The field of each kind, in the order in which apt follows them. */
const FIELDS: readonly (readonly [field: string, kind: NeedKind])[] = [
  ['Pre-Depends', 'pre-depends'],
  ['Depends', 'depends'],
  ['Recommends', 'recommends'],
  ['Suggests', 'suggests'],
];

const REFUSALS = ['Conflicts', 'Breaks'];

/** The architecture of the image's own programs: dpkg's, or the one that most packages have. */
export function findNativeArchitecture(packages: readonly PlacedPackage[]): string {
  const counts = new Map<string, number>();
  for (const { item } of packages) {
    const { architecture, name } = item.record;
    if (architecture === 'all' || architecture === '') continue;
    counts.set(architecture, (counts.get(architecture) ?? 0) + (name === 'dpkg' ? packages.length : 1));
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 'all';
}

/** Builds the graph of all packages given. */
export function buildDebianGraph(packages: readonly PlacedPackage[]): RelationGraph {
  const native = findNativeArchitecture(packages);
  const architectureOf = (index: number): string => {
    const { architecture } = packages[index]!.item.record;
    return architecture === 'all' || architecture === '' ? native : architecture;
  };
  const multiArchOf = (index: number): string => packages[index]!.item.record.fields['Multi-Arch'] ?? 'no';
  const table = new ProviderTable(compareDebianVersions);
  for (const [index, { item }] of packages.entries()) {
    const { name, version, fields } = item.record;
    table.add(name, { package: index, version, architecture: '', isOwnName: true });
    for (const provision of parseDebianProvides(fields['Provides'] ?? ''))
      table.add(provision.name, { package: index, ...provision, isOwnName: false });
  }

  /** Whether a provider is of the architecture that a relation asks for. */
  const fits = (relation: Relation, owner: number) => {
    const wanted = relation.architecture === 'native' ? native : relation.architecture;
    return (provider: Provider): boolean => {
      const own = architectureOf(provider.package);
      if (wanted === 'any')
        return provider.architecture === 'any' || multiArchOf(provider.package) === 'allowed';
      if (provider.architecture !== '' && provider.architecture !== 'any')
        return provider.architecture === (wanted || architectureOf(owner));
      if (wanted !== '') return own === wanted;
      return own === architectureOf(owner) || multiArchOf(provider.package) === 'foreign';
    };
  };

  const readNeeds = (index: number, field: string, kind: NeedKind): readonly Need[] =>
    parseDebianRelations(packages[index]!.item.record.fields[field] ?? '', architectureOf(index)).map(
      (alternatives) => ({
        kind,
        text: alternatives.map(printRelation).join(' | '),
        alternatives: alternatives.map((relation) =>
          table.find(relation, architectureOf(index), fits(relation, index)),
        ),
      }),
    );

  /** Without a qualifier they are about every architecture (deb-control(5)); a package does not refuse itself. */
  const readRefusals = (index: number): readonly Refusal[] => {
    const own = packages[index]!.item.record;
    return REFUSALS.flatMap((field) =>
      parseDebianRelations(own.fields[field] ?? '', architectureOf(index)).flatMap(([relation]) => {
        const wanted = relation!.architecture;
        const isMet = ({ package: other }: Provider): boolean =>
          packages[other]!.item.record.name !== own.name &&
          (wanted === '' || wanted === 'any' || architectureOf(other) === wanted);
        const found = table.find(relation!, `refused by ${own.name}`, isMet);
        return found.length === 0 ? [] : [{ text: `${field}: ${printRelation(relation!)}`, packages: found }];
      }),
    );
  };

  return {
    type: 'deb',
    packages: packages.map(
      (placed, index): GraphPackage => ({
        ...placePackage(placed),
        needs: FIELDS.flatMap(([field, kind]) => readNeeds(index, field, kind)),
        refusals: readRefusals(index),
        installedWith: null,
      }),
    ),
  };
}

/** `name:any (>= 1)`, with dpkg's own signs for strictly older and newer. */
function printRelation({ name, architecture, operator, version }: Relation): string {
  const qualified = architecture === '' ? name : `${name}:${architecture}`;
  if (operator === '') return qualified;
  const sign = operator === '<' ? '<<' : operator === '>' ? '>>' : operator;
  return `${qualified} (${sign} ${version})`;
}
