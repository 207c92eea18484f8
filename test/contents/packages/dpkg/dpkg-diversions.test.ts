import { expect, test } from 'vitest';
import { readDiversions } from '../../../../src/contents/packages/dpkg/dpkg-diversions.ts';
import { lines } from '../read-packages.ts';

test('by a package, local, and cut off', () => {
  const text = lines(
    '/bin/sh',
    '/bin/sh.distrib',
    'dash',
    '/usr/bin/less',
    '/usr/bin/less.real',
    ':',
    '/x',
    '/y',
  );
  expect(readDiversions(text)).toEqual([
    { path: 'bin/sh', divertedTo: 'bin/sh.distrib', exceptPackage: 'dash' },
    { path: 'usr/bin/less', divertedTo: 'usr/bin/less.real', exceptPackage: '' },
  ]);
  expect(readDiversions(Buffer.alloc(0))).toEqual([]);
});
