import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeTar } from '../../../src/oci/tar/write-tar.ts';
import { FileSearch } from '../../../src/secrets/scan/file-search.ts';
import { streamedZip } from '../../support/streamed-zips.ts';
import { makeToken, RULES, searchFile, searchPieces } from './search-file.ts';

interface MadeFile {
  readonly bytes: Buffer;
  /** How many secrets are in it. */
  readonly secrets: number;
}

const text: fc.Arbitrary<MadeFile> = fc
  .array(
    fc.oneof(
      fc.constant('secret' as const),
      fc.string({ unit: fc.constantFrom('x', ' ', '\n', 'é'), maxLength: 40 }),
      fc.integer({ min: 1, max: 40_000 }).map((length) => 'filler '.repeat(length / 7)),
    ),
    { maxLength: 8 },
  )
  .map((parts) => ({
    bytes: Buffer.from(parts.map((part) => (part === 'secret' ? ` ${makeToken()} ` : part)).join('\n')),
    secrets: parts.filter((part) => part === 'secret').length,
  }));
const utf16: fc.Arbitrary<MadeFile> = text.map(({ bytes, secrets }) => ({
  bytes: Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le'),
  secrets,
}));
const leaf = fc.oneof(text, utf16);
const name = fc.stringMatching(/^[a-z]{1,8}(?:\/[a-z!]{1,9}){0,2}$/);

function archiveOf(member: fc.Arbitrary<MadeFile>): fc.Arbitrary<MadeFile> {
  const members = fc.array(fc.tuple(name, member, fc.nat(4)), { maxLength: 4 });
  const sum = (list: readonly (readonly [string, MadeFile, number])[]): number =>
    list.reduce((total, [, { secrets }]) => total + secrets, 0);
  const zip = members.map((list) => ({
    bytes: streamedZip(
      list.map(([path, { bytes }, form]) => ({
        name: path,
        content: bytes,
        ...[
          {},
          { isStored: true },
          { descriptor: 'bare' as const },
          { isZip64: true },
          { descriptor: 'zip64' as const },
        ][form]!,
      })),
    ),
    secrets: sum(list),
  }));
  const tar = members.map((list) => ({
    bytes: Buffer.from(writeTar(list.map(([path, { bytes }]) => ({ kind: 'file', path, content: bytes })))),
    secrets: sum(list),
  }));
  const gzip = fc.oneof(tar, member).map(({ bytes, secrets }) => ({ bytes: gzipSync(bytes), secrets }));
  return fc.oneof(zip, tar, gzip);
}

const made = fc.oneof(
  leaf,
  archiveOf(leaf),
  archiveOf(archiveOf(leaf)),
  archiveOf(archiveOf(archiveOf(leaf))),
);
const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9000 })), {
  minLength: 1,
  maxLength: 20,
});

/** The sizes in turn, over and over; all of them small makes large files slow, so pieces grow in the end. */
function inTurn(sizes: readonly number[]): () => number {
  let count = 0;
  return () => sizes[count % sizes.length]! * (count++ > 2000 ? 50 : 1);
}

test('every secret is found once, however deep it is packed', () => {
  fc.assert(
    fc.property(made, ({ bytes, secrets }) => {
      const reading = searchFile(bytes, 'a/file');
      expect(reading.matches.length).toBe(secrets);
      expect(reading.unread).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('any cutting into pieces gives the same reading, and one search reads many files', () => {
  const search = new FileSearch(RULES);
  fc.assert(
    fc.property(made, cuts, ({ bytes }, sizes) => {
      expect(searchPieces(search, bytes, 'a/file.gz', inTurn(sizes))).toEqual(searchFile(bytes, 'a/file.gz'));
    }),
    { numRuns: 300 },
  );
});

test('no change of bytes makes it throw, and what it leaves out it tells', () => {
  const search = new FileSearch(RULES);
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 });
  fc.assert(
    fc.property(made, changes, fc.nat(), cuts, ({ bytes }, places, end, sizes) => {
      const changed = Buffer.from(bytes.subarray(0, bytes.length - (end % 3 === 0 ? end % 200 : 0)));
      for (const [at, value] of places) if (changed.length > 0) changed[at % changed.length] = value;
      const reading = searchPieces(search, changed, 'file', inTurn(sizes));
      for (const { offsetBytes, lengthBytes } of reading.matches)
        expect(offsetBytes >= 0 && [16, 32].includes(lengthBytes)).toBe(true);
      for (const { bytes: unread } of reading.unread) expect(unread).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 500 },
  );
});
