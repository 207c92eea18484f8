import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePackages, type PackageDifference } from '../../../src/contents/compare/compare-packages.ts';
import type { PackageSummary } from '../../../src/contents/packages/package-summary.ts';
import { makePackage } from '../../report/made-reports.ts';

const npm = (version: string, place: string, bytes = 10): PackageSummary =>
  makePackage({
    type: 'npm',
    name: 'lodash',
    version,
    architecture: '',
    bytes,
    metadataPath: `${place}/package.json`,
  });

function describeAll(differences: readonly PackageDifference[]): string[] {
  return differences.map(({ type, name, change, bytesInA, bytesInB, inA, inB }) => {
    const list = (copies: readonly PackageSummary[]): string =>
      copies.map(({ version }) => version).join('+');
    return `${change} ${type} ${name} ${list(inA)} -> ${list(inB)} ${bytesInA} -> ${bytesInB}`;
  });
}

test('packages that came, went, have another version or other files', () => {
  const a = [
    makePackage({ name: 'gone', version: '1', bytes: 5 }),
    makePackage({ name: 'newer', version: '1', bytes: 5 }),
    makePackage({ name: 'slimmer', version: '1', bytes: 50 }),
    makePackage({ name: 'same', version: '1', bytes: 5 }),
  ];
  const b = [
    makePackage({ name: 'came', version: '1', bytes: 7 }),
    makePackage({ name: 'newer', version: '2', bytes: 5 }),
    makePackage({ name: 'slimmer', version: '1', bytes: 20 }),
    makePackage({ name: 'same', version: '1', bytes: 5, layer: 9, shippedBytes: 1 }),
  ];
  expect(describeAll(comparePackages(a, b))).toEqual([
    'files deb slimmer 1 -> 1 50 -> 20',
    'added deb came  -> 1 0 -> 7',
    'removed deb gone 1 ->  5 -> 0',
    'version deb newer 1 -> 2 5 -> 5',
  ]);
});

test('a package that only lies in a lower layer is none', () => {
  const removed = makePackage({ state: 'removed', removedByLayer: 2 });
  expect(comparePackages([removed], [])).toEqual([]);
  expect(comparePackages([removed], [makePackage()])).toMatchObject([{ change: 'added' }]);
});

test('equal names of other ecosystems are other packages', () => {
  expect(
    describeAll(
      comparePackages(
        [makePackage({ type: 'pypi', name: 'x', bytes: 1 })],
        [makePackage({ type: 'gem', name: 'x', bytes: 1 })],
      ),
    ),
  ).toEqual(['added gem x  -> 7.88.1 0 -> 1', 'removed pypi x 7.88.1 ->  1 -> 0']);
});

describe('several copies of one name', () => {
  test.each<[string, PackageSummary[], PackageSummary[], string[]]>([
    ['in another order', [npm('1', 'a'), npm('2', 'b')], [npm('2', 'b'), npm('1', 'a')], []],
    [
      'one more version',
      [npm('1', 'a')],
      [npm('1', 'a'), npm('2', 'b')],
      ['version npm lodash 1 -> 1+2 10 -> 20'],
    ],
    [
      'one version less',
      [npm('1', 'a'), npm('2', 'b')],
      [npm('2', 'a')],
      ['version npm lodash 1+2 -> 2 20 -> 10'],
    ],
    [
      'another copy of the same',
      [npm('1', 'a')],
      [npm('1', 'a'), npm('1', 'b')],
      ['copies npm lodash 1 -> 1+1 10 -> 20'],
    ],
    ['at another place', [npm('1', 'a')], [npm('1', 'b')], ['copies npm lodash 1 -> 1 10 -> 10']],
    [
      'places changed',
      [npm('1', 'a'), npm('2', 'b')],
      [npm('1', 'b'), npm('2', 'a')],
      ['copies npm lodash 1+2 -> 1+2 20 -> 20'],
    ],
    ['other files', [npm('1', 'a', 5)], [npm('1', 'a', 6)], ['files npm lodash 1 -> 1 5 -> 6']],
  ])('%s', (_, a, b, expected) => {
    expect(describeAll(comparePackages(a, b))).toEqual(expected);
  });

  test('of another architecture', () => {
    const arm = makePackage({ architecture: 'armhf' });
    expect(comparePackages([makePackage()], [makePackage(), arm])).toMatchObject([{ change: 'copies' }]);
  });
});

describe('whatever the packages are', () => {
  const packages = fc.array(
    fc
      .record({
        type: fc.constantFrom('deb' as const, 'npm' as const),
        name: fc.constantFrom('a', 'b', 'c', '__proto__', 'a\0b'),
        version: fc.constantFrom('1', '2', '3'),
        architecture: fc.constantFrom('amd64', 'arm64'),
        metadataPath: fc.constantFrom('x', 'y'),
        bytes: fc.nat({ max: 50 }),
        state: fc.constantFrom('installed' as const, 'removed' as const),
      })
      .map(makePackage),
    { maxLength: 12 },
  );
  const installedBytes = (items: readonly PackageSummary[]): number =>
    items.filter(({ state }) => state === 'installed').reduce((sum, { bytes }) => sum + bytes, 0);

  test('an image does not differ from itself, and order does not matter', () => {
    fc.assert(
      fc.property(packages, (a) => {
        expect(comparePackages(a, a.toReversed())).toEqual([]);
      }),
    );
  });

  test('A with B is B with A the other way round, and the bytes add up', () => {
    const turned = { added: 'removed', removed: 'added' } as Readonly<Record<string, string>>;
    fc.assert(
      fc.property(packages, packages, (a, b) => {
        const one = comparePackages(a, b);
        const other = comparePackages(b, a).map((item) => ({
          ...item,
          change: turned[item.change] ?? item.change,
          bytesInA: item.bytesInB,
          bytesInB: item.bytesInA,
          inA: item.inB,
          inB: item.inA,
        }));
        expect(one).toEqual(other);
        const growth = one.reduce((sum, { bytesInA, bytesInB }) => sum + bytesInB - bytesInA, 0);
        expect(growth).toBe(installedBytes(b) - installedBytes(a));
      }),
      { numRuns: 1000 },
    );
  });
});
