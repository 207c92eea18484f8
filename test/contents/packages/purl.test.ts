import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePurl } from '../../../src/contents/packages/purl.ts';

test.each([
  [
    {
      type: 'deb',
      namespace: 'debian',
      name: 'attr',
      version: '1:2.4.47-2+b1',
      qualifiers: { arch: 'amd64' },
    },
    'pkg:deb/debian/attr@1%3A2.4.47-2%2Bb1?arch=amd64',
  ],
  [
    {
      type: 'rpm',
      namespace: 'fedora',
      name: 'centerim',
      version: '4.22.10-1.el6',
      qualifiers: { epoch: '1', arch: 'i686', distro: 'fedora-25' },
    },
    'pkg:rpm/fedora/centerim@4.22.10-1.el6?arch=i686&distro=fedora-25&epoch=1',
  ],
  [{ type: 'golang', namespace: 'github.com/a b', name: 'c', version: '' }, 'pkg:golang/github.com/a%20b/c'],
  [
    { type: 'npm', namespace: '@babel', name: 'core', version: '7', qualifiers: { x: '' } },
    'pkg:npm/%40babel/core@7',
  ],
  [
    { type: 'deb', namespace: '', name: 'a/b?c#d%', version: '~é\ud800' },
    'pkg:deb/a%2Fb%3Fc%23d%25@~%C3%A9%EF%BF%BD',
  ],
])('%j', (url, expected) => {
  expect(encodePurl(url)).toBe(expected);
});

test('what is encoded is decoded', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  fc.assert(
    fc.property(text, text, text, (name, version, value) => {
      const url = encodePurl({ type: 'generic', namespace: '', name, version, qualifiers: { value } });
      const [, encodedName, encodedVersion, encodedValue] =
        /^pkg:generic\/([^/@?#]*)@([^/@?#]*)\?value=([^/@?#&=]*)$/.exec(url)!;
      expect([encodedName, encodedVersion, encodedValue].map((it) => decodeURIComponent(it!))).toEqual([
        name,
        version,
        value,
      ]);
    }),
  );
});
