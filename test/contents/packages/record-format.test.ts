import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BARE_RECORD,
  type PackageFiles,
  type PackageRecord,
} from '../../../src/contents/packages/package-record.ts';
import {
  decodeMetadata,
  encodeMetadata,
  metadataParserId,
  type StoredMetadata,
} from '../../../src/contents/packages/record-format.ts';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const files: fc.Arbitrary<PackageFiles> = fc.oneof(
  fc.record({ kind: fc.constant('paths' as const), paths: bytes }),
  fc.record({ kind: fc.constant('folder' as const), path: fc.string({ unit: 'binary' }) }),
  fc.constant({ kind: 'itself' as const }),
  fc.constant({ kind: 'elsewhere' as const }),
);
const record: fc.Arbitrary<PackageRecord> = fc.record({
  type: fc.constantFrom('deb' as const, 'npm' as const),
  name: fc.string({ unit: 'binary' }),
  version: fc.string(),
  architecture: fc.string(),
  source: fc.string(),
  sourceVersion: fc.string(),
  licence: fc.string(),
  claimedBytes: fc.nat(),
  fields: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
  files,
});
const metadata: fc.Arbitrary<StoredMetadata> = fc.oneof(
  fc.record({ kind: fc.constant('packages' as const), packages: fc.array(record, { maxLength: 5 }) }),
  fc.record({ kind: fc.constant('text' as const), text: bytes }),
  fc.constantFrom(
    { kind: 'unread' as const, reason: 'too large' as const },
    { kind: 'unread' as const, reason: 'unreadable' as const },
  ),
);

test('what is stored comes back, wherever the bytes lie', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 30, unit: 'grapheme-ascii' }),
      metadata,
      fc.nat(7),
      (id, value, shift) => {
        const encoded = encodeMetadata(id, value);
        const moved = Buffer.concat([Buffer.alloc(shift), encoded, Buffer.from('more')]);
        const found = moved.subarray(shift, shift + encoded.length);
        expect(metadataParserId(found)).toBe(id);
        expect(decodeMetadata(found)).toEqual(value);
      },
    ),
  );
});

test('a record keeps its paths apart from those of its neighbours', () => {
  const make = (name: string, paths: string): PackageRecord => ({
    ...BARE_RECORD,
    type: 'apk',
    name,
    version: '1',
    files: { kind: 'paths', paths: Buffer.from(paths) },
  });
  const decoded = decodeMetadata(
    encodeMetadata('apk', {
      kind: 'packages',
      packages: [make('a', 'bin/a\nbin/b'), make('b', ''), make('c', 'x')],
    }),
  );
  if (decoded.kind !== 'packages') throw new Error('not packages');
  const lists = decoded.packages.map(({ files }) =>
    files.kind === 'paths' ? String(files.paths) : undefined,
  );
  expect(lists).toEqual(['bin/a\nbin/b', '', 'x']);
});
