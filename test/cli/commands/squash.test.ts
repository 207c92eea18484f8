// `plimsoll squash` on layouts: what the documents say afterwards, what stays, what is refused, and that a second run makes
// the same bytes.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Digest, digestBytes, digestHex } from '../../../src/oci/bytes/digest.ts';
import type { Certificate } from '../../../src/rewrite/proof/certificate.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, layer, makeLayout, symlink, whiteout } from '../../support/layers.ts';
import { readEntries } from '../../support/raw-tar.ts';
import { readJsonBlob, readLayerTars, runSquash } from '../../support/run-squash.ts';

const STACK = [
  [dir('etc'), file('etc/key', 'a secret of the base'), file('etc/a', 'A')],
  [dir('etc'), file('etc/b', 'B'), file('etc/token', 'secret')],
  [dir('etc'), whiteout('etc/key'), whiteout('etc/token'), file('etc/a', 'changed')],
];

/** A layout of the stack; its folder and the digest of its manifest. */
async function makeInput(
  config: Readonly<Record<string, unknown>> = {},
  stack: Parameters<typeof layer>[0][] = STACK,
): Promise<{ readonly folder: string; readonly digest: Digest }> {
  const folder = join(await makeTemporaryFolder(), 'in');
  const { digest } = await makeLayout(folder, stack.map(layer), { config, refName: 'it' });
  return { folder, digest };
}

function out(folder: string, name = 'out'): string {
  return join(folder, '..', name);
}

/** The config of the image that was written. */
function configOf(folder: string, { result }: Certificate): Record<string, unknown> {
  return readJsonBlob(folder, result.config);
}

describe('squash', () => {
  test('makes one layer of all, without what was hidden, and proves it', async () => {
    const { folder, digest } = await makeInput();
    const { exitCode, report } = await runSquash([folder, '-o', `oci:${out(folder)}:new`]);
    expect(exitCode).toBe(0);
    const { certificate, gain } = report!.images[0]!;
    expect(certificate).toMatchObject({
      verdict: 'proven',
      operation: { kind: 'squash', keptLayers: 0 },
      input: { digest, layers: STACK.map((items) => digestBytes(layer(items))) },
      checks: {
        merged: { differenceCount: 0, pathCount: 4 },
        overlay: { differenceCount: 0 },
        whiteoutCount: 0,
      },
    });
    const [tar] = readLayerTars(out(folder), certificate.result.manifest) as [Buffer];
    expect(readEntries(tar).map(({ path, content }) => `${path} ${content}`)).toEqual([
      'etc/ ',
      'etc/b B',
      'etc/a changed',
    ]);
    expect(certificate.result.layers).toEqual([
      { diffId: digestBytes(tar), digest: expect.any(String), isKept: false },
    ]);
    expect(gain.layerCount).toEqual({ before: 3, after: 1 });
    expect(gain.entryBytes.before - gain.entryBytes.after).toBe(
      'a secret of the base'.length + 'secret'.length + 1,
    );
  });

  test('keeps the layers below as the very blobs, hides what must be hidden and says what is still shipped', async () => {
    const { folder, digest } = await makeInput();
    const { report } = await runSquash([folder, '-o', `oci:${out(folder)}`, '--above', '0']);
    const { certificate } = report!.images[0]!;
    const before = (readJsonBlob(folder, digest)['layers'] as object[])[0];
    const manifest = readJsonBlob(out(folder), certificate.result.manifest);
    expect((manifest['layers'] as object[])[0]).toEqual(before);
    const [, upper] = readLayerTars(out(folder), certificate.result.manifest) as [Buffer, Buffer];
    expect(readEntries(upper).map(({ path }) => path)).toEqual(['etc/', 'etc/.wh.key', 'etc/b', 'etc/a']);
    expect(certificate.checks).toMatchObject({
      whiteoutCount: 1,
      hiddenInKeptLayers: {
        fileCount: 2,
        files: [
          { path: 'etc/key', layer: 0, sizeBytes: 20 },
          { path: 'etc/a', layer: 0, sizeBytes: 1 },
        ],
      },
    });
  });

  test.each(['1', digestBytes(layer(STACK[1]!)), digestBytes(layer(STACK[1]!)).slice(0, 19)])(
    '--above %s names a layer',
    async (above) => {
      const { folder } = await makeInput();
      const { report } = await runSquash([folder, '-o', `oci:${out(folder)}`, '--above', above]);
      expect(report!.images[0]!.certificate.operation.keptLayers).toBe(2);
    },
  );

  test('--above IMAGE keeps the layers of the base', async () => {
    const { folder } = await makeInput();
    const base = out(folder, 'base');
    await makeLayout(base, STACK.slice(0, 1).map(layer));
    const { report } = await runSquash([folder, '-o', `oci:${out(folder)}`, '--above', base]);
    expect(report!.images[0]!.certificate.operation.keptLayers).toBe(1);
    const other = out(folder, 'other');
    await makeLayout(other, [layer([file('x')])]);
    const refused = await runSquash([folder, '-o', `oci:${out(folder, 'out-2')}`, '--above', other]);
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.complaint).toContain('not the lowest layers');
  });

  test.each(['2', '7', 'sha256:0123456'])('--above %s, where nothing is above, is refused', async (above) => {
    const { folder } = await makeInput();
    const { exitCode, complaint } = await runSquash([folder, '-o', `oci:${out(folder)}`, '--above', above]);
    expect(exitCode).toBe(2);
    expect(complaint).toMatch(/no layer/);
    expect(existsSync(out(folder))).toBe(false);
  });

  test('keeps every field of the config, and makes the history match', async () => {
    const config = {
      created: '2024-05-06T07:08:09Z',
      author: 'someone',
      'x-unknown': { deep: [1, null, 'two'] },
      history: [
        { created_by: 'base', created: '2024-01-01T00:00:00Z' },
        { created_by: 'ENV a=b', empty_layer: true },
        { created_by: 'RUN one', comment: 'kept' },
        { created_by: 'RUN two' },
      ],
    };
    const { folder } = await makeInput(config);
    const { report } = await runSquash([folder, '-o', `oci:${out(folder)}`, '--above', '0']);
    const { history, ...rest } = configOf(out(folder), report!.images[0]!.certificate);
    expect(rest).toMatchObject({
      created: config.created,
      author: 'someone',
      'x-unknown': config['x-unknown'],
    });
    expect(history).toEqual([
      config.history[0],
      config.history[1],
      { ...config.history[2], empty_layer: true },
      { ...config.history[3], empty_layer: true },
      { created: config.created, created_by: 'plimsoll squash', comment: '2 layers made one' },
    ]);
  });

  test('a history that does not match the layers goes where layers are kept', async () => {
    const { folder } = await makeInput({ history: [{ created_by: 'all of it' }] });
    const kept = await runSquash([folder, '-o', `oci:${out(folder)}`, '--above', '0']);
    expect(configOf(out(folder), kept.report!.images[0]!.certificate)).not.toHaveProperty('history');
    const whole = await runSquash([folder, '-o', `oci:${out(folder, 'all')}`]);
    expect(configOf(out(folder, 'all'), whole.report!.images[0]!.certificate)['history']).toHaveLength(2);
  });

  test("BuildKit's inline cache, which names layers, goes and is told", async () => {
    const { folder } = await makeInput({ 'moby.buildkit.cache.v0': 'W10=' });
    const { report } = await runSquash([folder, '-o', `oci:${out(folder)}`]);
    expect(report!.images[0]!.dropped).toEqual(['moby.buildkit.cache.v0']);
  });

  test('a second run makes the same bytes, and SOURCE_DATE_EPOCH sets the time', async () => {
    const { folder } = await makeInput({ created: '2024-05-06T07:08:09.123Z' });
    const digests: Digest[] = [];
    for (const name of ['one', 'two']) {
      const { report } = await runSquash([folder, '-o', `oci:${out(folder, name)}`]);
      digests.push(report!.images[0]!.certificate.result.manifest);
    }
    expect(digests[0]).toBe(digests[1]);
    const dated = await runSquash([folder, '-o', `oci:${out(folder, 'dated')}`], {
      SOURCE_DATE_EPOCH: '1700000000',
    });
    const { certificate } = dated.report!.images[0]!;
    expect(configOf(out(folder, 'dated'), certificate)['created']).toBe('2023-11-14T22:13:20Z');
    const wrong = await runSquash([folder, '-o', `oci:${out(folder, 'wrong')}`], {
      SOURCE_DATE_EPOCH: 'soon',
    });
    expect(wrong.exitCode).toBe(2);
  });

  test('refuses to keep an ambiguous layer, and names what works', async () => {
    const { folder } = await makeInput({}, [
      [dir('p', { mode: 0o700 }), file('p/x', 'X')],
      [file('a', 'A')],
      [file('p/q', 'Q')],
      [file('b', 'B')],
    ]);
    const refused = await runSquash([folder, '-o', `oci:${out(folder)}`, '--above', '2']);
    expect(refused.exitCode).toBe(2);
    expect(refused.complaint).toContain('layer 2 would be kept');
    expect(refused.complaint).toContain('--above 1 keeps as much as can be kept');
    expect(existsSync(out(folder))).toBe(false);
    const works = await runSquash([folder, '-o', `oci:${out(folder)}`, '--above', '1']);
    expect(works.exitCode).toBe(0);
  });

  test('an image that has nothing new above the kept layers gets no layer', async () => {
    const { folder } = await makeInput({}, [[file('a', 'A')], [file('b', 'B')], [whiteout('b')]]);
    const { report } = await runSquash([folder, '-o', `oci:${out(folder)}`, '--above', '0']);
    expect(report!.images[0]!.certificate.result.layers).toHaveLength(1);
  });

  test('the certificate can be had as a file', async () => {
    const { folder } = await makeInput();
    const path = out(folder, 'certificate.json');
    const { report } = await runSquash([folder, '-o', `oci:${out(folder)}`, '--certificate', path]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(report!.images[0]!.certificate);
  });

  test('all platforms of an index are squashed; what speaks of the old images is left out and told', async () => {
    const { folder } = await makeInput();
    await makeIndex(folder);
    const { report } = await runSquash([folder, '-o', `oci:${out(folder)}:it`]);
    expect(report!.images.map(({ platform }) => platform)).toEqual(['linux/amd64', 'linux/arm64']);
    expect(report!.leftOut).toEqual([expect.stringContaining('attestation sha256:')]);
    const top = JSON.parse(readFileSync(join(out(folder), 'index.json'), 'utf8')) as {
      manifests: { digest: Digest }[];
    };
    const index = readJsonBlob(out(folder), top.manifests[0]!.digest) as {
      manifests: { digest: Digest; platform: { architecture: string } }[];
      annotations: object;
    };
    expect(index.manifests.map(({ digest }) => digest)).toEqual(
      report!.images.map(({ certificate }) => certificate.result.manifest),
    );
    expect(index.manifests[1]).toMatchObject({ platform: { architecture: 'arm64', 'os.features': ['x'] } });
    expect(index.annotations).toEqual({ kept: 'yes' });
    const one = await runSquash([folder, '-o', `oci:${out(folder, 'one')}`, '--platform', 'linux/arm64']);
    expect(one.report!.images).toHaveLength(1);
  });

  test.each([
    ['one path twice', [[file('f', '1'), file('f', '2')]], /layer 0 has two entries for one path: 'f'/],
    ['a whiteout without a name', [[file('a')], [file('.wh.')]], /layer 1 has a whiteout without a name/],
    [
      'a link before its target',
      [[{ ...symlink('b', 'a'), kind: 'hardlink' as const }, file('a')]],
      /hard link/,
    ],
    [
      'an entry below a file',
      [[file('p')], [file('p/q')]],
      /layer 1 has an entry below .* no folder: 'p\/q'/,
    ],
    [
      'a device 0:0',
      [[{ kind: 'character' as const, path: 'w', device: { major: 0, minor: 0 } }]],
      /the device 0:0 'w'/,
    ],
  ])('%s is refused by name', async (_, stack, words) => {
    const { folder } = await makeInput({}, stack);
    const { exitCode, complaint } = await runSquash([folder, '-o', `oci:${out(folder)}`]);
    expect(exitCode).toBe(2);
    expect(complaint).toMatch(words);
    expect(existsSync(out(folder))).toBe(false);
  });
});

/** Puts an index of two platforms and an attestation in the place of the layout's one image. */
async function makeIndex(folder: string): Promise<void> {
  const path = join(folder, 'index.json');
  const store = (json: unknown): { digest: Digest; size: number } => {
    const bytes = Buffer.from(JSON.stringify(json));
    const digest = digestBytes(bytes);
    writeFileSync(join(folder, 'blobs/sha256', digestHex(digest)), bytes);
    return { digest, size: bytes.length };
  };
  const [amd] = (JSON.parse(readFileSync(path, 'utf8')) as { manifests: { digest: Digest; size: number }[] })
    .manifests;
  const manifest = readJsonBlob(folder, amd!.digest) as { config: { digest: Digest } };
  const config = store({ ...readJsonBlob(folder, manifest.config.digest), architecture: 'arm64' });
  const arm = store({ ...manifest, config: { ...manifest.config, ...config } });
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  const platform = (architecture: string, os = 'linux') => ({ mediaType, platform: { os, architecture } });
  const index = store({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { ...platform('amd64'), digest: amd!.digest, size: amd!.size },
      { mediaType, ...arm, platform: { os: 'linux', architecture: 'arm64', 'os.features': ['x'] } },
      { ...platform('unknown', 'unknown'), digest: arm.digest.replace(/.$/, '0'), size: 2 },
    ],
    annotations: { kept: 'yes' },
  });
  const entry = { mediaType: 'application/vnd.oci.image.index.v1+json', ...index };
  writeFileSync(path, JSON.stringify({ schemaVersion: 2, manifests: [entry] }));
}
