import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeTar } from '../../../src/oci/tar/write-tar.ts';
import { type StreamedZipMember, streamedZip } from '../../support/streamed-zips.ts';
import { makeToken, places, searchFile, unreadParts } from './search-file.ts';

const TOKEN = makeToken();
const TEXT = `key: ${TOKEN}\n`;

function tar(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  return writeTar(
    Object.entries(files).map(([path, content]) => ({
      kind: 'file' as const,
      path,
      content: Buffer.from(content as string),
    })),
  );
}

describe('a zip', () => {
  test.each<readonly [what: string, member: Omit<StreamedZipMember, 'name' | 'content'>]>([
    ['deflated', {}],
    ['stored', { isStored: true }],
    ['with zip64 sizes', { isZip64: true }],
    ['with a descriptor', { descriptor: 'signed' }],
    ['with a descriptor that has no signature', { descriptor: 'bare' }],
    ['with a zip64 descriptor', { descriptor: 'zip64' }],
  ])('%s: each member is searched as a file, once', (_, form) => {
    const archive = streamedZip([
      { name: 'a/', content: '', isStored: true },
      { name: 'a/one.txt', content: TEXT, ...form },
      { name: 'two.txt', content: `${'x'.repeat(100_000)} ${TOKEN} `, ...form },
      { name: 'empty', content: '', isStored: true },
      { name: 'three.txt', content: TEXT, ...form },
    ]);
    const reading = searchFile(archive, 'a.jar');
    expect(places(reading)).toEqual(['a/one.txt 5 16', 'two.txt 100001 16', 'three.txt 5 16']);
    expect(unreadParts(reading)).toEqual([]);
  });

  test('tells what it cannot read by name, and goes on behind it', () => {
    const archive = streamedZip([
      { name: 'locked', content: TEXT, isEncrypted: true, data: Buffer.alloc(30, 7) },
      { name: 'lzma', content: TEXT, method: 14, data: Buffer.alloc(20, 7) },
      { name: 'odd', content: TEXT, method: 77, data: Buffer.alloc(10, 7) },
      { name: 'open', content: TEXT },
    ]);
    const reading = searchFile(archive);
    expect(unreadParts(reading)).toEqual([
      'locked 30 encrypted',
      'lzma 20 compressed with LZMA',
      'odd 10 compressed with zip method 77',
    ]);
    expect(places(reading)).toEqual(['open 5 16']);
  });

  test('has its comment and what follows the members searched as they are', () => {
    const archive = streamedZip([{ name: 'a', content: 'nothing' }], TEXT);
    expect(places(searchFile(archive))).toEqual([`- ${archive.length - TEXT.length + 5} 16`]);
  });

  test('that is stored without sizes is searched as it is, and said to be', () => {
    const archive = streamedZip([{ name: 'a', content: TEXT, isStored: true, descriptor: 'signed' }]);
    const reading = searchFile(archive);
    expect(places(reading)).toEqual([`- ${30 + 1 + 5} 16`]);
    expect(unreadParts(reading)).toEqual([
      `- ${archive.length - 31} stored members without sizes, searched as they are`,
    ]);
  });

  test('with the mark of a split archive is one', () => {
    const archive = Buffer.concat([Buffer.from('PK00'), streamedZip([{ name: 'a', content: TEXT }])]);
    expect(places(searchFile(archive))).toEqual(['a 5 16']);
  });
});

describe('compressed files and tars', () => {
  test('a compressed file is searched under its own name', () => {
    expect(places(searchFile(gzipSync(TEXT), 'usr/share/doc/changelog.Debian.gz'))).toEqual([
      'changelog.Debian 5 16',
    ]);
  });

  test('all members of a gzip file and zeros after them are read', () => {
    const file = Buffer.concat([gzipSync('a'), gzipSync(TEXT), Buffer.alloc(100)]);
    const reading = searchFile(file, 'a.gz');
    expect(places(reading)).toEqual(['a 6 16']);
    expect(unreadParts(reading)).toEqual([]);
  });

  test('a loose object of git is a zlib stream', () => {
    expect(places(searchFile(deflateSync(`blob 22\0${TEXT}`), '.git/objects/ab/cd'))).toEqual(['cd 13 16']);
  });

  test('a text that begins as zlib streams do is a text', () => {
    expect(places(searchFile(Buffer.from(`x^2 ${TEXT}`)))).toEqual(['- 9 16']);
  });

  test('members of a tar are files, found once', () => {
    const reading = searchFile(tar({ './a': TEXT, 'b/c': `  ${TEXT}`, empty: '' }));
    expect(places(reading)).toEqual(['a 5 16', 'b/c 7 16']);
    expect(unreadParts(reading)).toEqual([]);
  });

  test('a tar that is compressed as a whole is one archive', () => {
    expect(places(searchFile(gzipSync(tar({ a: TEXT })), 'x/y.tgz'))).toEqual(['a 5 16']);
  });

  test('forms that are not opened are listed with their bytes', () => {
    const forms: readonly (readonly [string, Buffer])[] = [
      ['compressed with xz', Buffer.from('fd377a585a00000000', 'hex')],
      ['compressed with zstd', Buffer.from('28b52ffd00000000', 'hex')],
      ['compressed with bzip2', Buffer.from('BZh91AY&SY')],
      ['a git pack', Buffer.from('5041434b00000002000000', 'hex')],
      ['a 7-Zip archive', Buffer.from('377abcaf271c0004', 'hex')],
      ['a Debian package', Buffer.from('!<arch>\ndebian-binary   1')],
    ];
    for (const [reason, bytes] of forms)
      expect(unreadParts(searchFile(bytes))).toEqual([`- ${bytes.length} ${reason}`]);
  });
});

describe('archives in archives', () => {
  const inner = streamedZip([{ name: 'deep.txt', content: TEXT }]);
  const jar = streamedZip([{ name: 'in.zip', content: inner, isStored: true }]);

  test('a zip in a jar in a tar.gz is opened', () => {
    expect(places(searchFile(gzipSync(tar({ 'lib/a.jar': jar })), 'a.tar.gz'))).toEqual([
      'lib/a.jar!/in.zip!/deep.txt 5 16',
    ]);
  });

  test('a fourth archive is listed; a tar there is searched as it is', () => {
    const fourth = streamedZip([{ name: 'in.jar', content: jar }]);
    const packed = gzipSync(tar({ a: fourth }));
    expect(unreadParts(searchFile(packed))).toEqual([
      `a!/in.jar!/in.zip ${inner.length} nested deeper than 3 archives`,
    ]);
    const plain = tar({ 'deep.txt': TEXT });
    const third = streamedZip([{ name: 'z', content: streamedZip([{ name: 'y', content: plain }]) }]);
    expect(places(searchFile(gzipSync(tar({ a: third }))))).toEqual([`a!/z!/y ${512 + 5} 16`]);
  });

  test('separators in names are quoted, and names of any bytes have a form', () => {
    const archive = streamedZip([
      { name: '../a!/b', content: TEXT },
      { name: Uint8Array.of(0x61, 0xff), content: TEXT },
    ]);
    expect(places(searchFile(archive))).toEqual(['../a%21/b 5 16', 'aÿ 5 16']);
  });

  test('what is compressed in an archive has its own name too', () => {
    expect(places(searchFile(tar({ 'docs/a.txt.gz': gzipSync(TEXT) })))).toEqual([
      'docs/a.txt.gz!/a.txt 5 16',
    ]);
  });
});

test('structures read members by the names that these have, packed or in UTF-16', () => {
  const line = `https://someone:${['8hF', 'q2Lm', 'Zt9w', 'Kd4x'].join('')}@git.example.net\n`;
  const place = places(searchFile(Buffer.from(line), 'root/.git-credentials'))[0]!.replace('- ', '');
  expect(place).toMatch(/^\d+ \d+$/);
  expect(places(searchFile(gzipSync(line), 'root/.git-credentials.gz'))).toContain(
    `.git-credentials ${place}`,
  );
  const name = 'root/.git-credentials';
  expect(places(searchFile(streamedZip([{ name, content: line, descriptor: 'signed' }])))).toContain(
    `${name} ${place}`,
  );
  expect(places(searchFile(gzipSync(tar({ [name]: line })), 'a.tgz'))).toContain(`${name} ${place}`);
  const [offset, length] = place.split(' ').map(Number);
  expect(places(searchFile(Buffer.from(`\ufeff${line}`, 'utf16le'), name))).toContain(
    `- ${2 + 2 * offset!} ${2 * length!}`,
  );
});

describe('UTF-16', () => {
  test.each([
    ['little end first', '\ufeff', false, 2],
    ['big end first', '\ufeff', true, 2],
    ['little end first without a mark', '', false, 0],
    ['big end first without a mark', '', true, 0],
  ])('%s: offsets and lengths are of the file', (_, mark, isSwapped, markBytes) => {
    const bytes = Buffer.from(`${mark}name = 'é'; ${TEXT}`, 'utf16le');
    if (isSwapped) bytes.swap16();
    expect(places(searchFile(bytes))).toEqual([`- ${markBytes + 2 * 17} 32`]);
  });

  test('is read in archives too, with other characters in it', () => {
    const bytes = Buffer.from(`\ufeff鍵: ${TOKEN}`, 'utf16le');
    expect(places(searchFile(gzipSync(bytes), 'a.gz'))).toEqual([`a ${2 + 2 * 3} 32`]);
  });

  test('numbers of two bytes are none', () => {
    const numbers = Buffer.alloc(400);
    for (let i = 0; i < 200; i++) numbers.writeUInt16LE(i, 2 * i);
    expect(places(searchFile(Buffer.concat([numbers, Buffer.from(TEXT)])))).toEqual(['- 405 16']);
  });
});

test('streams cut off or broken tell so', () => {
  const whole = deflateRawSync(Buffer.from(TEXT.repeat(50)));
  const broken = Buffer.concat([Buffer.from([0xff, 0xff]), whole]);
  const reading = searchFile(
    streamedZip([
      { name: 'a', content: TEXT, data: broken },
      { name: 'b', content: TEXT },
    ]),
  );
  expect(unreadParts(reading)).toEqual([`a ${broken.length} corrupt`]);
  expect(places(reading)).toEqual(['b 5 16']);
});
