// `plimsoll relayer` on layouts: what images share afterwards, what the documents say, the proofs, and that runs repeat.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Digest, digestBytes, digestHex } from '../../../src/oci/bytes/digest.ts';
import type { RelayerReport } from '../../../src/report/relayer-report.ts';
import { validateSchema } from '../../report/validate-schema.ts';
import { debianPackages } from '../../support/debian-packages.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, layer, makeLayout, whiteout } from '../../support/layers.ts';
import { readEntries } from '../../support/raw-tar.ts';
import { runRelayer } from '../../support/run-relayer.ts';
import { readJsonBlob, readLayerTars } from '../../support/run-squash.ts';
import { startWritableRegistry } from '../../support/writable-registry.ts';

const KB = 1024;
const LIBC = { name: 'libc6', section: 'libs', files: { 'usr/lib/libc.so.6': 900 * KB } };
const NODE = { name: 'nodejs', files: { 'usr/bin/node': 700 * KB, 'usr/share/doc/nodejs/copyright': KB } };
const PYTHON = { name: 'python3', files: { 'usr/bin/python3': 500 * KB } };
const CURL = { name: 'curl', files: { 'usr/bin/curl': 300 * KB } };

type Stack = Parameters<typeof layer>[0][];

/** Images whose packages came in another order each, so that no layer is shared. */
const STACKS: Readonly<Record<string, Stack>> = {
  node: [
    [...debianPackages(LIBC, NODE)],
    [file('app/server.js', 'node'), file('app/key', 'secret')],
    [whiteout('app/key')],
  ],
  python: [[...debianPackages(PYTHON, LIBC)], [file('app/main.py', 'python')]],
  both: [
    [...debianPackages(CURL, PYTHON)],
    [...debianPackages(LIBC, NODE, CURL, PYTHON), dir('app', { mode: 0o700 })],
  ],
};

interface MadeFleet {
  readonly names: readonly string[];
  readonly out: (name: string) => string;
}

async function makeFleet(
  stacks: Readonly<Record<string, Stack>> = STACKS,
  config: Readonly<Record<string, unknown>> = {},
): Promise<MadeFleet> {
  const root = makeTemporaryFolder();
  const names: string[] = [];
  for (const [name, stack] of Object.entries(stacks)) {
    await makeLayout(join(root, name), stack.map(layer), { config, refName: name });
    names.push(`oci:${join(root, name)}:${name}`);
  }
  return { names, out: (name) => join(root, name) };
}

function manifestsOf(report: RelayerReport | undefined): readonly Digest[] {
  return report!.images.map(({ certificate }) => certificate!.result.manifest);
}

describe('relayer', () => {
  test('makes layers that images share, hides nothing and proves it', async () => {
    const { names, out } = await makeFleet();
    const { exitCode, report } = await runRelayer([...names, '-o', `oci:${out('out')}`]);
    expect(exitCode).toBe(0);
    for (const { certificate } of report!.images)
      expect(certificate).toMatchObject({
        verdict: 'proven',
        operation: { kind: 'relayer', clampedTo: null },
        checks: { hiddenInNewLayers: { entryCount: 0, sizeBytes: 0 }, whiteoutCount: 0 },
      });
    expect(report!.figures.planned.aboveBound).toBe(1);
    expect(report!.result!.contentBytes).toBe(report!.figures.bound.contentBytes);
    expect(report!.figures.before.hiddenBytes).toBeGreaterThanOrEqual('secret'.length);
    expect(report!.images[0]!.hiddenBytes).toBe('secret'.length);
    const index = JSON.parse(readFileSync(join(out('out'), 'index.json'), 'utf8')) as {
      manifests: { annotations: object }[];
    };
    expect(index.manifests.map(({ annotations }) => Object.values(annotations)[0])).toEqual([
      'node',
      'python',
      'both',
    ]);
    const all = manifestsOf(report).flatMap((digest) => readLayerTars(out('out'), digest));
    const holders = all.filter((tar) => readEntries(tar).some(({ path }) => path === 'usr/lib/libc.so.6'));
    expect(holders).toHaveLength(3);
    expect(holders.every((tar) => tar.equals(holders[0]!))).toBe(true);
    expect(all.some((tar) => tar.includes('secret'))).toBe(false);
  });

  test('says all of it as its schema has it', async () => {
    const { names, out } = await makeFleet();
    const schema = JSON.parse(readFileSync('schema/relayer.json', 'utf8')) as Record<string, unknown>;
    const args = [...names, '-o', `oci:${out('out')}`];
    const planned = await runRelayer([...args, '--dry-run']);
    expect(existsSync(out('out'))).toBe(false);
    expect(planned.report!.result).toBe(null);
    const written = await runRelayer(args);
    for (const { output } of [planned, written]) {
      const json = JSON.parse(output) as { images: { certificate: unknown }[] };
      // Certificates are told elsewhere.
      for (const image of json.images) image.certificate = null;
      expect(validateSchema(schema, json, true)).toEqual([]);
    }
    expect(planned.report!.figures).toEqual(written.report!.figures);
    // The skeletons and remainders are not planned.
    expect(planned.report!.layers.length).toBeLessThan(written.report!.layers.length);
    expect(written.report!.result!.layerCount).toBeLessThanOrEqual(
      written.report!.figures.planned.layerCount,
    );
  });

  test('tells it in words', async () => {
    const { names, out } = await makeFleet();
    const { output } = await runRelayer([...names, '-o', `oci:${out('out')}`], { format: 'text' });
    expect(output).toMatch(/^3 images in \d+ layers, written to oci:/);
    expect(output.replaceAll(/\s+/g, ' ')).toContain('the layers are exactly that.');
    expect(output).toContain('Proven: read back, each image shows the same');
    expect(output).toMatch(/ 3 .*libc6 1-1/);
    const planned = await runRelayer([...names, '-o', `oci:${out('new')}`, '--dry-run'], { format: 'text' });
    expect(planned.output).toMatch(/^3 images, planned; nothing is written/);
    expect(planned.output).not.toContain('Proven');
  });

  test('a second run makes the same bytes, and one into the same layout makes nothing', async () => {
    const { names, out } = await makeFleet();
    const one = await runRelayer([...names, '-o', `oci:${out('one')}`]);
    const two = await runRelayer([...names.toReversed(), '-o', `oci:${out('two')}`]);
    expect(manifestsOf(two.report).toReversed()).toEqual(manifestsOf(one.report));
    const again = await runRelayer([...names, '-o', `oci:${out('one')}`]);
    expect(manifestsOf(again.report)).toEqual(manifestsOf(one.report));
    expect(again.report!.result!.writtenCount).toBe(0);
    expect(one.report!.result!.writtenCount).toBe(one.report!.result!.layerCount);
  });

  test('relayers what was relayered to the same layers', async () => {
    const { names, out } = await makeFleet();
    const one = await runRelayer([...names, '-o', `oci:${out('one')}`]);
    const inputs = ['node', 'python', 'both'].map((tag) => `oci:${out('one')}:${tag}`);
    const two = await runRelayer([...inputs, '-o', `oci:${out('two')}`]);
    const layersOf = (report: RelayerReport | undefined) =>
      report!.images.map(({ certificate }) => certificate!.result.layers);
    expect(layersOf(two.report)).toEqual(layersOf(one.report));
  });

  test('uses a blob again that another encoder made, by the layout file', async () => {
    const { names, out } = await makeFleet();
    const layout = out('fleet-layout.json');
    const args = [...names, '-o', `oci:${out('out')}`, '--layout', layout];
    await runRelayer(args);
    const known = JSON.parse(readFileSync(layout, 'utf8')) as {
      blobs: Record<Digest, { digest: Digest; size: number; mediaType: string }>;
    };
    // The first layer as another encoder has it.
    const [diffId, blob] = Object.entries(known.blobs)[0]! as [Digest, { digest: Digest; size: number }];
    const folder = join(out('out'), 'blobs/sha256');
    const tar = readLayerTarOf(folder, blob.digest);
    const other = gzipSync(tar, { level: 1 });
    expect(digestBytes(other)).not.toBe(blob.digest);
    writeFileSync(join(folder, digestHex(digestBytes(other))), other);
    known.blobs[diffId] = { ...known.blobs[diffId]!, digest: digestBytes(other), size: other.length };
    writeFileSync(layout, JSON.stringify(known));
    const { report } = await runRelayer(args);
    expect(report!.result!.writtenCount).toBe(0);
    const used = report!.images.flatMap(({ certificate }) => certificate!.result.layers);
    expect(used.find((one) => one.diffId === diffId)!.digest).toBe(digestBytes(other));
  });

  test('a new image takes the blobs of those that were there, also where it is named first', async () => {
    const stackOf = (name: string): Stack => [[...debianPackages(LIBC, NODE)], [file(`app/${name}`, name)]];
    const { names, out } = await makeFleet({
      new: stackOf('new'),
      old: stackOf('old'),
      older: stackOf('older'),
    });
    const registry = await startWritableRegistry();
    const layout = out('layout.json');
    const to = ['-o', `docker://${registry.host}/team/`, '--layout', layout];
    await runRelayer([...names.slice(1), ...to]);
    // All layers as another encoder has them.
    const known = JSON.parse(readFileSync(layout, 'utf8')) as {
      blobs: Record<Digest, { digest: Digest; size: number; mediaType: string }>;
    };
    for (const [diffId, blob] of Object.entries(known.blobs) as [Digest, { digest: Digest }][])
      for (const blobs of registry.blobs.values() as Iterable<Map<string, Buffer>>) {
        const stored = blobs.get(blob.digest);
        if (stored === undefined) continue;
        const other = gzipSync(gunzipSync(stored), { level: 1 });
        blobs.set(digestBytes(other), other);
        known.blobs[diffId] = { ...known.blobs[diffId]!, digest: digestBytes(other), size: other.length };
      }
    writeFileSync(layout, JSON.stringify(known));
    const { report } = await runRelayer([...names, ...to]);
    const [fresh, ...others] = report!.images.map(({ certificate }) => certificate!.result.layers);
    const expectKnown = (layers: readonly { diffId: Digest; digest: Digest }[]) => {
      const met = layers.filter(({ diffId }) => diffId in known.blobs);
      expect(met.map(({ digest }) => digest)).toEqual(met.map(({ diffId }) => known.blobs[diffId]!.digest));
      return met.length;
    };
    expect(expectKnown(fresh!)).toBeGreaterThan(0);
    for (const layers of others) expect(expectKnown(layers)).toBe(layers.length);
  });

  test.each([
    ['no JSON', '{'],
    ['something else', '{"kind":"x"}'],
    ['of another version', '{"kind":"relayer-layout","schemaVersion":2}'],
    ['broken', '{"kind":"relayer-layout","schemaVersion":1,"layers":[],"images":{"a":[0]}}'],
    [
      'with a false blob',
      '{"kind":"relayer-layout","schemaVersion":1,"layers":[],"images":{},"blobs":{"x":{}}}',
    ],
  ])('refuses a layout file that is %s', async (_, text) => {
    const { names, out } = await makeFleet();
    writeFileSync(out('layout.json'), text);
    const { exitCode, complaint } = await runRelayer([
      ...names,
      '-o',
      `oci:${out('out')}`,
      '--layout',
      out('layout.json'),
    ]);
    expect(exitCode).toBe(2);
    expect(complaint).toContain('layout file cannot be used');
    expect(existsSync(out('out'))).toBe(false);
  });

  test('keeps every field of configs, and makes histories match', async () => {
    const config = {
      created: '2024-05-06T07:08:09Z',
      author: 'someone',
      'x-unknown': { deep: [1, null] },
      history: [
        { created_by: 'base' },
        { created_by: 'ENV a=b', empty_layer: true },
        { created_by: 'RUN two' },
      ],
    };
    const { names, out } = await makeFleet({ python: STACKS['python']! }, config);
    const { report } = await runRelayer([...names, '-o', `oci:${out('out')}`]);
    const { certificate } = report!.images[0]!;
    const { history, ...rest } = readJsonBlob(out('out'), certificate!.result.config) as {
      history: { empty_layer?: boolean; created_by: string; comment?: string }[];
    };
    expect(rest).toMatchObject({
      created: config.created,
      author: 'someone',
      'x-unknown': config['x-unknown'],
    });
    expect(history.slice(0, 3).map(({ created_by, empty_layer }) => [created_by, empty_layer])).toEqual([
      ['base', true],
      ['ENV a=b', true],
      ['RUN two', true],
    ]);
    const layers = history.filter(({ empty_layer }) => empty_layer !== true);
    expect(layers).toHaveLength(certificate!.result.layers.length);
    expect(layers.at(-1)).toEqual({
      created: config.created,
      created_by: 'plimsoll relayer',
      comment: 'all folders as they are',
    });
  });

  test('under a prefix of a registry each image keeps its name, and layers are mounted', async () => {
    const registry = await startWritableRegistry();
    const { names } = await makeFleet();
    const args = [...names, '-o', `docker://${registry.host}/team/`];
    const { exitCode, report, complaint } = await runRelayer(args);
    expect(complaint).not.toContain('plimsoll:');
    expect(exitCode).toBe(0);
    expect(report!.images.map(({ reference }) => reference)).toEqual(
      ['node', 'python', 'both'].map((name) => `docker://${registry.host}/team/${name}:${name}`),
    );
    const stored = new Map([...registry.blobs.values()].flatMap((blobs) => [...blobs]));
    const bytes = [...stored.values()].reduce((sum, blob) => sum + blob.length, 0);
    // Nothing was sent twice but the empty configs of the certificates.
    expect(registry.receivedBytes).toBe(bytes + 2 * '{}'.length);
    const before = registry.receivedBytes;
    const again = await runRelayer(args);
    expect(again.report!.result!.writtenCount).toBe(0);
    expect(registry.receivedBytes).toBe(before);
  });

  test('without mounts, layers go to each repository', async () => {
    const registry = await startWritableRegistry({ knowsMounts: false });
    const { names } = await makeFleet();
    const { exitCode } = await runRelayer([...names, '-o', `docker://${registry.host}/team`]);
    expect(exitCode).toBe(0);
    expect([...registry.manifests.keys()].sort()).toEqual(['team/both', 'team/node', 'team/python']);
  });

  test('one image goes wherever an image can', async () => {
    const { names, out } = await makeFleet({ node: STACKS['node']! });
    const one = await runRelayer([...names, '-o', `oci-archive:${out('node.tar')}`]);
    expect(one.report!.images[0]!.certificate!.verdict).toBe('proven');
    const plain = await runRelayer([...names, '-o', `docker-archive:${out('plain.tar')}:app:1`]);
    expect(plain.report).toMatchObject({ result: { blobBytes: null } });
    const tagged = await runRelayer([...names, '-o', `oci:${out('out')}:mine`]);
    expect(tagged.report!.images[0]!.reference).toBe(`oci:${out('out')}:mine`);
  });

  test.each([
    [
      'an archive',
      ['node', 'python'],
      (out: MadeFleet['out']) => `oci-archive:${out('all.tar')}`,
      /several images/,
    ],
    [
      'one tag',
      ['node', 'python'],
      (out: MadeFleet['out']) => `oci:${out('out')}:one`,
      /cannot have one tag/,
    ],
    ['one name', ['node', 'node'], (out: MadeFleet['out']) => `oci:${out('out')}`, /two of the images/],
  ])('refuses several images for %s', async (_, wanted, output, words) => {
    const { names, out } = await makeFleet();
    const chosen = wanted.map((name) => names.find((one) => one.endsWith(`:${name}`))!);
    const { exitCode, complaint } = await runRelayer([...chosen, '-o', output(out)]);
    expect(exitCode).toBe(2);
    expect(complaint).toMatch(words);
    expect(readdirSync(out('.')).sort()).toEqual(['both', 'node', 'python']);
  });

  test.each([['2'], ['128'], ['many']])('--layers %s is refused', async (count) => {
    const { names, out } = await makeFleet({ node: STACKS['node']! });
    expect(await runRelayer([...names, '-o', out('out'), '--layers', count])).toMatchObject({ exitCode: 2 });
  });

  test('an image never has more layers than it may', async () => {
    const { names, out } = await makeFleet();
    const { report } = await runRelayer([...names, '-o', `oci:${out('out')}`, '--layers', '3']);
    for (const { layerCount, certificate } of report!.images) {
      expect(layerCount.after).toBeLessThanOrEqual(3);
      expect(certificate!.verdict).toBe('proven');
    }
    expect(report!.figures.planned.aboveBound).toBeGreaterThan(1);
  });

  test('times become one on wish alone, and the certificate says so', async () => {
    const fleet = {
      a: [[file('opt/lib.so', Buffer.alloc(2000 * KB, 1), { mtimeSeconds: 1_700_000_000 })]],
      b: [[file('opt/lib.so', Buffer.alloc(2000 * KB, 1), { mtimeSeconds: 1_700_000_500 })]],
    };
    const { names, out } = await makeFleet(fleet);
    const kept = await runRelayer([...names, '-o', `oci:${out('kept')}`]);
    expect(kept.report!.figures.bound.contentBytes).toBe(4000 * KB);
    expect(kept.report!.figures.boundWithoutTimes.contentBytes).toBe(2000 * KB);
    const args = [...names, '-o', `oci:${out('clamped')}`, '--clamp-mtime'];
    const clamped = await runRelayer([...args, '2023-01-01']);
    expect(clamped.report!.result!.contentBytes).toBe(2000 * KB);
    expect(clamped.report!.images[0]!.certificate!.operation).toEqual({
      kind: 'relayer',
      keptLayers: 0,
      clampedTo: '2023-01-01T00:00:00Z',
      clampedFiles: 1,
    });
    expect((await runRelayer(args)).complaint).toContain('--clamp-mtime needs a time');
    const dated = await runRelayer(args, { env: { SOURCE_DATE_EPOCH: '1672531200' } });
    expect(dated.report!.images[0]!.certificate!.operation).toMatchObject({
      clampedTo: '2023-01-01T00:00:00Z',
    });
  });

  test.each([
    ['an illegal layer', [[file('f', '1'), file('f', '2')]], /two entries for one path/],
    [
      'a device 0:0',
      [[{ kind: 'character' as const, path: 'w', device: { major: 0, minor: 0 } }]],
      /device 0:0/,
    ],
  ])('an image with %s is refused by name, and nothing is written', async (_, stack, words) => {
    const { names, out } = await makeFleet({ ...STACKS, bad: stack });
    const { exitCode, complaint } = await runRelayer([...names, '-o', `oci:${out('out')}`]);
    expect(exitCode).toBe(2);
    expect(complaint).toMatch(words);
    expect(existsSync(out('out'))).toBe(false);
  });

  test('all platforms of an index are relayered together', async () => {
    const { names, out } = await makeFleet();
    await addPlatform(out('node'));
    const { report } = await runRelayer([...names, '-o', `oci:${out('out')}`]);
    expect(report!.images.map(({ platform }) => platform)).toEqual([
      'linux/amd64',
      'linux/arm64',
      'linux/amd64',
      'linux/amd64',
    ]);
    const [amd, arm] = report!.images;
    expect(amd!.reference).toBe(arm!.reference);
    expect(arm!.certificate!.result.layers).toEqual(amd!.certificate!.result.layers);
    const one = await runRelayer([...names, '-o', `oci:${out('one')}`, '--platform', 'linux/amd64']);
    expect(one.report!.images).toHaveLength(3);
    const archive = await runRelayer([names[0]!, '-o', `docker-archive:${out('node.tar')}`]);
    expect(archive.complaint).toContain('--platform');
  });

  test('an image without files keeps its config', async () => {
    const { names, out } = await makeFleet({ empty: [[]] });
    const { report } = await runRelayer([...names, '-o', `oci:${out('out')}`]);
    expect(report!.images[0]!.certificate!.verdict).toBe('proven');
    expect(report!.images[0]!.layerCount.after).toBe(1);
  });
});

function readLayerTarOf(folder: string, digest: Digest): Buffer {
  const manifests = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)))
    .filter((bytes) => bytes[0] === 0x7b)
    .map((bytes) => ({
      digest: digestBytes(bytes),
      json: JSON.parse(bytes.toString('utf8')) as { layers?: { digest: Digest }[] },
    }));
  const holder = manifests.find(({ json }) => json.layers?.some((one) => one.digest === digest))!;
  const at = holder.json.layers!.findIndex((one) => one.digest === digest);
  return readLayerTars(join(folder, '../..'), holder.digest)[at]!;
}

/** Puts an index of two platforms, which have the same layers, in the place of the layout's one image. */
async function addPlatform(folder: string): Promise<void> {
  const path = join(folder, 'index.json');
  const store = (json: unknown): { digest: Digest; size: number } => {
    const bytes = Buffer.from(JSON.stringify(json));
    writeFileSync(join(folder, 'blobs/sha256', digestHex(digestBytes(bytes))), bytes);
    return { digest: digestBytes(bytes), size: bytes.length };
  };
  const top = JSON.parse(readFileSync(path, 'utf8')) as {
    manifests: { digest: Digest; size: number; annotations: object }[];
  };
  const { digest, size, annotations } = top.manifests[0]!;
  const manifest = readJsonBlob(folder, digest) as { config: { digest: Digest } };
  const config = store({ ...readJsonBlob(folder, manifest.config.digest), architecture: 'arm64' });
  const arm = store({ ...manifest, config: { ...manifest.config, ...config } });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const platform = (architecture: string) => ({ mediaType, platform: { os: 'linux', architecture } });
  const index = store({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { ...platform('amd64'), digest, size },
      { ...platform('arm64'), ...arm },
    ],
  });
  const entry = { mediaType: 'application/vnd.oci.image.index.v1+json', ...index, annotations };
  writeFileSync(path, JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
}
