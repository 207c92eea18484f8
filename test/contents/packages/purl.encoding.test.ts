import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodePurl } from '../../../src/contents/packages/purl.ts';

test.each([
  ['pkg:npm/%40babel/core@7.1.0', { type: 'npm', namespace: '@babel', name: 'core', version: '7.1.0' }],
  ['pkg:gem/rake', { type: 'gem', name: 'rake' }],
  [
    'pkg:golang/github.com/a/b/v2@v2.0.0%2Bincompatible',
    { type: 'golang', namespace: 'github.com/a/b', name: 'v2', version: 'v2.0.0+incompatible' },
  ],
  [
    'pkg:deb/debian/bash@5.2~rc1-2%2Bb7?arch=amd64&distro=debian-12',
    {
      type: 'deb',
      namespace: 'debian',
      name: 'bash',
      version: '5.2~rc1-2+b7',
      qualifiers: { distro: 'debian-12', upstream: '', arch: 'amd64' },
    },
  ],
  [
    'pkg:deb/debian/zlib1g@1%3A1.2.13',
    { type: 'deb', namespace: 'debian', name: 'zlib1g', version: '1:1.2.13' },
  ],
  ['pkg:gem/a%20%27%21%28%29%2Ab', { type: 'gem', name: "a '!()*b" }],
  ['pkg:npm/%EF%BF%BD', { type: 'npm', name: '\ud800' }],
])('%s', (purl, parts) => {
  expect(encodePurl(parts)).toBe(purl);
});

test('any parts come back, and no part breaks out of its place', () => {
  const part = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('/'));
  fc.assert(
    fc.property(part, part, part, (namespace, name, version) => {
      const purl = encodePurl({ type: 'npm', namespace, name, version });
      const [, ...found] = /^pkg:npm\/([\w.~%-]+)\/([\w.~%-]+)@([\w.~%-]+)$/.exec(purl) ?? [];
      expect(found.map(decodeURIComponent)).toEqual([namespace, name, version]);
    }),
  );
});
