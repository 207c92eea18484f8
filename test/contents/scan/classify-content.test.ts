import { expect, test } from 'vitest';
import { CONTENT_TYPE } from '../../../src/contents/facts/layer-facts.ts';
import { classifyContent, HEAD_BYTES } from '../../../src/contents/scan/classify-content.ts';

function elf(type: number, isBigEndian = false): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF', 0, 'latin1');
  head[5] = isBigEndian ? 2 : 1;
  if (isBigEndian) head.writeUInt16BE(type, 16);
  else head.writeUInt16LE(type, 16);
  return head;
}
const tar = Buffer.alloc(HEAD_BYTES);
tar.write('etc/passwd', 0);
tar.write('ustar', 257);

test.each([
  ['elfObject', elf(1)],
  ['elfExecutable', elf(2)],
  ['elfShared', elf(3)],
  ['elfCore', elf(4)],
  ['elfShared', elf(3, true)],
  ['unknown', elf(0)],
  ['unknown', elf(0xfe00)],
  ['unknown', elf(2).subarray(0, 17)],
  ['script', Buffer.from('#!/bin/sh\n')],
  ['unknown', Buffer.from('# comment')],
  ['archive', Buffer.from('!<arch>\nfoo.o/          ')],
  ['deb', Buffer.from('!<arch>\ndebian-binary   ')],
  ['unknown', Buffer.from('!<arch')],
  ['gzip', Buffer.from('1f8b08', 'hex')],
  ['zip', Buffer.from('PK\x03\x04')],
  ['zip', Buffer.from('PK\x05\x06')],
  ['unknown', Buffer.from('PK\x01\x02')],
  ['xz', Buffer.from('fd377a585a00', 'hex')],
  ['bzip2', Buffer.from('BZh9')],
  ['zstd', Buffer.from('28b52ffd', 'hex')],
  ['rpm', Buffer.from('edabeedb', 'hex')],
  ['sqlite', Buffer.from('SQLite format 3\0')],
  ['unknown', Buffer.from('SQLite format 4\0')],
  ['tar', tar],
  ['unknown', tar.subarray(0, 261)],
  ['unknown', Buffer.alloc(0)],
  ['unknown', Buffer.from('hello')],
] as const)('tells %s', (type, head) => {
  expect(classifyContent(head)).toBe(CONTENT_TYPE[type]);
});

test.each([0x23, 0x21, 0x1f, 0x50, 0xfd, 0x42, 0x28, 0xed, 0x53])(
  'a tar whose first name begins with byte %i is a tar',
  (byte) => {
    const head = Buffer.from(tar);
    head[0] = byte;
    expect(classifyContent(head)).toBe(CONTENT_TYPE.tar);
  },
);
