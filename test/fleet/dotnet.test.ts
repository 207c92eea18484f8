// A real fleet with its history: the published images of .NET and their layers (github.com/dotnet/versions). Its data is no part of
// the project; PLIMSOLL_DOTNET names the folder that holds it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type ReadFleet, readFleet } from '../../src/fleet/sources/read-fleet.ts';
import { measureChurn } from '../../src/fleet/storage/measure-churn.ts';
import { measurePairs } from '../../src/fleet/storage/measure-pairs.ts';
import { measureStorage } from '../../src/fleet/storage/measure-storage.ts';
import { pairImages } from '../../src/fleet/storage/pair-images.ts';
import { measureWhatIf } from '../../src/fleet/storage/what-if/measure-what-if.ts';

const FOLDER = process.env['PLIMSOLL_DOTNET'] ?? '/work/shared/data';
const LATEST = join(FOLDER, 'dotnet-latest.json');
const HISTORY = join(FOLDER, 'dotnet-history.ndjson.gz');
const isThere = existsSync(LATEST) && existsSync(HISTORY);
if (!isThere) process.stderr.write(`\nSKIPPED, the fleet of .NET is not in ${FOLDER} (PLIMSOLL_DOTNET)\n`);

const read = (path: string): Promise<ReadFleet> =>
  readFleet([path], { signal: new AbortController().signal, at: '2026-11-26T00:00:00Z' });

describe.runIf(isThere)('the fleet of .NET', () => {
  test('takes what was counted by another program', async () => {
    const { snapshot, history } = await read(LATEST);
    expect(history).toBeUndefined();
    expect(measureStorage(snapshot)).toMatchObject({
      imageCount: 599,
      layerCount: 1281,
      layerUses: 3380,
      naive: { bytes: 123_503_765_163 },
      unique: { bytes: 39_836_092_000 },
      // Twenty-four layers lie on different ones.
      chainCount: 1305,
      singleSquash: { addingCount: 599, medianBytes: 50_907_940, mostBytes: 2_493_288_599 },
    });
    const { before, after } = measureWhatIf(snapshot, [{ kind: 'squash', pattern: '*' }]);
    expect([before.uniqueBytes, after.uniqueBytes]).toEqual([39_836_092_000, 123_503_765_163]);
  });

  test('has 52 Linux pairs whose production image lies wholly inside', async () => {
    const { snapshot } = await read(LATEST);
    const rules = [{ development: 'dotnet/sdk', production: 'dotnet/aspnet' }];
    const pairs = measurePairs(snapshot, pairImages(snapshot.images, rules)).filter(
      ({ platform }) => platform.os === 'linux',
    );
    expect(pairs).toHaveLength(52);
    const sum = (of: (pair: (typeof pairs)[number]) => number): number =>
      pairs.reduce((total, pair) => total + of(pair), 0);
    expect(sum((pair) => pair.productionBytes)).toBe(3_990_478_596);
    expect(sum((pair) => pair.developmentBytes)).toBe(15_283_834_792);
    expect(sum((pair) => pair.togetherBytes)).toBe(15_283_834_792);
    expect(pairs.every(({ productionAddsBytes }) => productionAddsBytes === 0)).toBe(true);
  });

  test('pushed 18 times its size in a year', async () => {
    const { snapshot, history } = await read(HISTORY);
    expect(measureStorage(snapshot).unique.bytes).toBe(39_836_092_000);
    const churn = measureChurn(history!, [1, 10]);
    expect(churn).toMatchObject({
      momentCount: 115,
      stockBytes: 31_972_012_588,
      pushedBytes: 723_850_550_857,
      everBytes: 755_822_563_445,
      basis: undefined,
    });
    expect(churn.retention[0]!.keptBytes).toBe(39_836_092_000);
    expect(churn.byMonth.reduce((total, { pushedBytes }) => total + pushedBytes, 0)).toBe(churn.pushedBytes);
  });
});
