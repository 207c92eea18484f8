// Which package indexes an image is from, by its own layers, their times, and what mirrors on loopback say.
import { beforeEach, expect, test } from 'vitest';
import { PlimsollError } from '../../../../../src/errors.ts';
import {
  type RecordedPackages,
  recordPackages,
} from '../../../../../src/fleet/update/making/packages/record-packages.ts';
import { digestBytes } from '../../../../../src/oci/bytes/digest.ts';
import { dir, file, layer } from '../../../../support/layers.ts';
import { type RegistryServer, startRegistry } from '../../../../support/registry-server.ts';
import { never } from '../../../../support/written-images.ts';
import { openMade } from './made-side.ts';

const STATUS = 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: all\n\n';
const BUILD = '2026-05-01T12:00:00Z';

let mirror: RegistryServer;
let release: string;
beforeEach(async () => {
  release = 'Suite: stable\nDate: Fri, 01 May 2026 06:00:00 UTC\n';
  mirror = await startRegistry({
    intercept: (_request, response, url) => {
      const isThere = url.pathname.endsWith('/Release') || url.pathname.endsWith('/APKINDEX.tar.gz');
      response.writeHead(isThere ? 200 : 404, { 'last-modified': 'Fri, 01 May 2026 06:00:00 GMT' });
      response.end(url.pathname.endsWith('/Release') ? release : 'index');
      return true;
    },
  });
});

const hostOf = (): string => new URL(mirror.origin).host;
const base = () =>
  layer([
    dir('etc/apt'),
    file('etc/apt/sources.list', `deb [trusted=yes] ${mirror.origin}/debian stable main\n`),
    file('var/lib/dpkg/status', STATUS),
    file('etc/apk/repositories', `# own\n@edge ${mirror.origin}/alpine/main\n`),
  ]);

async function record(
  own: readonly Uint8Array[],
  more: { readonly created?: string; readonly mirrors?: readonly string[]; readonly told?: string[] } = {},
): Promise<RecordedPackages> {
  const { created = BUILD, mirrors = [hostOf()], told = [] } = more;
  const side = await openMade([base(), ...own], ['2026-01-01T00:00:00Z', ...own.map(() => created)]);
  return recordPackages(side, {
    ...{ platform: 'linux/amd64', baseLayerCount: 1, startedMs: Date.parse(BUILD), mirrors, signal: never() },
    silent: new Set(),
    onUnreadable: (url, why) => told.push(`${url} ${why}`),
  });
}

const installs = layer([file('var/lib/dpkg/status', `${STATUS}${STATUS.replace('a', 'b')}`)]);
const inRelease = (): string => `${mirror.origin}/debian/dists/stable/InRelease`;

test('what its own layers installed in this build is from the index of now', async () => {
  expect(await record([installs])).toEqual({ [inRelease()]: digestBytes(Buffer.from(release)) });
});

test('an image that installs nothing of its own has none, whatever its base did', async () => {
  expect(await record([layer([file('srv/app', 'x')])])).toEqual({});
  expect(mirror.requests).toEqual([]);
});

test('an index that is newer than what the engine had kept is left open', async () => {
  const { [inRelease()]: kept } = await record([installs], { created: '2026-04-01T00:00:00Z' });
  expect(kept).toBeNull();
  release = 'Date: Fri, 01 May 2026 12:00:30 UTC\n';
  expect((await record([installs]))[inRelease()]).toBeNull();
  // Published long before the layer was made, it is what the layer is from.
  release = 'Date: Mon, 30 Mar 2026 06:00:00 UTC\n';
  expect((await record([installs], { created: '2026-04-01T00:00:00Z' }))[inRelease()]).toBe(
    digestBytes(Buffer.from(release)),
  );
});

test('the oldest of its layers counts, and one without a time leaves it open', async () => {
  const side = await openMade([base(), installs, installs], ['2026-01-01', '2026-04-01T00:00:00Z', BUILD]);
  const options = { platform: 'linux/amd64', baseLayerCount: 1, startedMs: Date.parse(BUILD) };
  const rest = { mirrors: [hostOf()], signal: never(), silent: new Set<string>(), onUnreadable: () => {} };
  expect((await recordPackages(side, { ...options, ...rest }))[inRelease()]).toBeNull();
  expect((await record([installs], { created: 'some day' }))[inRelease()]).toBeNull();
});

test('apk has its index by architecture', async () => {
  const own = layer([file('lib/apk/db/installed', 'P:a\nV:1\n\n')]);
  expect(await record([own])).toEqual({
    [`${mirror.origin}/alpine/main/x86_64/APKINDEX.tar.gz`]: digestBytes(Buffer.from('index')),
  });
});

test('a mirror of the own network is asked only where the user named it', async () => {
  expect(await record([installs], { mirrors: [] })).toEqual({});
  expect(mirror.requests).toEqual([]);
});

test('one that does not answer is told, once for all of its indexes, and left open', async () => {
  const told: string[] = [];
  const url = inRelease();
  const mirrors = [hostOf()];
  const silent = new Set<string>();
  const side = await openMade([base(), installs], ['2026-01-01T00:00:00Z', BUILD]);
  const ask = async (): Promise<never> => {
    throw new PlimsollError('REGISTRY_UNREACHABLE', 'nobody is there');
  };
  const options = {
    ...{ platform: 'linux/amd64', baseLayerCount: 1, startedMs: Date.parse(BUILD), mirrors, signal: never() },
    ...{ silent, ask, onUnreadable: (asked: string, why: string) => void told.push(`${asked} ${why}`) },
  };
  expect(await recordPackages(side, options)).toEqual({ [url]: null });
  expect(await recordPackages(side, options)).toEqual({ [url]: null });
  expect(told).toEqual([`${url} nobody is there`]);
});
