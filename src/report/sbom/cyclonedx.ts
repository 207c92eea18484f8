// CycloneDX 1.6 as JSON (ECMA-424, cyclonedx.org/docs/1.6/json). Layers are named both in properties of our own and in those
// of Trivy, which other programs read.
import type { PackageSummary } from '../../contents/packages/package-summary.ts';
import { type BillItem, type BillOfMaterials, uuidOf } from './bill-of-materials.ts';

/** The document; the same bill gives the same bytes. */
export function formatCycloneDx(bill: BillOfMaterials, version: string): string {
  const { subject, distribution } = bill;
  const components = [
    ...(distribution === null ? [] : [toSystem(distribution)]),
    ...bill.items.map((item) => toComponent(item, subject.kind === 'shared-layer')),
  ];
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(`cyclonedx ${subject.kind} ${subject.name} ${subject.digest} ${version}`)}`,
    version: 1,
    metadata: {
      timestamp: bill.created,
      tools: { components: [{ type: 'application', name: 'plimsoll', version }] },
      component: toSubject(subject),
    },
    components,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toSubject(subject: BillOfMaterials['subject']): object {
  return {
    type: 'container',
    'bom-ref': subject.digest,
    name: subject.name,
    version: subject.digest,
    ...(subject.kind === 'image'
      ? {}
      : { properties: [property('plimsoll:layer:diffId', subject.layer.diffId)] }),
  };
}

function toSystem({ id, versionId }: NonNullable<BillOfMaterials['distribution']>): object {
  return {
    type: 'operating-system',
    'bom-ref': `os-${id}-${versionId}`,
    name: id,
    ...(versionId === '' ? {} : { version: versionId }),
  };
}

function toComponent({ id, item, layer }: BillItem, isShared: boolean): object {
  return {
    type: 'library',
    'bom-ref': id,
    ...nameOf(item),
    version: item.version,
    // Metadata states licences in many forms; a name takes them all.
    ...(item.licence === '' ? {} : { licenses: [{ license: { name: item.licence } }] }),
    purl: item.purl,
    properties: [
      ...(isShared
        ? []
        : [property('plimsoll:state', item.state), property('plimsoll:layer:index', String(item.layer))]),
      property('plimsoll:layer:diffId', layer.diffId),
      ...(layer.digest === null ? [] : [property('plimsoll:layer:digest', layer.digest)]),
      ...(item.removedByLayer === null
        ? []
        : [property('plimsoll:layer:removedBy', String(item.removedByLayer))]),
      property('plimsoll:metadataPath', item.metadataPath),
      property('plimsoll:bytes', String(item.bytes)),
      property('aquasecurity:trivy:LayerDiffID', layer.diffId),
      ...(layer.digest === null ? [] : [property('aquasecurity:trivy:LayerDigest', layer.digest)]),
    ],
  };
}

/** Group and name as the ecosystem divides them. */
function nameOf({ type, name }: PackageSummary): object {
  const at =
    type === 'maven' ? name.indexOf(':') : type === 'npm' || type === 'composer' ? name.indexOf('/') : -1;
  return at <= 0 ? { name } : { group: name.slice(0, at), name: name.slice(at + 1) };
}

function property(name: string, value: string): object {
  return { name, value };
}
