// The mirror that an image's sources name: over https, proven by the release file, kept between runs; no network is used.
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fetchMirror } from '../../../src/cli/lighter/fetch-mirror.ts';
import type { StatusLine } from '../../../src/cli/terminal/status-line.ts';
import { FactsCache } from '../../../src/contents/cache/facts-cache.ts';
import type { ImageContents } from '../../../src/contents/image-contents.ts';
import { squashLayers } from '../../../src/contents/view/squash-layers.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, scanLayers } from '../../support/layers.ts';
import { MADE_RELEASE } from '../../support/made-catalogue.ts';

const PACKAGES = gzipSync('Package: curl\nVersion: 1\nArchitecture: amd64\nInstalled-Size: 10\n');
const CONTENTS = gzipSync(
  `usr/bin/curl web/curl\nusr/share/x doc/curl\n${'usr/lib/y libs/y\n'.repeat(20_000)}`,
);
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const release = (packages: Uint8Array = PACKAGES): string =>
  `Origin: Debian\nSHA256:\n ${digest(packages)} ${packages.length} main/binary-amd64/Packages.gz\n` +
  ` ${digest(CONTENTS)} ${CONTENTS.length} main/Contents-amd64.gz\n`;
const SOURCES = 'Types: deb\nURIs: http://deb.debian.org/debian\nSuites: bookworm\nComponents: main\n';

async function ask(
  sources: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  cache?: FactsCache,
) {
  const view = squashLayers(
    await scanLayers([layer([file('etc/apt/sources.list.d/debian.sources', sources)])]),
  );
  const fetched: string[] = [];
  const status = { showStep() {}, clear() {} } as unknown as StatusLine;
  const { catalogue } = await fetchMirror(
    MADE_RELEASE,
    { contents: { view } as ImageContents, cache, status },
    async ({ href }) => {
      fetched.push(href);
      const found = files[href.replace('https://deb.debian.org/debian/dists/bookworm/', '')];
      if (found === undefined) throw new Error(`unexpected: ${href}`);
      return Buffer.from(found as string);
    },
  );
  return { catalogue, fetched };
}
const all = {
  InRelease: release(),
  'main/binary-amd64/Packages.gz': PACKAGES,
  'main/Contents-amd64.gz': CONTENTS,
};

test('packages and their programs, over https whatever the source says', async () => {
  const { catalogue, fetched } = await ask(SOURCES, all);
  expect(catalogue.find('curl')).toMatchObject({ installedBytes: 10_240, commands: 'curl' });
  expect(fetched).toEqual([
    'https://deb.debian.org/debian/dists/bookworm/InRelease',
    'https://deb.debian.org/debian/dists/bookworm/main/binary-amd64/Packages.gz',
    'https://deb.debian.org/debian/dists/bookworm/main/Contents-amd64.gz',
  ]);
});

test('a second run asks for the release file only, until that names other files', async () => {
  const cache = new FactsCache({ folder: makeTemporaryFolder() });
  await ask(SOURCES, all, cache);
  const again = await ask(SOURCES, { InRelease: release() }, cache);
  expect(again.fetched).toHaveLength(1);
  expect(again.catalogue.find('curl')?.commands).toBe('curl');
  const other = gzipSync('Package: wget\nVersion: 1\nArchitecture: amd64\n');
  const changed = { ...all, InRelease: release(other), 'main/binary-amd64/Packages.gz': other };
  expect((await ask(SOURCES, changed, cache)).catalogue.find('wget')).toBeDefined();
});

describe('refused', () => {
  test('what the release file does not state', async () => {
    const forged = { ...all, 'main/binary-amd64/Packages.gz': gzipSync('Package: evil\n') };
    await expect(ask(SOURCES, forged)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  });

  test.each([
    'http://10.0.0.1/debian',
    'http://127.1/debian',
    'http://mirror/debian',
    'http://apt.internal/d',
    'http://[::1]/d',
    'file:///mirror',
    'cdrom:x',
  ])('hosts of the own network, and what is no mirror: %s', async (uri) => {
    const sources = SOURCES.replace('http://deb.debian.org/debian', uri);
    await expect(ask(sources, all)).rejects.toMatchObject({ code: 'USAGE' });
  });

  test('an image without sources', async () => {
    await expect(ask('', all)).rejects.toMatchObject({ code: 'USAGE' });
  });
});
