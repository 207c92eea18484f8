// The graph of rpm's packages: provided names and files, and rich dependencies brought to "all of these, one of each".
import { type PlacedPackage, placePackage } from './place-package.ts';
import { ProviderTable } from './provider-table.ts';
import type { Need, NeedKind, RelationGraph } from './relation-graph.ts';
import { parseRpmProvides, parseRpmRequires, type RpmExpression } from './rpm-relations.ts';
import { compareRpmVersions } from './rpm-version.ts';

/** Finds the position in the inventory of the installed package that has a path; undefined where none has. */
export type FindOwner = (path: string) => number | undefined;

/** One set of packages for each thing needed: one of each must be there. */
type ProviderSets = readonly (readonly number[])[];

/** More sets than this of one rich dependency are kept apart: too much is needed then, never too little. */
const MOST_SETS = 64;

const FIELDS: readonly (readonly [field: string, kind: NeedKind])[] = [
  ['Requires', 'depends'],
  ['Recommends', 'recommends'],
  ['Suggests', 'suggests'],
];

/** Builds the graph of all packages given; `findOwner` answers what needs a file (`/bin/sh`). */
export function buildRpmGraph(
  packages: readonly PlacedPackage[],
  findOwner: FindOwner = () => undefined,
): RelationGraph {
  const table = new ProviderTable(compareRpmVersions);
  const indexOf = new Map(packages.map(({ position }, index) => [position, index]));
  for (const [index, { item }] of packages.entries()) {
    const { name, version, fields } = item.record;
    table.add(name, { package: index, version, architecture: '', isOwnName: true });
    for (const provision of parseRpmProvides(fields['Provides'] ?? ''))
      table.add(provision.name, { package: index, ...provision, isOwnName: false });
  }

  const resolve = (expression: RpmExpression): ProviderSets => {
    switch (expression.kind) {
      case 'relation':
        return [findProviders(expression.relation)];
      case 'and':
        return [...resolve(expression.left), ...resolve(expression.right)];
      case 'or':
        return combine(resolve(expression.left), resolve(expression.right));
      // A condition is taken as it is now: what it asks for stays needed.
      case 'if':
        return isMet(resolve(expression.right))
          ? resolve(expression.left)
          : resolveElse(expression.otherwise);
      case 'unless':
        return isMet(resolve(expression.right))
          ? resolveElse(expression.otherwise)
          : resolve(expression.left);
      case 'with':
      case 'without': {
        const right = new Set(resolve(expression.right).flat());
        const keeps = expression.kind === 'with';
        return [[...new Set(resolve(expression.left).flat())].filter((index) => right.has(index) === keeps)];
      }
    }
  };
  const resolveElse = (otherwise: RpmExpression | null): ProviderSets =>
    otherwise === null ? [] : resolve(otherwise);
  const findProviders = (
    relation: { readonly name: string } & Parameters<typeof table.find>[0],
  ): readonly number[] => {
    const found = table.find(relation);
    if (found.length > 0 || !relation.name.startsWith('/')) return found;
    const owner = indexOf.get(findOwner(relation.name.slice(1)) ?? -1);
    return owner === undefined ? [] : [owner];
  };
  const readNeeds = (field: string, kind: NeedKind): readonly Need[] =>
    parseRpmRequires(field).flatMap((expression) =>
      resolve(expression).map((providers) => ({
        kind,
        text: printExpression(expression),
        alternatives: [providers],
      })),
    );

  return {
    type: 'rpm',
    packages: packages.map((placed) => ({
      ...placePackage(placed),
      needs: FIELDS.flatMap(([field, kind]) => readNeeds(placed.item.record.fields[field] ?? '', kind)),
      refusals: [],
      installedWith: null,
    })),
  };
}

function isMet(sets: ProviderSets): boolean {
  return sets.every((set) => set.length > 0);
}

/** One of the left or one of the right, for each pair: (a and b) or c is (a or c) and (b or c). */
function combine(left: ProviderSets, right: ProviderSets): ProviderSets {
  if (left.length * right.length > MOST_SETS) return [...left, ...right];
  return left.flatMap((one) => right.map((other) => [...new Set([...one, ...other])]));
}

function printExpression(expression: RpmExpression): string {
  if (expression.kind === 'relation') {
    const { name, operator, version } = expression.relation;
    return operator === '' ? name : `${name} ${operator} ${version}`;
  }
  const { kind, left, right, otherwise } = expression;
  const tail = otherwise === null ? '' : ` else ${printExpression(otherwise)}`;
  return `(${printExpression(left)} ${kind} ${printExpression(right)}${tail})`;
}
