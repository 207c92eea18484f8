// The three orders of versions: known cases of each, and that each is an order at all.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareApkVersions } from '../../../../src/contents/packages/relations/apk-version.ts';
import { compareDebianVersions } from '../../../../src/contents/packages/relations/debian-version.ts';
import { compareRpmVersions } from '../../../../src/contents/packages/relations/rpm-version.ts';

// Each list from the oldest to the newest; words of one group are equal.
const DEBIAN = [
  ['0~~'],
  ['0~~a'],
  ['0~'],
  ['0', '0:0', '0-0', '00'],
  ['0a'],
  ['0+'],
  ['1.0~rc1-1'],
  ['1.0', '1.0-0', '0:1.0', '1.00', '1.0-'],
  ['1.0-0.1'],
  ['1.0-1~bpo12+1'],
  ['1.0-1', '01.0-1'],
  ['1.0-1a'],
  ['1.0-1+b1'],
  ['1.0-1+deb12u1'],
  ['1.0-2'],
  ['1.0a'],
  ['1.0-1-1'],
  ['1.0.1'],
  ['1.9'],
  ['1.10', '1.010'],
  ['10.00000000000000000000001', '10.1'],
  ['10.99999999999999999999998'],
  ['10.99999999999999999999999'],
  ['1:0'],
  ['2:0.1'],
];
const RPM = [
  ['1.0~rc1', '1.0~rc1-5'],
  ['1.0', '1.0-1', '0:1.0', '1_0', '1..0'],
  ['1.0^git1'],
  ['1.0.a'],
  ['1.0.1'],
  ['1.9'],
  ['1.10', '1.010'],
  ['2.0.1'],
  ['2.0.1a'],
  ['1:0.1'],
];
const APK = [
  ['1.0_alpha'],
  ['1.0_alpha2'],
  ['1.0_beta'],
  ['1.0_rc1'],
  ['1.0', '1.0-r0'],
  ['1.0-r1'],
  ['1.0-r10'],
  ['1.0_git20240101'],
  ['1.0_p1'],
  ['1.0a'],
  ['1.0.1'],
  ['1.01'],
  ['1.2'],
  ['1.10'],
  ['1.36.1-r2'],
  ['1.36.1-r15'],
  ['10'],
];

const ORDERS = [
  ['Debian', DEBIAN, compareDebianVersions],
  ['rpm', RPM, compareRpmVersions],
  ['Alpine', APK, compareApkVersions],
] as const;

describe.each(ORDERS)('%s versions', (_, groups, compare) => {
  test('are in the known order', () => {
    const flat = groups.flatMap((group, rank) => group.map((version) => ({ version, rank })));
    for (const a of flat)
      for (const b of flat)
        expect(Math.sign(compare(a.version, b.version)), `${a.version} to ${b.version}`).toBe(
          Math.sign(a.rank - b.rank),
        );
  });

  test('of any text can be compared, both ways round', () => {
    const version = fc.string({ unit: fc.constantFrom(...'0123456789019.~^+:-_ar'), maxLength: 24 });
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
        expect(compare(a, a)).toBe(0);
      }),
    );
  });
});

test('a release that is not asked for may be any (rpm)', () => {
  expect(compareRpmVersions('5.2-3.fc40', '5.2')).toBe(0);
  expect(compareRpmVersions('5.2-3.fc40', '5.2-4.fc40')).toBeLessThan(0);
});
