import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PackageRecord } from '../../../../src/contents/packages/package-record.ts';
import { RPM_PARSERS } from '../../../../src/contents/packages/rpm/rpm-parsers.ts';
import { encodeBdb } from '../../../support/bdb-files.ts';
import { FORMATS, parseDatabase, pathsOf } from '../../../support/made-rpm-databases.ts';
import { encodeNdb } from '../../../support/ndb-files.ts';
import { encodePackage, type MadePackage } from '../../../support/rpm-headers.ts';
import { encodeSqlite } from '../../../support/sqlite-files.ts';

const word = fc.stringMatching(/^[a-z0-9.+~]{1,12}$/);
const path = fc.array(word, { minLength: 1, maxLength: 5 }).map((names) => `/${names.join('/')}`);
const made: fc.Arbitrary<MadePackage> = fc.record(
  {
    name: word.map((name) => `p${name}`),
    version: word,
    release: word,
    epoch: fc.nat(),
    architecture: fc.constantFrom('x86_64', 'noarch'),
    sizeBytes: fc.nat(),
    license: fc.string().map((text) => text.replaceAll('\0', '')),
    files: fc.array(path, { maxLength: 60 }),
  },
  { requiredKeys: ['name', 'version', 'release', 'files'] },
);

const identify = ({ name, version }: PackageRecord): string => `${name} ${version}`;
const identifyMade = ({ name, version, release, epoch }: MadePackage): string =>
  `${name} ${epoch === undefined ? '' : `${epoch}:`}${version ?? '1.0'}-${release ?? '1'}`;

describe.each(Object.entries(FORMATS))('%s', (_, { name, encode }) => {
  test('any packages come back, whatever their number and size', () => {
    fc.assert(
      fc.property(fc.array(made, { maxLength: 40 }), (packages) => {
        const records = parseDatabase(name, encode(packages.map(encodePackage)))!;
        expect(records.map(identify).sort()).toEqual(packages.map(identifyMade).sort());
        for (const each of packages) {
          const record = records.find(
            (candidate) =>
              identify(candidate) === identifyMade(each) &&
              candidate.licence === (each.license ?? '') &&
              pathsOf(candidate).join() === (each.files ?? []).map((file) => file.slice(1)).join(),
          );
          expect(record, identifyMade(each)).toBeDefined();
          expect(record!.claimedBytes).toBe(each.sizeBytes ?? 0);
        }
      }),
      { numRuns: 30 },
    );
  });

  test('some thousand packages', () => {
    const packages = Array.from({ length: 2000 }, (_, i) => ({ name: `p${i}`, files: [`/usr/bin/p${i}`] }));
    const records = parseDatabase(name, encode(packages.map(encodePackage)))!;
    expect(new Set(records.map((record) => record.name)).size).toBe(2000);
  });

  test('headers of every length about the ends of small pages', () => {
    const lengths = Array.from({ length: 1100 }, (_, length) => length);
    const blobs = lengths.map((length) => encodePackage({ name: 'p', license: 'x'.repeat(length) }));
    const records = parseDatabase(name, encode(blobs))!;
    expect(records.map(({ licence }) => licence.length).sort((a, b) => a - b)).toEqual(lengths);
  });

  test('no packages is a database; what is no header is passed over', () => {
    expect(parseDatabase(name, encode([]))).toEqual([]);
    const blobs = [Buffer.from('no header at all'), encodePackage({ name: 'a' }), Buffer.alloc(5000)];
    expect(parseDatabase(name, encode(blobs))!.map(identify)).toEqual(['a 1.0-1']);
  });

  test('another content is no such database', () => {
    for (const content of ['', 'SQLite format 3\0', 'RpmP', '\0'.repeat(8192), 'x'.repeat(8192)])
      expect(parseDatabase(name, Buffer.from(content))).toBeUndefined();
  });
});

describe('each format knows its own', () => {
  test.each(Object.entries(FORMATS))('%s', (_, { name, encode }) => {
    const database = encode([encodePackage({ name: 'a' })]);
    for (const other of ['rpmdb.sqlite', 'Packages.db', 'Packages'])
      expect(parseDatabase(other, database)?.length).toBe(other === name ? 1 : undefined);
  });

  test('SQLite without the table, with UTF-16, or with an odd page size', () => {
    expect(parseDatabase('rpmdb.sqlite', encodeSqlite({ Names: [] }))).toBeUndefined();
    const database = encodeSqlite({ Packages: [encodePackage({ name: 'a' })] });
    expect(parseDatabase('rpmdb.sqlite', database)).toHaveLength(1);
    database.writeUInt32BE(2, 56);
    expect(parseDatabase('rpmdb.sqlite', database)).toBeUndefined();
    database.writeUInt32BE(1, 56);
    database.writeUInt16BE(4095, 16);
    expect(parseDatabase('rpmdb.sqlite', database)).toBeUndefined();
  });

  test('NDB of another version', () => {
    const database = encodeNdb([encodePackage({ name: 'a' })]);
    database.writeUInt32LE(1, 4);
    expect(parseDatabase('Packages.db', database)).toBeUndefined();
  });

  test.each([
    ['encrypted', 24, 1],
    ['with checksums', 26, 1],
    ['of an old version', 16, 7],
    ['with an odd page size', 20, 1],
  ])('Berkeley DB %s', (_, at, value) => {
    const database = encodeBdb([encodePackage({ name: 'a' })]);
    expect(parseDatabase('Packages', database)).toHaveLength(1);
    database[at] = value;
    expect(parseDatabase('Packages', database)).toBeUndefined();
  });
});

describe('where', () => {
  const takers = (path: string): string[] => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return RPM_PARSERS.filter((parser) => parser.names.includes(name) && parser.matches(path)).map(
      ({ id }) => id,
    );
  };

  test.each(['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'])('%s', (folder) => {
    expect(takers(`${folder}/rpmdb.sqlite`)).toEqual(['rpm-sqlite']);
    expect(takers(`${folder}/rpmdb.sqlite-wal`)).toEqual(['rpm-sqlite-log']);
    expect(takers(`${folder}/Packages.db`)).toEqual(['rpm-ndb']);
    expect(takers(`${folder}/Packages`)).toEqual(['rpm-bdb']);
    expect(takers(`root/${folder}/Packages`)).toEqual([]);
  });

  test('other files of those names', () => {
    expect(takers('var/lib/apt/Packages')).toEqual([]);
    expect(takers('var/lib/rpmmanifest/container-manifest-2')).toEqual(['rpm-container-manifest']);
    expect(takers('container-manifest-2')).toEqual([]);
  });
});

test('a log beside the database: nothing in it, or something that cannot be read', () => {
  expect(parseDatabase('rpmdb.sqlite-wal', Buffer.alloc(0))).toEqual([]);
  expect(parseDatabase('rpmdb.sqlite-wal', Buffer.alloc(32 + 24 + 4096))).toBeUndefined();
});

test('the list of distroless Mariner', () => {
  const manifest = [
    'filesystem\t1.1-9.cm2\t1653816591\t1653628924\tMicrosoft Corporation\t(none)\t7596\tx86_64\t0\tfilesystem-1.1-9.cm2.src.rpm',
    'openssl-libs\t1.1.1k-15.cm2\t1\t2\t(none)\t1\tbig\tx86_64\t1\topenssl-1.1.1k-15.cm2.src.rpm',
    'gpg-pubkey\t3135ce90-5e6fda74\t1\t2\t(none)\t(none)\t0\t(none)\t0\t(none)',
    'cut\t1-1\t1',
    'odd\t1.0\t1\t2\t(none)\t(none)\t0\tx86_64\t0\t(none)',
    '',
  ].join('\n');
  const records = parseDatabase('container-manifest-2', Buffer.from(manifest))!;
  expect(records).toMatchObject([
    {
      name: 'filesystem',
      version: '1.1-9.cm2',
      architecture: 'x86_64',
      source: '',
      claimedBytes: 7596,
      fields: { Vendor: 'Microsoft Corporation' },
    },
    { name: 'openssl-libs', version: '1:1.1.1k-15.cm2', source: 'openssl', claimedBytes: 0, fields: {} },
  ]);
  expect(records).toHaveLength(2);
  expect(records.map(pathsOf)).toEqual([[], []]);
});
