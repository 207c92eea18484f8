import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { analyseImage, type ImageAnalysis } from '../../../src/checks/judging/analyse-image.ts';
import { RULE_GROUPS } from '../../../src/checks/rule-group.ts';
import { RULES } from '../../../src/checks/rules.ts';
import { type AnalysisOptions, KnownAnalyses } from '../../../src/cli/verdict/known-analysis.ts';
import { FactsCache } from '../../../src/contents/cache/facts-cache.ts';
import { readImage } from '../../../src/contents/read-image.ts';
import { parseImageConfig } from '../../../src/oci/image/config.ts';
import type { OpenedImage } from '../../../src/oci/image/image.ts';
import { arbitraryStack } from '../../support/arbitrary-layers.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, whiteout } from '../../support/layers.ts';
import {
  claim,
  imageOfExport,
  imageOfFiles,
  imageOfStreams,
  type StoredLayer,
  store,
} from '../../support/opened-images.ts';

const BASE = store(
  layer([file('etc/os-release', 'ID=test\n'), file('tmp/left', Buffer.alloc(200_000, 'x'))]),
);
const TOP = store(layer([whiteout('tmp/left'), file('app/main', Buffer.alloc(90_000, 'a'))]), 'gzip');
const STATUS = store(
  layer([file('var/lib/dpkg/status', 'Package: a\nStatus: install ok installed\nVersion: 1\n')]),
);
const LAYERS = [BASE, TOP, STATUS];
const OPTIONS: AnalysisOptions = {
  baseLayerCount: 0,
  profile: 'production',
  pathsPerFinding: 20,
  wantsFreed: false,
  groups: RULE_GROUPS,
  secretRules: '',
};

let folder: string;
let cache: FactsCache;
beforeEach(() => {
  folder = makeTemporaryFolder();
  cache = new FactsCache({ folder: join(folder, 'cache') });
});

const known = (buildId = 'one build'): KnownAnalyses => new KnownAnalyses(cache, buildId);
const imageOf = (layers: readonly StoredLayer[] = LAYERS): OpenedImage =>
  imageOfFiles(join(folder, 'image'), layers);
const blocks = (): readonly string[] => readdirSync(join(cache.folder!, 'blocks'));

/** Reads, analyses and keeps, as a run does. */
async function analyse(
  image: OpenedImage,
  options: AnalysisOptions = OPTIONS,
  analyses = known(),
): Promise<ImageAnalysis> {
  const { baseLayerCount } = options;
  const contents = await readImage(image, { cache, workers: 0, baseLayerCount });
  const analysis = analyseImage(contents, RULES, options);
  analyses.keep(image, contents.layers, options, analysis);
  return analysis;
}

describe('an analysis is told again as it was', () => {
  test.each([
    ['files', () => imageOf()],
    ['streams', () => imageOfStreams(LAYERS)],
    ["an engine's export", () => imageOfExport([BASE, STATUS])],
  ])('of %s', async (_, open) => {
    expect(known().recall(open(), OPTIONS)).toBeUndefined();
    const analysis = await analyse(open());
    expect(analysis.judgement.findings).not.toEqual([]);
    expect(analysis.inventory.packages).toHaveLength(1);
    expect(known().recall(open(), OPTIONS)).toStrictEqual(analysis);
  });

  test('whatever the layers are', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryStack(), async (stack) => {
        const image = imageOfStreams(stack.map((items) => store(layer(items))));
        const analysis = await analyse(image);
        expect(known().recall(image, OPTIONS)).toStrictEqual(analysis);
      }),
      { numRuns: 60 },
    );
  });

  test('without the facts of its layers', async () => {
    const analysis = await analyse(imageOf());
    rmSync(join(cache.folder!, 'facts'), { recursive: true });
    expect(known().recall(imageOf(), OPTIONS)).toStrictEqual(analysis);
  });

  test('under another name, since it has none', async () => {
    const image = imageOf();
    const analysis = await analyse(image);
    const renamed = { ...image, reference: 'oci:other', transport: 'oci' } as const;
    expect(known().recall(renamed, OPTIONS)).toStrictEqual(analysis);
    const nameless = new Proxy(await readImage(image, { workers: 0 }), {
      get: (contents, key) => {
        if (['reference', 'transport', 'digest'].includes(String(key)))
          throw new Error(`a rule reads ${String(key)}`);
        return Reflect.get(contents, key);
      },
    });
    expect(analyseImage(nameless, RULES, OPTIONS)).toStrictEqual(analysis);
  });
});

describe('nothing is told of', () => {
  test('another program, and one that runs from its sources keeps nothing', async () => {
    await analyse(imageOf());
    expect(known('another build').recall(imageOf(), OPTIONS)).toBeUndefined();
    const kept = blocks();
    const fromSources = new KnownAnalyses(cache);
    await analyse(imageOf(), OPTIONS, fromSources);
    expect(blocks()).toEqual(kept);
    expect(fromSources.recall(imageOf(), OPTIONS)).toBeUndefined();
  });

  test.each<[string, Partial<AnalysisOptions>]>([
    ['base', { baseLayerCount: 1 }],
    ['profile', { profile: 'development' }],
    ['number of paths', { pathsPerFinding: 100_000 }],
    ['question of what is freed', { wantsFreed: true }],
  ])('another %s', async (_, change) => {
    await analyse(imageOf());
    expect(known().recall(imageOf(), { ...OPTIONS, ...change })).toBeUndefined();
  });

  test.each<[string, (json: Record<string, unknown>) => object]>([
    ['history', (json) => ({ ...json, history: [{ created_by: 'COPY . .' }] })],
    ['environment', (json) => ({ ...json, config: { Env: ['A=b'] } })],
    ['field of which no more is known', (json) => ({ ...json, moby: { layers: 1 } })],
  ])('another %s in the config', async (_, change) => {
    const image = imageOf();
    await analyse(image);
    const config = parseImageConfig(Buffer.from(JSON.stringify(change({ ...image.config.json }))));
    expect(known().recall({ ...image, config }, OPTIONS)).toBeUndefined();
  });

  test('other annotations', async () => {
    const image = imageOf();
    await analyse(image);
    expect(known().recall({ ...image, annotations: { a: 'b' } }, OPTIONS)).toBeUndefined();
  });

  test('the same layers in another order, fewer of them, or stored in another way', async () => {
    await analyse(imageOf());
    for (const layers of [[TOP, BASE, STATUS], [BASE, TOP], []]) {
      const other = imageOf(layers);
      expect(known().recall(other, OPTIONS)).toBeUndefined();
      expect(known().recall({ ...other, config: imageOf().config }, OPTIONS)).toBeUndefined();
    }
    const packed = store(layer([file('var/lib/dpkg/status', '')]), 'gzip');
    const plain = { ...packed, stored: layer([file('var/lib/dpkg/status', '')]) };
    const first = await analyse(imageOf([packed]));
    const other = imageOfFiles(join(folder, 'plain'), [plain]);
    await readImage(other, { cache, workers: 0 });
    expect(other.config).toStrictEqual(imageOf([packed]).config);
    expect(known().recall(other, OPTIONS)).toBeUndefined();
    expect(known().recall(imageOf([packed]), OPTIONS)).toStrictEqual(first);
  });

  test('a forged config that claims the layers of an image that was analysed', async () => {
    await analyse(imageOf());
    await analyse(imageOfStreams(LAYERS));
    const evil = store(layer([file('evil', 'evil')]));
    const { diffId } = STATUS;
    const forged = [BASE, TOP, claim(evil, { diffId })];
    const inFiles = imageOfFiles(join(folder, 'forged'), forged);
    expect(inFiles.config).toStrictEqual(imageOf().config);
    expect(known().recall(inFiles, OPTIONS)).toBeUndefined();
    expect(known().recall(imageOfStreams(forged), OPTIONS)).toBeUndefined();
    expect(known().recall(imageOfStreams(forged, undefined, false), OPTIONS)).toBeUndefined();
  });

  test('layers that an engine lists without vouching for them, and a config that an export is to bring', async () => {
    const image = imageOfExport([BASE, STATUS]);
    await analyse(image);
    expect(known().recall({ ...image, diffIdsVouched: false }, OPTIONS)).toBeUndefined();
    expect(known().recall({ ...image, isConfigProvisional: true }, OPTIONS)).toBeUndefined();
  });

  test('a file that was written anew since', async () => {
    await analyse(imageOf());
    rmSync(join(folder, 'image'), { recursive: true });
    expect(known().recall(imageOf(), OPTIONS)).toBeUndefined();
  });
});

describe('what is kept', () => {
  test.each([
    ['no JSON', 'no JSON'],
    ['null', 'null'],
    ['a number', '1'],
    ['something else', '{"layers":[]}'],
    [
      'an analysis of fewer layers',
      '{"layers":[1],"judgement":{"layers":[1],"findings":[]},"inventory":{"packages":[]}}',
    ],
  ])('is made anew where it is %s', async (_, text) => {
    const writeBlock = cache.writeBlock.bind(cache);
    cache.writeBlock = (key) => writeBlock(key, Buffer.from(text));
    const analysis = await analyse(imageOf());
    cache.writeBlock = writeBlock;
    expect(known().recall(imageOf(), OPTIONS)).toBeUndefined();
    await analyse(imageOf());
    expect(known().recall(imageOf(), OPTIONS)).toStrictEqual(analysis);
  });

  test('goes where the cache has no room, also where all layers were known', async () => {
    await analyse(imageOf());
    cache = new FactsCache({ folder: join(folder, 'cache'), limitBytes: 100 });
    await analyse(imageOf(), { ...OPTIONS, profile: 'development' });
    expect(readdirSync(cache.folder!).flatMap((kind) => readdirSync(join(cache.folder!, kind)))).toEqual([]);
    expect(known().recall(imageOf(), OPTIONS)).toBeUndefined();
  });
});

test('a config nested too deep to be written down is no error: its analysis is not kept', async () => {
  const image = imageOf();
  const depth = 1_000_000;
  const text = JSON.stringify({ ...image.config.json, deep: 0 });
  const config = parseImageConfig(
    Buffer.from(text.replace('"deep":0', `"deep":${'['.repeat(depth)}${']'.repeat(depth)}`)),
  );
  await analyse({ ...image, config });
  expect(known().recall({ ...image, config }, OPTIONS)).toBeUndefined();
});
