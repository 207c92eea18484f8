// `plimsoll fleet sbom`: one bill for each layer, and images are what their layers' bills add up to.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { validateSchema } from '../../report/validate-schema.ts';
import {
  describeImage,
  type MadeImage,
  makeImage,
  makeLayer,
  makeTemporaryFolder,
  packLayout,
  REF_NAME,
  writeTree,
} from '../../support/image-files.ts';
import { makeFleet, writeFleet } from '../../support/made-fleet.ts';
import { startWritableRegistry } from '../../support/writable-registry.ts';
import { runProgram } from '../run-program.ts';

const SCHEMA = JSON.parse(readFileSync(new URL('../../../schema/fleet-sbom.json', import.meta.url), 'utf8'));
const folder = makeTemporaryFolder();
const cache = join(folder, 'cache');
const dpkg = (packages: Readonly<Record<string, string>>): string =>
  Object.entries(packages)
    .map(
      ([name, version]) =>
        `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`,
    )
    .join('\n');
const list = (...paths: readonly string[]): string => ['/.', ...paths, ''].join('\n');

interface Bill {
  readonly components: readonly { readonly type: string; readonly purl?: string; readonly name: string }[];
}
const readBill = (out: string, file: string): readonly string[] =>
  (JSON.parse(readFileSync(join(out, file), 'utf8')) as Bill).components
    .filter(({ type }) => type === 'library')
    .map(({ purl }) => purl!);

const sbom = async (args: readonly string[], out: string, ...more: readonly string[]) => {
  const run = await runProgram([
    'fleet',
    'sbom',
    ...args,
    '-o',
    out,
    '--format',
    'json',
    '--cache-dir',
    cache,
    ...more,
  ]);
  return { ...run, report: run.stdout === '' ? undefined : JSON.parse(run.stdout) };
};

const write = (name: string, images: Readonly<Record<string, MadeImage>>): readonly string[] => {
  const entries = Object.entries(images).map(([tag, image]) =>
    describeImage(image, { annotations: { [REF_NAME]: tag } }),
  );
  writeTree(join(folder, name), packLayout(Object.values(images), entries));
  return Object.keys(images).map((tag) => `oci:${join(folder, name)}:${tag}`);
};

describe('24 images that share layers', () => {
  const fleet = makeFleet(24);
  const references = writeFleet(join(folder, 'fleet'), fleet);
  const out = join(folder, 'bills');

  test('have one bill for each layer, the same for whatever images are asked for', async () => {
    const { report, exitCode, stderr } = await sbom(references, out);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(validateSchema(SCHEMA, report, true)).toEqual([]);
    expect(JSON.parse(readFileSync(join(out, 'index.json'), 'utf8'))).toEqual(report);
    expect(report.bills.map(({ diffId }: { diffId: string }) => diffId).toSorted()).toEqual(
      fleet.uniqueLayers.map(({ diffId }) => diffId).toSorted(),
    );
    expect(readdirSync(out).toSorted()).toEqual(
      [...report.bills.map(({ file }: { file: string }) => file), 'index.json'].toSorted(),
    );
    const few = join(folder, 'few');
    await sbom([references[20]!, references[4]!], few, '--no-cache');
    for (const file of readdirSync(few).filter((name) => name !== 'index.json'))
      expect(readFileSync(join(few, file), 'utf8')).toBe(readFileSync(join(out, file), 'utf8'));
  });

  test('are read no more once they were checked', async () => {
    const own = join(folder, 'once');
    await runProgram(['fleet', 'check', ...references, '--cache-dir', own]);
    const { stdout } = await runProgram([
      'fleet',
      'sbom',
      ...references,
      '-o',
      join(folder, 'again'),
      '--cache-dir',
      own,
    ]);
    expect(stdout).toContain('Nothing had to be read now');
    expect(stdout).toContain('24 images  64 layers, 26 bills of materials');
  });
});

describe('an image whose layers change what is below them', () => {
  const system = makeLayer({
    'etc/os-release': 'ID=debian\nVERSION_ID="12"\n',
    'var/lib/dpkg/status': dpkg({ libc6: '2.36-1', openssl: '3.0.1', tool: '1' }),
  });
  const upgrade = makeLayer({
    'var/lib/dpkg/status': dpkg({ libc6: '2.36-1', openssl: '3.0.2', nodejs: '18' }),
    'var/lib/dpkg/info/nodejs.list': list('/usr/share/nodejs/acorn/package.json'),
    'usr/share/nodejs/acorn/package.json': '{"name":"acorn","version":"8.8.1"}',
    'srv/node_modules/lodash/package.json': '{"name":"lodash","version":"4.17.21"}',
  });
  const plain = makeLayer({ 'srv/main': 'main' });
  const images = {
    whole: makeImage({ layers: [system, upgrade, plain] }),
    base: makeImage({ layers: [system] }),
    other: makeImage({ layers: [plain, system] }),
  };
  let out: string;
  let report: Awaited<ReturnType<typeof sbom>>['report'];
  beforeAll(async () => {
    out = join(folder, 'changed');
    ({ report } = await sbom(write('changing', images), out));
  });
  const billOf = (diffId: string): readonly string[] =>
    readBill(out, report.bills.find((bill: { diffId: string }) => bill.diffId === diffId).file);

  test('each bill has what its layer brought, and a layer without packages has none', () => {
    const name = (purl: string): string => purl.split('?')[0]!;
    expect(billOf(system.diffId).map(name)).toEqual([
      'pkg:deb/debian/libc6@2.36-1',
      'pkg:deb/debian/openssl@3.0.1',
      'pkg:deb/debian/tool@1',
    ]);
    // acorn came with Debian's nodejs, and that stands for it.
    expect(billOf(upgrade.diffId).map(name)).toEqual([
      'pkg:deb/debian/nodejs@18',
      'pkg:deb/debian/openssl@3.0.2',
      'pkg:npm/lodash@4.17.21',
    ]);
    expect(billOf(plain.diffId)).toEqual([]);
  });

  test('the bills without what was removed are the image', () => {
    const whole = report.images[0];
    const all = whole.layers.flatMap((file: string, layer: number) =>
      readBill(out, file).map((purl) => `${layer} ${purl}`),
    );
    const removed = whole.removed.map(
      ({ layer, purl }: { layer: number; purl: string }) => `${layer} ${purl}`,
    );
    expect(removed).toHaveLength(2);
    const left = all.filter((item: string) => !removed.includes(item));
    expect(left).toHaveLength(whole.packageCount);
    expect(left.join('\n')).not.toContain('openssl@3.0.1');
  });

  test('a layer that images have at several places is one bill as long as it brought the same', () => {
    expect(report.bills).toHaveLength(3);
    const counts = Object.fromEntries(
      report.bills.map(({ diffId, imageCount }: { diffId: string; imageCount: number }) => [
        diffId,
        imageCount,
      ]),
    );
    expect(counts).toEqual({ [system.diffId]: 3, [upgrade.diffId]: 1, [plain.diffId]: 2 });
  });

  test('on another base, where a layer brought other packages, it has a bill of its own', async () => {
    const single = makeImage({ layers: [upgrade] });
    const where = join(folder, 'apart');
    const { report: apart } = await sbom(write('apart-images', { whole: images.whole, single }), where);
    const own = apart.bills.filter(({ diffId }: { diffId: string }) => diffId === upgrade.diffId);
    expect(own).toHaveLength(2);
    const files = own.map(({ file }: { file: string }) => file);
    expect(new Set(files).size).toBe(2);
    expect(readBill(where, files[1]).some((purl) => purl.includes('libc6'))).toBe(true);
    expect(readBill(where, files[0]).some((purl) => purl.includes('libc6'))).toBe(false);
  });

  test('SPDX says the same', async () => {
    const where = join(folder, 'spdx');
    const { report: spdx } = await sbom(write('changing', images), where, '--bill', 'spdx');
    const bill = spdx.bills.find(({ diffId }: { diffId: string }) => diffId === upgrade.diffId);
    expect(bill.file).toMatch(/\.spdx\.json$/);
    const document = JSON.parse(readFileSync(join(where, bill.file), 'utf8'));
    const purls = document.packages.flatMap((item: { externalRefs?: { referenceLocator: string }[] }) =>
      (item.externalRefs ?? []).map(({ referenceLocator }) => referenceLocator),
    );
    expect(purls.toSorted()).toEqual([...billOf(upgrade.diffId)].toSorted());
  });
});

describe.each([true, false])('attached where the registry lists referrers itself: %s', (knowsReferrers) => {
  test('each image has its own bill, and those of its layers, which are stored once', async () => {
    const registry = await startWritableRegistry({ knowsReferrers });
    const fleet = makeFleet(10);
    const local = writeFleet(join(folder, `source${knowsReferrers}`), fleet);
    const names = [local[0]!, local[8]!].map((_, i) => `docker://${registry.host}/team/app:${i}`);
    for (const [i, reference] of [local[0]!, local[8]!].entries())
      await runProgram(['squash', reference, '--above', '0', '-o', names[i]!]);
    const before = new Set(registry.manifests.get('team/app')!.keys());
    const out = join(folder, `attached${knowsReferrers}`);
    const { report, exitCode, stderr } = await sbom(names, out, '--attach');
    expect([exitCode, stderr]).toEqual([0, '']);
    for (const image of report.images) {
      const artifacts = image.attached.map((digest: string) =>
        JSON.parse(registry.manifests.get('team/app')!.get(digest)!.toString()),
      );
      expect(artifacts.map(({ artifactType }: { artifactType: string }) => artifactType)).toEqual([
        'application/vnd.cyclonedx+json',
        'application/vnd.plimsoll.layer-sboms.v1',
      ]);
      for (const { subject } of artifacts) expect(subject.digest).toBe(image.digest);
      const [whole, layers] = artifacts;
      expect(whole.layers).toHaveLength(1);
      const bill = JSON.parse(registry.blobs.get('team/app')!.get(whole.layers[0].digest)!.toString());
      expect(bill.components.filter(({ type }: { type: string }) => type === 'library')).toHaveLength(
        image.packageCount,
      );
      expect(layers.layers).toHaveLength(image.layers.length);
    }
    const after = registry.manifests.get('team/app')!.size;
    // The same bills again change nothing.
    const log = registry.log.length;
    expect((await sbom(names, out, '--attach')).report).toEqual(report);
    expect(registry.manifests.get('team/app')!.size).toBe(after);
    expect(registry.log.slice(log).filter((line) => line.startsWith('POST'))).toEqual([]);
    expect(after).toBeGreaterThan(before.size);
  });
});

test('what is in no registry cannot have anything attached, and its bills are written all the same', async () => {
  const references = write('nowhere', { one: makeImage() });
  const { exitCode, stderr } = await sbom(references, join(folder, 'unattached'), '--attach');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('images of registries only');
  expect(readdirSync(join(folder, 'unattached')).length).toBeGreaterThan(1);
});
