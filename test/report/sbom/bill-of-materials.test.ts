import { expect, test } from 'vitest';
import { billImage, billLayers, uuidOf } from '../../../src/report/sbom/bill-of-materials.ts';
import { formatCycloneDx } from '../../../src/report/sbom/cyclonedx.ts';
import { formatSpdx } from '../../../src/report/sbom/spdx.ts';
import { makeInventory, makeLayer, makePackage, makeReport } from '../made-reports.ts';

const first = makeLayer({ diffId: `sha256:${'b'.repeat(64)}` });
const second = makeLayer({ index: 1, digest: null, createdBy: null, diffId: `sha256:${'c'.repeat(64)}` });
const curl = makePackage();
const gcc = makePackage({
  purl: 'pkg:deb/debian/gcc@12?arch=amd64&distro=debian-12',
  name: 'gcc',
  version: '12',
  state: 'removed',
  removedByLayer: 1,
});
const core = makePackage({
  purl: 'pkg:npm/%40babel/core@7.0.0',
  type: 'npm',
  name: '@babel/core',
  version: '7.0.0',
  licence: 'MIT',
  layer: 1,
  metadataPath: 'app/node_modules/@babel/core/package.json',
});
const report = makeReport([], {
  layers: [first, second],
  inventory: makeInventory({ packages: [curl, gcc, core] }),
});

interface Component {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly group?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

test('an image has one bill with all packages, each with its layer and its state', () => {
  const document = JSON.parse(formatCycloneDx(billImage(report), '1.2.3'));
  expect(document).toMatchObject({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: '2026-01-02T02:04:05Z',
      tools: { components: [{ type: 'application', name: 'plimsoll', version: '1.2.3' }] },
      component: { type: 'container', name: report.target.reference, version: report.target.digest },
    },
  });
  const [system, ...packages] = document.components as Component[];
  expect(system).toEqual({
    type: 'operating-system',
    'bom-ref': 'os-debian-12',
    name: 'debian',
    version: '12',
  });
  expect(packages.map(({ group, name }) => [group, name])).toEqual([
    [undefined, 'curl'],
    [undefined, 'gcc'],
    ['@babel', 'core'],
  ]);
  const properties = packages.map((component) =>
    Object.fromEntries(component.properties!.map(({ name, value }) => [name, value])),
  );
  expect(properties[1]).toMatchObject({
    'plimsoll:state': 'removed',
    'plimsoll:layer:index': '0',
    'plimsoll:layer:removedBy': '1',
    'aquasecurity:trivy:LayerDiffID': first.diffId,
    'aquasecurity:trivy:LayerDigest': first.digest,
  });
  expect(properties[2]).toMatchObject({
    'plimsoll:state': 'installed',
    'plimsoll:layer:diffId': second.diffId,
  });
  expect(properties[2]).not.toHaveProperty('plimsoll:layer:digest');
});

test('SPDX: the image contains layers, layers contain packages, and every id is there and well-formed', () => {
  const document = JSON.parse(formatSpdx(billImage(report), '1.2.3'));
  expect(document).toMatchObject({
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    creationInfo: { created: '2026-01-02T02:04:05Z', creators: ['Tool: plimsoll-1.2.3'] },
  });
  const ids = new Set<string>(['SPDXRef-DOCUMENT']);
  for (const { SPDXID } of document.packages) {
    expect(SPDXID).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
    expect(ids.has(SPDXID)).toBe(false);
    ids.add(SPDXID);
  }
  const edges = document.relationships as { spdxElementId: string; relatedSpdxElement: string }[];
  for (const edge of edges) {
    expect(ids).toContain(edge.spdxElementId);
    expect(ids).toContain(edge.relatedSpdxElement);
  }
  // Everything but the document is reached from it.
  expect(new Set(edges.map(({ relatedSpdxElement }) => relatedSpdxElement)).size).toBe(ids.size - 1);
  expect(document.packages.at(-2).sourceInfo).toBe(
    'found in /var/lib/dpkg/status, brought by layer 0; removed by layer 1, its files are still shipped',
  );
  expect(document.packages.at(-1).externalRefs[0].referenceLocator).toBe(core.purl);
});

test('a layer has a bill of what it brought; one that is there twice has one bill', () => {
  const twice = makeReport([], {
    layers: [first, second, { ...second, index: 2 }],
    inventory: makeInventory({ packages: [curl, gcc, core] }),
  });
  const bills = billLayers(twice);
  expect(bills.map(({ subject, items }) => [subject.digest, items.map(({ item }) => item.name)])).toEqual([
    [first.diffId, ['curl', 'gcc']],
    [second.diffId, ['@babel/core']],
  ]);
  const spdx = JSON.parse(formatSpdx(bills[1]!, '1'));
  expect(spdx.relationships[0].relatedSpdxElement).toBe(spdx.packages[0].SPDXID);
});

test('the same bill gives the same bytes, and another subject another number', () => {
  expect(formatCycloneDx(billImage(report), '1')).toBe(formatCycloneDx(billImage(report), '1'));
  const serials = [billImage(report), ...billLayers(report)].map(
    (bill) => JSON.parse(formatCycloneDx(bill, '1')).serialNumber,
  );
  expect(new Set(serials).size).toBe(3);
  for (const serial of serials)
    expect(serial).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidOf('a')).not.toBe(uuidOf('b'));
});

test.each([
  [null, '1970-01-01T00:00:00Z'],
  ['yesterday', '1970-01-01T00:00:00Z'],
  ['+999999-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
  ['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
  ['2026-02-03T04:05:06.789123Z', '2026-02-03T04:05:06Z'],
])('the time %s', (created, expected) => {
  expect(billImage({ ...report, target: { ...report.target, created } }).created).toBe(expected);
});

test('packages that are alike in all still have ids of their own', () => {
  const { items } = billImage(makeReport([], { inventory: makeInventory({ packages: [curl, curl, curl] }) }));
  expect(new Set(items.map(({ id }) => id)).size).toBe(3);
});
