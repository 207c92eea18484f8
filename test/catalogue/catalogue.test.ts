// Indexes read, put together, and stored in the compact form.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Catalogue } from '../../src/catalogue/catalogue.ts';
import { readCatalogue, writeCatalogue } from '../../src/catalogue/compact-format.ts';
import { addContentsLine } from '../../src/catalogue/read-contents-index.ts';
import { readPackagesIndexes } from '../../src/catalogue/read-packages-index.ts';
import { PlimsollError } from '../../src/errors.ts';
import { MADE_RELEASE, makeCatalogue } from '../support/made-catalogue.ts';

const MAIN = `Package: curl
Source: curl (7.88.1-10)
Version: 7.88.1-10+b1
Installed-Size: 500
Architecture: amd64
Multi-Arch: foreign
Depends: libc6 (>= 2.34),
 libcurl4 (= 7.88.1-10)
Recommends: ca-certificates
Suggests: zz-last
Section: web
Priority: optional
Description: a tool

Package: foreign
Version: 1
Architecture: arm64

Package: zz-last
Version: 1
Architecture: all
Provides: mta, api (= 2)
Essential: yes
Priority: required

Package: libc6
Version: 2.36-9
Architecture: amd64

no stanza at all
`;
const SECURITY = `Package: libc6
Version: 2.36-9+deb12u1
Architecture: amd64

Package: only-here
Version: 1
Architecture: amd64`;

describe('indexes', () => {
  const catalogue = readPackagesIndexes(
    MADE_RELEASE,
    [MAIN, SECURITY].map((text) => Buffer.from(text)),
    new Map([['curl', ['curl']]]),
  );

  test('give the newest version of each name, in the order of mention', () => {
    expect(catalogue.packages.map(({ name, version }) => `${name} ${version}`)).toEqual([
      'curl 7.88.1-10+b1',
      'libc6 2.36-9+deb12u1',
      'zz-last 1',
      'only-here 1',
    ]);
    expect(catalogue.find('curl')).toEqual({
      name: 'curl',
      version: '7.88.1-10+b1',
      source: 'curl',
      sourceVersion: '7.88.1-10',
      section: 'web',
      priority: 'optional',
      isEssential: false,
      multiArch: 'foreign',
      installedBytes: 512_000,
      preDepends: '',
      depends: 'libc6 (>= 2.34), libcurl4 (= 7.88.1-10)',
      conflicts: '',
      breaks: '',
      recommends: 'ca-certificates',
      provides: '',
      commands: 'curl',
    });
    expect(catalogue.find('foreign')).toBeUndefined();
    expect(catalogue.providersOf('api').map((found) => [found.package.name, found.version])).toEqual([
      ['zz-last', '2'],
    ]);
    expect(catalogue.builtFrom('curl').map(({ name }) => name)).toEqual(['curl']);
  });

  test('come back from the compact form as they were', () => {
    const bytes = writeCatalogue(catalogue);
    const again = readCatalogue(bytes, 'a file');
    expect(again.packages).toEqual(catalogue.packages);
    expect(again.release).toEqual(MADE_RELEASE);
    expect(writeCatalogue(again)).toEqual(bytes);
    const untold = readPackagesIndexes(MADE_RELEASE, [Buffer.from(MAIN)]);
    expect(readCatalogue(writeCatalogue(untold), '').find('curl')?.commands).toBeNull();
  });
});

test('contents name the programs of packages', () => {
  const commands = new Map<string, string[]>();
  for (const line of [
    'usr/bin/curl                 web/curl',
    'bin/busybox  utils/busybox,utils/busybox-static',
    'usr/sbin/nginx   web/nginx',
    'usr/lib/git-core/bin/x  vcs/git',
    'usr/lib/jvm/java-17-openjdk-amd64/bin/java java/openjdk-17-jre-headless',
    'usr/bin/a/b web/c',
    'usr/share/bin/x y',
    'FILE LOCATION',
  ])
    addContentsLine(line, commands);
  expect(Object.fromEntries(commands)).toEqual({
    curl: ['curl'],
    busybox: ['busybox'],
    'busybox-static': ['busybox'],
    nginx: ['nginx'],
    'openjdk-17-jre-headless': ['java'],
  });
});

describe('hostile', () => {
  test('what is no catalogue is refused', () => {
    for (const text of ['', 'x', 'plimsoll-catalogue\t2\n', '\0'.repeat(100)])
      expect(() => readCatalogue(Buffer.from(text), 'f')).toThrow(PlimsollError);
  });

  test('any lines after the head are read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const head = 'plimsoll-catalogue\t1\td\tc\ta\t\n';
        expect(readCatalogue(Buffer.from(head + text), 'f')).toBeInstanceOf(Catalogue);
      }),
    );
  });

  test('any index is read, tabs and all', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'Package: x\n\t ,|()Version:1') }), (text) => {
        const read = readPackagesIndexes(MADE_RELEASE, [Buffer.from(text)]);
        expect(readCatalogue(writeCatalogue(read), 'f').packages.length).toBe(read.packages.length);
      }),
    );
    const tabbed = makeCatalogue([{ name: 'a', depends: 'b\tc\nd' }]);
    expect(readCatalogue(writeCatalogue(tabbed), 'f').find('a')?.depends).toBe('b c d');
  });
});
