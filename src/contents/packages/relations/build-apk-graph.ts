// The graph of Alpine's packages: names, `so:`, `cmd:` and `pc:` that others provide, and packages that come with others.
import type { InventoryPackage } from '../inventory.ts';
import { parseApkProvides, parseApkRelations } from './apk-relations.ts';
import { compareApkVersions } from './apk-version.ts';
import { ProviderTable } from './provider-table.ts';
import type { Need, NeedKind, RelationGraph } from './relation-graph.ts';

/** Builds the graph of all packages given; `D` is what they need, `p` what they provide, `i` what they come with. */
export function buildApkGraph(
  packages: readonly { readonly position: number; readonly item: InventoryPackage }[],
): RelationGraph {
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
  return {
    type: 'apk',
    packages: packages.map(({ position, item }) => ({
      position,
      name: item.record.name,
      version: item.record.version,
      architecture: item.record.architecture,
      source: item.record.source || item.record.name,
      sourceVersion: item.record.sourceVersion || item.record.version,
      bytes: item.bytes,
      isAutomatic: item.isAutomatic === true,
      fields: item.record.fields,
      needs: readNeeds(item.record.fields['D'] ?? '', 'depends'),
      installedWith:
        (item.record.fields['i'] ?? '') === '' ? null : readNeeds(item.record.fields['i']!, 'condition'),
    })),
  };
}
