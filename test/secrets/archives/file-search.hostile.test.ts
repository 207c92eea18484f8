import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeTar } from '../../../src/oci/tar/write-tar.ts';
import { FileSearch } from '../../../src/secrets/scan/file-search.ts';
import type { SecretReading } from '../../../src/secrets/secret-match.ts';
import { streamedZip } from '../../support/streamed-zips.ts';
import { makeToken, places, RULES, searchFile, searchPieces, unreadParts } from './search-file.ts';

const TEXT = `key: ${makeToken()}\n`;
const MB = 1024 * 1024;

function reasons({ unread }: SecretReading): string[] {
  return [...new Set(unread.map(({ reason }) => reason))];
}

describe('bombs', () => {
  const zeros = Buffer.alloc(80 * MB);

  test('a gzip file may grow by 64 MiB and 20 times its size, and is searched up to there', () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from(TEXT), zeros]));
    const reading = searchFile(bomb, 'bomb.gz');
    expect(places(reading)).toEqual(['bomb 5 16']);
    expect(reasons(reading)).toEqual(['grows too much when inflated']);
    expect(reading.unread[0]!.bytes).toBeGreaterThan(1000);
  });

  test('a zip too, with what is in it', () => {
    const bomb = streamedZip([
      { name: 'a', content: TEXT },
      { name: 'bomb', content: zeros },
      { name: 'b', content: TEXT },
    ]);
    const reading = searchFile(bomb);
    expect(places(reading)).toEqual(['a 5 16']);
    expect(reasons(reading)).toEqual(['grows too much when inflated']);
  });

  test('one in another is stopped in both, and no byte is left out in silence', () => {
    const bomb = gzipSync(gzipSync(zeros));
    const reading = searchFile(bomb, 'a.gz.gz');
    expect(reasons(reading)).toEqual(['grows too much when inflated']);
  });

  test('many files share what they may grow beyond their size', () => {
    const search = new FileSearch(RULES);
    const bomb = gzipSync(Buffer.alloc(60 * MB));
    const refused: number[] = [];
    for (let i = 0; i < 12; i++)
      if (searchPieces(search, bomb, 'a.gz', () => 65536).unread.length > 0) refused.push(i);
    expect(refused).toEqual([8, 9, 10, 11]);
  });

  test('holes of sparse files are not believed for ever', () => {
    const search = new FileSearch(RULES);
    const [zip, name] = [streamedZip([{ name: 'a', content: TEXT }]).subarray(0, 40), Buffer.from('a')];
    for (const head of [
      gzipSync(TEXT).subarray(0, 20),
      zip,
      writeTar([{ kind: 'file', path: 'a', content: zip }]),
    ]) {
      search.start(name, 0, 1, 2 ** 16);
      search.push(head);
      search.pushHole(2 ** 50);
      expect(search.finish().unread.length).toBeGreaterThan(0);
    }
  });

  test('a hole before anything else is searched as a hole', () => {
    const search = new FileSearch(RULES);
    const content: (Uint8Array | number)[] = [100, Buffer.from(TEXT)];
    search.start(Buffer.from('a'), 0, 1, 100 + TEXT.length);
    for (const part of content)
      if (typeof part === 'number') search.pushHole(part);
      else search.push(part);
    expect(places(search.finish())).toEqual(['- 105 16']);
  });
});

describe('a million', () => {
  test('tiny members take bounded time, and what is too many is listed', () => {
    const member = streamedZip([{ name: '', content: '', isStored: true }]).subarray(0, 30);
    const archive = Buffer.alloc(1_000_000 * 30);
    for (let at = 0; at < archive.length; at += 30) member.copy(archive, at);
    const reading = searchFile(archive);
    expect(reasons(reading)).toEqual(['grows too much when inflated']);
    expect(reading.unread[0]!.bytes % 30).toBe(0);
  });

  test('encrypted members are summed up', () => {
    const locked = streamedZip([
      { name: 'x', content: '', isEncrypted: true, data: Buffer.alloc(9) },
    ]).subarray(0, 40);
    const reading = searchFile(Buffer.concat(Array.from({ length: 5000 }, () => locked)));
    expect(reading.unread.length).toBe(21);
    expect(reading.unread.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(5000 * 9);
    expect(unreadParts(reading)[20]).toBe(`- ${4980 * 9} encrypted`);
  });

  test('secrets of one file are cut off at ten thousand', () => {
    // Sparse enough that each is tried.
    const content = (TEXT + 'filler '.repeat(40)).repeat(2000);
    const reading = searchFile(streamedZip([...'abcdef'].map((name) => ({ name, content }))));
    expect(reading.matches.length).toBe(10_000);
    expect(reasons(reading)).toEqual(['more than 10000 secrets in one file']);
  });
});

describe('lies', () => {
  test('a size beyond the file', () => {
    const archive = streamedZip([{ name: 'a', content: TEXT, claimedCompressedBytes: 2 ** 31 }]);
    const reading = searchFile(archive);
    expect(places(reading)).toEqual(['a 5 16']);
    expect(reasons(reading)).not.toEqual([]);
  });

  test('a size that ends within the data', () => {
    const data = deflateRawSync(Buffer.from(TEXT));
    const archive = streamedZip([{ name: 'a', content: TEXT, claimedCompressedBytes: data.length - 4 }]);
    expect(unreadParts(searchFile(archive)).map((part) => part.replace(/\d+/, 'N'))).toEqual([
      'a N cut off',
      '- N corrupt zip, searched as it is',
    ]);
  });

  test('bytes after the end of compressed data are listed', () => {
    const data = Buffer.concat([deflateRawSync(Buffer.from(TEXT)), Buffer.alloc(50, 1)]);
    const reading = searchFile(
      streamedZip([
        { name: 'a', content: TEXT, data },
        { name: 'b', content: TEXT },
      ]),
    );
    expect(places(reading)).toEqual(['a 5 16', 'b 5 16']);
    expect(unreadParts(reading)).toEqual(['a 50 after the end of its compressed data']);
  });

  test('a local header with text after it', () => {
    const reading = searchFile(Buffer.from(`PK\x03\x04${'\0'.repeat(26)}${TEXT}`, 'latin1'));
    expect(places(reading)).toEqual(['- 35 16']);
    expect(reasons(reading)).toEqual(['corrupt zip, searched as it is']);
  });

  test('a tar that goes wrong is searched as it is from there on', () => {
    const tar = Buffer.from(writeTar([{ kind: 'file', path: 'a', content: Buffer.from(TEXT) }]));
    const wrong = Buffer.concat([tar.subarray(0, 1024), Buffer.alloc(512, 0x41), Buffer.from(TEXT)]);
    const reading = searchFile(wrong);
    expect(places(reading)).toEqual(['a 5 16', '- 1541 16']);
    expect(reasons(reading)).toEqual(['corrupt tar, searched as it is']);
  });

  test('a tar cut off in a member', () => {
    const tar = writeTar([{ kind: 'file', path: 'a', content: Buffer.from(TEXT.repeat(2)) }]);
    const reading = searchFile(tar.subarray(0, 512 + TEXT.length));
    expect(places(reading)).toEqual(['a 5 16']);
    expect(reasons(reading)).toEqual(['cut off tar']);
  });

  test('bytes after the end of a tar and of a gzip stream are listed', () => {
    const tar = Buffer.concat([
      writeTar([{ kind: 'file', path: 'a', content: Buffer.from('b') }]),
      Buffer.alloc(9, 1),
    ]);
    expect(unreadParts(searchFile(tar))).toEqual(['- 9 after the end of the tar']);
    const gzip = Buffer.concat([gzipSync('a'), Buffer.alloc(3), Buffer.alloc(9, 1)]);
    expect(unreadParts(searchFile(gzip))).toEqual(['- 9 after the end of the gzip stream']);
  });

  test('names of 64 KiB and long paths', () => {
    const archive = streamedZip([{ name: 'n'.repeat(65_535), content: TEXT }]);
    const [match] = searchFile(archive, 'p'.repeat(10_000)).matches;
    expect(match!.member!.length).toBeLessThan(600);
  });

  test('every place at which an archive is cut off', () => {
    const archive = streamedZip([
      { name: 'a', content: TEXT, descriptor: 'signed' },
      { name: 'b', content: TEXT, isStored: true },
    ]);
    const [centralStart, second] = [archive.indexOf('PK\x01\x02'), archive.indexOf('PK\x03\x04', 4)];
    for (let end = 5; end < centralStart; end++) {
      const reading = searchFile(archive.subarray(0, end));
      // Nothing shows that there was more where it ends between members, or in a descriptor whose member is whole.
      if (end >= second - 16 && end <= second) expect(places(reading)).toEqual(['a 5 16']);
      else expect(reading.unread.length).toBe(1);
    }
  });
});
