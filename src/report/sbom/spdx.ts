// SPDX 2.3 as JSON (spdx.github.io/spdx-spec/v2.3). The image contains its layers, a layer contains what it brought.
import { type BillItem, type BillLayer, type BillOfMaterials, uuidOf } from './bill-of-materials.ts';

const NONE = 'NOASSERTION';

/** The document; the same bill gives the same bytes. */
export function formatSpdx(bill: BillOfMaterials, version: string): string {
  const { subject } = bill;
  const isShared = subject.kind === 'shared-layer';
  const layers = new Map<string, BillLayer>();
  if (subject.kind !== 'image') layers.set(layerId(subject.layer), subject.layer);
  for (const { layer } of bill.items) layers.set(layerId(layer), layer);
  const subjectId = subject.kind === 'image' ? 'SPDXRef-Image' : layerId(subject.layer);
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: subject.name,
    documentNamespace: `urn:uuid:${uuidOf(`spdx ${subject.kind} ${subject.name} ${subject.digest} ${version}`)}`,
    creationInfo: { created: bill.created, creators: [`Tool: plimsoll-${version}`] },
    packages: [
      ...(subject.kind === 'image' ? [toImage(bill)] : []),
      ...[...layers.values()].map((layer) => toLayer(layer, isShared)),
      ...bill.items.map((item) => toPackage(item, isShared)),
    ],
    relationships: [
      relation('SPDXRef-DOCUMENT', 'DESCRIBES', subjectId),
      ...(subject.kind === 'image'
        ? [...layers.keys()].map((id) => relation(subjectId, 'CONTAINS', id))
        : []),
      ...bill.items.map(({ id, layer }) => relation(layerId(layer), 'CONTAINS', packageId(id))),
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toImage({ subject, distribution }: BillOfMaterials): object {
  return {
    SPDXID: 'SPDXRef-Image',
    name: subject.name,
    versionInfo: subject.digest,
    primaryPackagePurpose: 'CONTAINER',
    ...common(),
    ...(distribution === null
      ? {}
      : { comment: `System: ${distribution.id} ${distribution.versionId}`.trim() }),
  };
}

function toLayer(layer: BillLayer, isShared: boolean): object {
  const comment = layer.createdBy === null ? {} : { comment: layer.createdBy };
  return {
    SPDXID: layerId(layer),
    name: isShared ? `layer ${layer.diffId}` : `layer ${layer.index}`,
    versionInfo: layer.diffId,
    primaryPackagePurpose: 'ARCHIVE',
    ...common(),
    ...comment,
  };
}

function toPackage({ id, item }: BillItem, isShared: boolean): object {
  const removed =
    item.removedByLayer === null
      ? ''
      : `; removed by layer ${item.removedByLayer}, its files are still shipped`;
  return {
    SPDXID: packageId(id),
    name: item.name,
    versionInfo: item.version,
    primaryPackagePurpose: 'LIBRARY',
    ...common(),
    ...(item.licence === '' ? {} : { licenseComments: `The package states: ${item.licence}` }),
    sourceInfo: isShared
      ? `found in /${item.metadataPath}`
      : `found in /${item.metadataPath}, brought by layer ${item.layer}${removed}`,
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: item.purl },
    ],
  };
}

function common(): object {
  return {
    downloadLocation: NONE,
    filesAnalyzed: false,
    licenseConcluded: NONE,
    licenseDeclared: NONE,
    copyrightText: NONE,
  };
}

function layerId({ diffId }: BillLayer): string {
  return `SPDXRef-Layer-${diffId.slice(diffId.indexOf(':') + 1)}`;
}

function packageId(id: string): string {
  return `SPDXRef-Package-${id}`;
}

function relation(spdxElementId: string, relationshipType: string, relatedSpdxElement: string): object {
  return { spdxElementId, relationshipType, relatedSpdxElement };
}
