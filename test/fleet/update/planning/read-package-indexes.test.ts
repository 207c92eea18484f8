// Package indexes by the URLs of the lock, from a mirror on loopback.
import { expect, test } from 'vitest';
import { readPackageIndexes } from '../../../../src/fleet/update/planning/read-package-indexes.ts';
import { digestBytes } from '../../../../src/oci/bytes/digest.ts';
import { startRegistry } from '../../../support/registry-server.ts';
import { lockEntry, lockOf } from '../lock/lock-entries.ts';

test('each is read once by its digest, and one that cannot be read is told and left out', async () => {
  const mirror = await startRegistry({
    intercept: (_request, response, url) => {
      response.writeHead(url.pathname.endsWith('/InRelease') ? 200 : 404);
      response.end('Suite: stable\n');
      return true;
    },
  });
  const [good, gone] = [`${mirror.origin}/debian/InRelease`, `${mirror.origin}/alpine/APKINDEX.tar.gz`];
  const lock = lockOf(
    lockEntry('a:1', { packages: { [good]: 'x' } }),
    lockEntry('b:1', { packages: { [good]: 'y', [gone]: 'z', 'file:///etc/passwd': 'z' } }),
  );
  const told: string[] = [];
  const read = await readPackageIndexes(
    lock,
    new AbortController().signal,
    (url, why) => told.push(`${url} ${why}`),
    ({ protocol }) => protocol === 'http:',
  );
  expect([...read]).toEqual([[good, digestBytes(Buffer.from('Suite: stable\n'))]]);
  expect(told).toEqual([
    'file:///etc/passwd it is no URL of a public mirror',
    `${gone} the mirror answers with status 404`,
  ]);
  expect(mirror.requests.filter(({ path }) => path.endsWith('InRelease'))).toHaveLength(1);
});

test('hosts of the own network are not asked, whatever a lock says', async () => {
  const urls = [
    'http://deb.debian.org/x',
    'https://127.0.0.1/x',
    'https://[::1]/x',
    'https://metadata/x',
    'https://a.internal/x',
  ];
  const told: string[] = [];
  const lock = lockOf(lockEntry('a:1', { packages: Object.fromEntries(urls.map((url) => [url, 'x'])) }));
  expect((await readPackageIndexes(lock, new AbortController().signal, (url) => told.push(url))).size).toBe(
    0,
  );
  expect(told.sort()).toEqual([...urls].sort());
});
