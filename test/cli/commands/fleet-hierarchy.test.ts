// `plimsoll fleet tree` and `fleet propose` as users run them, on images on disk.
import { cpSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import PROPOSE from '../../../schema/fleet-propose.json' with { type: 'json' };
import TREE from '../../../schema/fleet-tree.json' with { type: 'json' };
import { validateSchema } from '../../report/validate-schema.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { runHere } from '../../support/run-here.ts';
import { SHOP_BASE, writeShop } from '../../support/shop-fleet.ts';

const folder = makeTemporaryFolder();
const shop = join(folder, 'shop');
/** The fleet again, with an image whose largest layer is no tar. */
const broken = join(folder, 'broken');
const snapshot = join(folder, 'snapshot.json');
/** A platform image is to pay with these small images. */
const CHEAP = ['--platform-cost', '1kB'] as const;

beforeAll(async () => {
  await writeShop(shop);
  cpSync(shop, broken, { recursive: true });
  const blobs = join(broken, 'web/blobs/sha256');
  const largest = readdirSync(blobs)
    .map((name) => join(blobs, name))
    .sort((a, b) => statSync(b).size - statSync(a).size)[0]!;
  writeFileSync(largest, Buffer.alloc(statSync(largest).size, 'no tar'));
  await run('snapshot', shop, '--output', snapshot);
});

async function run(...args: readonly string[]): Promise<string> {
  const { exitCode, output, complaint } = await runHere(['fleet', ...args]);
  expect(exitCode, complaint).toBe(0);
  return output;
}

interface Told {
  // biome-ignore lint/suspicious/noExplicitAny: reports are checked by their schemas.
  readonly [key: string]: any;
}

async function json(schema: Readonly<Record<string, unknown>>, ...args: readonly string[]): Promise<Told> {
  const report = JSON.parse(await run(...args, '--format', 'json')) as Told;
  expect(validateSchema(schema, report, true)).toEqual([]);
  return report;
}

describe('plimsoll fleet tree', () => {
  test('tells by layers what stands on what, from images as from a snapshot', async () => {
    for (const source of [shop, snapshot]) {
      const report = await json(TREE, 'tree', source);
      expect(report).toMatchObject({ images: 4, edges: 1, depths: [3, 1], sameContents: null });
      const places = report['perImage'].map((image: Told) => [
        image['reference'],
        image['parent'],
        image['evidence'],
        image['ownLayers'],
        image['outsideBase'],
      ]);
      expect(places).toEqual([
        ['shop/api:1', null, [], 4, SHOP_BASE],
        ['shop/api-debug:1', 'shop/api:1', ['layers'], 1, null],
        ['shop/other:1', null, [], 2, SHOP_BASE],
        ['shop/web:1', null, [], 4, SHOP_BASE],
      ]);
    }
  });

  test('with --contents finds the packages that were installed in another order', async () => {
    const { sameContents } = await json(TREE, 'tree', shop, '--contents');
    expect(sameContents).toMatchObject([
      { difference: 'order', images: 3 },
      { difference: 'order', images: 3 },
    ]);
    expect(sameContents[0].repeatedBytes).toBeGreaterThan(sameContents[1].repeatedBytes);
    for (const { layers } of sameContents) expect(layers).toHaveLength(2);
    const text = await run('tree', shop, '--contents');
    expect(text).toMatch(/^shop\/api:1 {2}\+[\d.]+ MB, 1 image on it on registry\.example\/debian:12$/m);
    expect(text).toMatch(/^ {2}shop\/api-debug:1 {2}\+[\d.]+ MB$/m);
    expect(text).toContain('The same content in different layers');
  });

  test('draws edges that layers prove, and those that are only recorded', async () => {
    const dot = await run('tree', shop, '--format', 'dot');
    expect(dot).toMatch(/^digraph fleet \{\n[\s\S]*\n\}\n$/);
    expect(dot).toContain(`b0 [label="${SHOP_BASE}", style=dashed];`);
    expect(dot).toContain('  i0 -> i1;\n');
    expect(dot.match(/b0 -> i\d \[style=dashed\]/g)).toHaveLength(3);
  });

  test('tells of an image that cannot be read, and of all others', async () => {
    const { exitCode, output, complaint } = await runHere(['fleet', 'tree', broken, '--contents']);
    expect(exitCode).toBe(2);
    expect(complaint).toMatch(/web/);
    expect(output).toContain('4 images, 1 of them on another one of the fleet');
  });
});

describe('plimsoll fleet propose', () => {
  test('proposes a platform for the runtime that images share, whatever the order of its steps', async () => {
    const report = await json(PROPOSE, 'propose', shop, ...CHEAP, '--platforms', '1');
    expect(report['model']).toMatchObject({ platformBytes: 1000, platformLimit: 1 });
    const [domain] = report['domains'];
    expect(report['domains']).toHaveLength(1);
    expect(domain).toMatchObject({ base: SHOP_BASE, isBaseRecorded: true, basis: 'packages' });
    expect(domain['platforms']).toMatchObject([
      {
        name: 'platform/debian-12-node',
        parent: SHOP_BASE,
        // The library comes with the runtime that needs it.
        install: ['curl', 'nodejs'],
        images: ['shop/api:1', 'shop/api-debug:1', 'shop/web:1'],
        dockerfile: [
          `FROM ${SHOP_BASE}`,
          'RUN apt-get update && apt-get install -y --no-install-recommends curl nodejs && rm -rf /var/lib/apt/lists/*',
        ],
      },
    ]);
    const lines = new Map<string, readonly string[]>(
      domain['images'].map((image: Told) => [image['reference'], image['dockerfile'].after]),
    );
    expect(lines.get('shop/web:1')).toEqual(['FROM platform/debian-12-node']);
    expect(lines.get('shop/other:1')).toEqual([`FROM ${SHOP_BASE}`]);
    expect(lines.get('shop/api-debug:1')!.join('\n')).toMatch(/install -y --no-install-recommends git &&/);
  });

  test('has today at the price of the blobs, and saves what is stored twice', async () => {
    const { now, proposed, saved } = await json(PROPOSE, 'propose', shop, ...CHEAP);
    const { uniqueBytes } = JSON.parse(await run('storage', shop, '--format', 'json'));
    expect(now.registryBytes).toBe(uniqueBytes);
    expect(saved.registryBytes).toBe(now.registryBytes - proposed.registryBytes);
    // node, its library and curl.
    expect(saved.registryBytes).toBeGreaterThan(1_050_000);
    expect(saved.registryBytes).toBeLessThan(1_150_000);
  });

  test('proposes nothing where a platform costs more than it saves', async () => {
    const report = await json(PROPOSE, 'propose', shop);
    expect(report['proposed']).toEqual(report['now']);
    expect(await run('propose', shop)).toContain('no platform image would cost less than what is there');
  });

  test('judges by layers alone where no image is read, and says so', async () => {
    for (const source of [snapshot, shop]) {
      const report = await json(PROPOSE, 'propose', source, '--layers-only', ...CHEAP);
      expect(report['domains']).toMatchObject([{ basis: 'layers' }]);
      expect(report['notes'][0]).toContain('4 of 4 images were judged by their layers alone');
    }
  });

  test('takes images for what the profile says, production where nothing does', async () => {
    const kinds = async (...args: readonly string[]) => {
      const { domains } = await json(PROPOSE, 'propose', shop, ...args);
      return new Set(domains[0].images.map(({ isProduction }: Told) => isProduction));
    };
    expect(await kinds()).toEqual(new Set([true]));
    expect(await kinds('--profile', 'development')).toEqual(new Set([false]));
    const settings = join(folder, 'plimsoll.yaml');
    writeFileSync(settings, 'profiles:\n  - profile: development\n    label: "stage=debug"\n');
    expect(await kinds('--config', settings)).toEqual(new Set([true, false]));
  });

  test('is drawn, and told in words', async () => {
    const dot = await run('propose', shop, ...CHEAP, '--format', 'dot');
    expect(dot).toMatch(/^digraph proposal \{\n[\s\S]*\n\}\n$/);
    expect(dot).toMatch(/d0p0 \[label="platform\/debian-12-/);
    expect(dot.match(/ -> i\d;/g)).toHaveLength(4);
    const text = await run('propose', shop, ...CHEAP, '--platforms', '1');
    expect(text).toMatch(/^4 images: 1 platform image proposed$/m);
    expect(text).toMatch(/^\s*4\.18 MB\s+3\.\d\d MB\s+\+1\.\d\d MB\s+\d\d %\s+in the registry$/m);
    expect(text).toContain('    + FROM platform/debian-12-node');
  });

  test('tells of an image that cannot be read, and judges that one by its layers', async () => {
    const { exitCode, output, complaint } = await runHere([
      ...['fleet', 'propose', broken, ...CHEAP, '--format', 'json'],
    ]);
    expect(exitCode).toBe(2);
    expect(complaint).toMatch(/web/);
    const report = JSON.parse(output) as Told;
    expect(validateSchema(PROPOSE, report, true)).toEqual([]);
    expect(report['notes'][0]).toContain('1 of 4 images were judged by their layers alone');
  });

  test.each([
    ['--platforms', '999'],
    ['--platforms', '-1'],
    ['--weeks', 'many'],
    ['--nodes', '1e9'],
    ['--platform-cost', 'much'],
    ['--platform-cost', '5%'],
    ['--format', 'xml'],
  ])('%s %s is refused before anything is read', async (flag, value) => {
    const { exitCode, output, complaint } = await runHere(['fleet', 'propose', '/nowhere', flag, value]);
    expect([exitCode, output]).toEqual([2, '']);
    expect(complaint).toContain(flag);
  });
});
