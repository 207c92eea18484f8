import { describe, expect, test } from 'vitest';
import { judgePackages } from '../../../src/rewrite/rebase/judge-packages.ts';
import type { RebaseSubject } from '../../../src/rewrite/rebase/rebase-side.ts';
import { type MadePackage, makeInventory } from '../../support/made-inventory.ts';

type Packages = readonly MadePackage[];

function judge(type: 'deb' | 'apk' | 'rpm', image: Packages, newBase: Packages, result: Packages) {
  const side = (packages: Packages) => ({ contents: { inventory: makeInventory(type, packages) } });
  const subject = { image: side(image), newBase: side(newBase), baseLayerCount: 1 };
  return judgePackages(subject as unknown as RebaseSubject, makeInventory(type, result)).map(
    ({ kind, level, message }) => `${level} ${kind}: ${message}`,
  );
}

describe('what a package needs', () => {
  const curl = { name: 'curl', fields: { Depends: 'libz (>= 1) | libz-ng, sh' } };
  const [libz, sh] = [{ name: 'libz', version: '1.2' }, { name: 'sh' }];

  test('is there, by an alternative or in another version too', () => {
    expect(judge('deb', [curl, libz, sh], [], [curl, { name: 'libz-ng' }, sh])).toEqual([]);
    expect(judge('deb', [curl, libz, sh], [], [curl, { name: 'libz', version: '2' }, sh])).toEqual([]);
  });

  test('is gone', () => {
    expect(judge('deb', [curl, libz, sh], [], [curl, sh])).toEqual([
      'conflict unmet-dependency: the package curl needs libz (>= 1) | libz-ng, which is not there any more',
    ]);
  });

  test('is there in a version that is too old', () => {
    expect(judge('deb', [curl, libz, sh], [], [curl, { name: 'libz', version: '0.9' }, sh])).toHaveLength(1);
  });

  test('never was there', () => {
    expect(judge('deb', [curl, sh], [], [curl, sh])).toEqual([]);
  });

  test('was there in the new base, and the application took it away', () => {
    expect(judge('deb', [sh], [curl, libz, sh], [curl, sh])).toHaveLength(1);
  });

  test('is advice only', () => {
    const mild = { name: 'mild', fields: { Recommends: 'libz', Suggests: 'sh' } };
    expect(judge('deb', [mild, libz, sh], [], [mild])).toEqual([]);
  });

  test("by Alpine's and rpm's words", () => {
    const apk = { name: 'curl', fields: { D: 'so:libz.so.1' } };
    const musl = { name: 'zlib', fields: { p: 'so:libz.so.1=1.3' } };
    expect(judge('apk', [apk, musl], [], [apk])).toEqual([
      'conflict unmet-dependency: the package curl needs so:libz.so.1, which is not there any more',
    ]);
    expect(judge('apk', [apk, musl], [], [apk, musl])).toEqual([]);
  });
});

describe('what a package does not bear', () => {
  const libz = { name: 'libz', version: '2', fields: { Breaks: 'curl (<< 8)' } };
  const old = { name: 'curl', version: '7' };

  test('comes beside it', () => {
    expect(judge('deb', [old], [libz], [old, libz])).toEqual([
      'conflict refused-package: the package libz does not bear curl 7 (Breaks: curl (<< 8))',
    ]);
  });

  test('is there in another version', () => {
    const newer = { name: 'curl', version: '8' };
    expect(judge('deb', [newer], [libz], [newer, libz])).toEqual([]);
  });

  test('stood beside it before, on either side', () => {
    expect(judge('deb', [old, libz], [], [old, libz])).toEqual([]);
    expect(judge('deb', [], [old, libz], [old, libz])).toEqual([]);
  });

  test('stood beside an older one of it, which did not bear another version', () => {
    const was = { ...libz, version: '1', fields: { Breaks: 'curl (<< 6)' } };
    expect(judge('deb', [old, was], [libz], [old, libz])).toHaveLength(1);
  });

  test("by Alpine's words", () => {
    const refusing = { name: 'a', fields: { D: '!b' } };
    expect(judge('apk', [{ name: 'b' }], [refusing], [{ name: 'b' }, refusing])).toEqual([
      'conflict refused-package: the package a does not bear b 1 (!b)',
    ]);
  });
});

test('no package at all', () => {
  expect(judge('rpm', [], [], [])).toEqual([]);
});
