// Archives compressed as a whole: what one run unpacked, the next one need not.
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FactsCache } from '../../src/contents/cache/facts-cache.ts';
import { pathText } from '../../src/contents/facts/layer-facts.ts';
import { readImage } from '../../src/contents/read-image.ts';
import { openArchive } from '../../src/oci/archive/open-archive.ts';
import { packModernSave, packPodmanSave } from '../support/docker-archives.ts';
import {
  describeImage,
  makeImage,
  makeLayer,
  makeTemporaryFolder,
  packLayout,
  packTar,
  REF_NAME,
  toMembers,
} from '../support/image-files.ts';

const ONE = makeImage({ layers: [makeLayer({ one: 'first' }), makeLayer({ two: 'second' })] });
const OTHER = makeImage({ layers: [makeLayer({ six: 'other' }), makeLayer({ ten: 'unlike' })] });

let root: string;
let path: string;
let cache: FactsCache;
beforeEach(() => {
  root = makeTemporaryFolder();
  path = join(root, 'image.tar.gz');
  mkdirSync(join(root, 'tmp'));
  vi.stubEnv('TMPDIR', join(root, 'tmp'));
  cache = new FactsCache({ folder: join(root, 'cache') });
});
afterEach(() => void vi.unstubAllEnvs());

interface RunSettings {
  readonly selector?: string;
  readonly verify?: boolean;
  readonly store?: boolean;
}

/** What a run shows of the archive, and whether it unpacked it and took facts from the cache. */
async function run({ selector, verify = false, store = true }: RunSettings = {}) {
  const notices: string[] = [];
  const image = await openArchive(path, undefined, selector, {
    platform: 'linux/amd64',
    verify,
    ...(store ? { store: cache } : {}),
    onNotice: (line) => void notices.push(line),
  });
  try {
    const { layers } = await readImage(image, { workers: 0, verify, ...(store ? { cache } : {}) });
    return {
      digest: image.digest,
      paths: layers.map(({ facts }) => pathText(facts, 0)),
      isUnpacked: notices.some((line) => line.includes('unpacked')),
      isFromCache: layers.every(({ isFromCache }) => isFromCache),
    };
  } finally {
    await image.close();
    expect(readdirSync(join(root, 'tmp'))).toEqual([]);
  }
}

const forms = {
  'docker save of today': packModernSave(ONE),
  'podman save': packPodmanSave(ONE),
  'an OCI archive': toMembers(packLayout([ONE])),
};

describe.each(Object.entries(forms))('%s', (_, members) => {
  beforeEach(() => writeFileSync(path, gzipSync(packTar(members))));

  test('is unpacked once; the next run needs neither the temporary folder nor the bytes', async () => {
    const first = await run();
    expect(first).toMatchObject({ paths: ['one', 'two'], isUnpacked: true, isFromCache: false });
    rmSync(join(root, 'tmp'), { recursive: true });
    const image = await openArchive(path, undefined, undefined, { platform: 'linux/amd64', store: cache });
    const { layers } = await readImage(image, { workers: 0, cache });
    expect(layers.map(({ facts }) => pathText(facts, 0))).toEqual(['one', 'two']);
    expect(image.digest).toBe(first.digest);
    await image.close();
  });

  test('is unpacked again to verify it, and without a cache', async () => {
    await run();
    for (const settings of [{ verify: true }, { store: false }])
      expect(await run(settings)).toMatchObject({
        paths: ['one', 'two'],
        isUnpacked: true,
        isFromCache: false,
      });
  });

  test('is unpacked when a layer must be read after all: its facts went', async () => {
    await run();
    const facts = join(root, 'cache', readdirSync(join(root, 'cache'))[0]!, 'facts');
    rmSync(join(facts, readdirSync(facts)[0]!));
    expect(await run()).toMatchObject({ paths: ['one', 'two'], isUnpacked: true, isFromCache: false });
    expect(await run()).toMatchObject({ paths: ['one', 'two'], isUnpacked: false, isFromCache: true });
  });

  test('is unpacked again where what was kept is damaged or of another version', async () => {
    await run();
    const blocks = join(root, 'cache', readdirSync(join(root, 'cache'))[0]!, 'blocks');
    const [block] = readdirSync(blocks);
    const bytes = readFileSync(join(blocks, block!));
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(join(blocks, block!), bytes);
    expect(await run()).toMatchObject({ isUnpacked: true, isFromCache: true });
    for (const text of [
      '{"version":0}',
      'null',
      '[]',
      '{"version":1}',
      '{"version":1,"members":[null]}',
      '',
    ]) {
      vi.spyOn(cache, 'readBlock').mockReturnValueOnce(Buffer.from(text));
      expect(await run()).toMatchObject({ paths: ['one', 'two'], isUnpacked: true });
    }
    expect(await run()).toMatchObject({ isUnpacked: false, isFromCache: true });
  });
});

test('another archive in its place, of the same length and times, is unpacked', async () => {
  const pack = (image: typeof ONE): Buffer => gzipSync(packTar(packPodmanSave(image)), { level: 0 });
  expect(pack(ONE)).toHaveLength(pack(OTHER).length);
  writeFileSync(path, pack(ONE));
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  await run();
  writeFileSync(path, pack(OTHER));
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  expect(await run()).toMatchObject({ paths: ['six', 'ten'], isUnpacked: true, isFromCache: false });
});

test('another image of the archive is unpacked for once, and then both are known', async () => {
  const named = (image: typeof ONE, name: string) =>
    describeImage(image, { annotations: { [REF_NAME]: name } });
  const files = packLayout([ONE, OTHER], [named(ONE, 'a'), named(OTHER, 'b')]);
  writeFileSync(path, gzipSync(packTar(toMembers(files))));
  expect(await run({ selector: 'a' })).toMatchObject({ paths: ['one', 'two'], isUnpacked: true });
  expect(await run({ selector: 'b' })).toMatchObject({ paths: ['six', 'ten'], isUnpacked: true });
  for (const selector of ['a', 'b'])
    expect(await run({ selector })).toMatchObject({ isUnpacked: false, isFromCache: true });
});
