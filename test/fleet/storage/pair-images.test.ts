// Which images are a pair, and what a pair costs.
import { describe, expect, test } from 'vitest';
import { measurePairs } from '../../../src/fleet/storage/measure-pairs.ts';
import { type PairRule, pairImages } from '../../../src/fleet/storage/pair-images.ts';
import { makeFleet } from '../../support/stacked-fleet.ts';

/** Names of the pairs that are found. */
function pair(names: readonly string[], rules: readonly PairRule[] = []): readonly string[] {
  const { images } = makeFleet(Object.fromEntries(names.map((name) => [name, [name]])));
  return pairImages(images, rules).map(
    ({ development, production }) => `${images[development]!.name} ${images[production]!.name}`,
  );
}

describe('a pair', () => {
  test.each([
    ['app-dev:1', 'app:1'],
    ['app:1-dev', 'app:1'],
    ['app:dev-1', 'app:1'],
    ['dev/app:1', 'app:1'],
    ['app:debug', 'app:production'],
    ['team/dev-app:1', 'team/app:1'],
    ['app:1-build-alpine', 'app:1-alpine'],
    ['dotnet/sdk:8', 'dotnet/runtime:8'],
  ])('is %s with %s', (development, production) => {
    expect(pair([development, production])).toEqual([`${development} ${production}`]);
  });

  test('is none where the names differ by more, or for another platform', () => {
    expect(pair(['app:1', 'app:2', 'device:1', 'app:1-developer'])).toEqual([]);
    const { images } = makeFleet({
      'app:1': ['a'],
      'app:1-dev': { stack: ['b'], platform: { os: 'linux', architecture: 'arm64' } },
    });
    expect(pairImages(images, [])).toEqual([]);
  });

  test('is what a rule says, the star the same in both', () => {
    const rules = [{ development: 'sdk', production: 'aspnet' }];
    expect(pair(['sdk:1', 'sdk:2', 'aspnet:1', 'sdk:1-dev'], rules)).toEqual(['sdk:1 aspnet:1']);
    const tags = [{ development: 'app:*-full', production: 'app:slim-*' }];
    expect(pair(['app:1-full', 'app:slim-1', 'app:slim-2'], tags)).toEqual(['app:1-full app:slim-1']);
    expect(pair(['app:x', 'app:y'], [{ development: 'app:x', production: 'app:y' }])).toEqual([
      'app:x app:y',
    ]);
  });

  test('costs what both have once, and the rest of each', () => {
    const fleet = makeFleet({
      'app:1': ['os=100', 'app=10'],
      'app:1-dev': ['os=100', 'app=10', 'tools=50'],
      'other:1': ['os=100', 'own=7'],
      'other:1-dev': ['os2=90', 'own=7'],
    });
    expect(measurePairs(fleet, pairImages(fleet.images, []))).toMatchObject([
      {
        production: 'app:1',
        productionBytes: 110,
        developmentBytes: 160,
        sharedBytes: 110,
        togetherBytes: 160,
        productionAddsBytes: 0,
        developmentAddsBytes: 50,
      },
      {
        production: 'other:1',
        sharedBytes: 7,
        togetherBytes: 197,
        productionAddsBytes: 100,
        developmentAddsBytes: 90,
      },
    ]);
  });
});
