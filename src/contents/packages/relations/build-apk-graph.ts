// The graph of Alpine's packages: names, `so:`, `cmd:` and `pc:` that others provide, and packages that come with others.
import { parseApkProvides, parseApkRelations } from './apk-relations.ts';
import { compareApkVersions } from './apk-version.ts';
import { type PlacedPackage, placePackage } from './place-package.ts';
import { ProviderTable } from './provider-table.ts';
import type { Need, NeedKind, Refusal, RelationGraph } from './relation-graph.ts';

/** Builds the graph of all packages given; `D` is what they need, `p` what they provide, `i` what they come with. */
export function buildApkGraph(packages: readonly PlacedPackage[]): RelationGraph {
  const table = new ProviderTable(compareApkVersions);
  for (const [index, { item }] of packages.entries()) {
    const { name, version, fields } = item.record;
    table.add(name, { package: index, version, architecture: '', isOwnName: true });
    for (const provision of parseApkProvides(fields['p'] ?? ''))
      table.add(provision.name, { package: index, ...provision, isOwnName: false });
  }
  const readNeeds = (field: string, kind: NeedKind): readonly Need[] =>
    parseApkRelations(field).needs.map((relation) => ({
      kind,
      text: `${relation.name}${relation.operator}${relation.version}`,
      alternatives: [table.find(relation)],
    }));
  const readRefusals = (index: number): readonly Refusal[] =>
    parseApkRelations(packages[index]!.item.record.fields['D'] ?? '').conflicts.flatMap((relation) => {
      const met = table.find(relation).filter((other) => other !== index);
      const text = `!${relation.name}${relation.operator}${relation.version}`;
      return met.length === 0 ? [] : [{ text, packages: met }];
    });
  return {
    type: 'apk',
    packages: packages.map((placed, index) => ({
      ...placePackage(placed),
      needs: readNeeds(placed.item.record.fields['D'] ?? '', 'depends'),
      refusals: readRefusals(index),
      installedWith:
        (placed.item.record.fields['i'] ?? '') === ''
          ? null
          : readNeeds(placed.item.record.fields['i']!, 'condition'),
    })),
  };
}
