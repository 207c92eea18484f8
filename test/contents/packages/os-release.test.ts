import { expect, test } from 'vitest';
import { readOsRelease } from '../../../src/contents/packages/os-release.ts';

test.each([
  [
    'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\nID=debian\n',
    { id: 'debian', idLike: [], versionId: '12', codename: 'bookworm' },
  ],
  [
    'ID=\'ubuntu\'\nID_LIKE=debian\nVERSION_ID="22.04"\nUBUNTU_CODENAME=jammy',
    { id: 'ubuntu', idLike: ['debian'], versionId: '22.04', codename: 'jammy' },
  ],
  [
    'ID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.3"\n',
    { id: 'rocky', idLike: ['rhel', 'centos', 'fedora'], versionId: '9.3', codename: '' },
  ],
  ['# ID=no\n\nnonsense\nID=a\nID=b\n', { id: 'b', idLike: [], versionId: '', codename: '' }],
  ['ID="a\\"b\\$c\\d"\r\n', { id: 'a"b$c\\d', idLike: [], versionId: '', codename: '' }],
  ['ID="\nVERSION_ID=\'\n', { id: 'linux', idLike: [], versionId: '', codename: '' }],
  ['', { id: 'linux', idLike: [], versionId: '', codename: '' }],
])('%j', (text, expected) => {
  expect(readOsRelease(Buffer.from(text))).toEqual(expected);
});
