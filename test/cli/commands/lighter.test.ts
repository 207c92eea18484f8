// `plimsoll image --lighter`: from the image's own lists, from a file, from a URL on this machine; and the base's sibling tags.

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import LIGHTER from '../../../schema/lighter.json' with { type: 'json' };
import { writeCatalogue } from '../../../src/catalogue/compact-format.ts';
import { validateSchema } from '../../report/validate-schema.ts';
import {
  type MadeImage,
  type MadeLayer,
  makeImage,
  makeLayer,
  makeTemporaryFolder,
} from '../../support/image-files.ts';
import { file, layer, makeLayout, symlink, whiteout } from '../../support/layers.ts';
import { packLz4 } from '../../support/lz4-frames.ts';
import { makeCatalogue } from '../../support/made-catalogue.ts';
import { REPOSITORY, startRegistry } from '../../support/registry-server.ts';
import { runProgram } from '../run-program.ts';

const MB = 1_000_000;
const folder = makeTemporaryFolder();
const status = (name: string, more = ''): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n${more}\n`;
const offer = (name: string, kilobytes: number, more = ''): string =>
  `Package: ${name}\nArchitecture: amd64\nVersion: 1\nInstalled-Size: ${kilobytes}\n${more}\n`;
const PACKAGES =
  offer('vim', 3700, 'Depends: vim-runtime\n') +
  offer('vim-runtime', 36_000, 'Source: vim\n') +
  offer('vim-tiny', 1800, 'Source: vim\nRecommends: xxd\n') +
  offer('xxd', 200, 'Source: vim\n') +
  offer('imagemagick', 9000) +
  offer('graphicsmagick', 6000);
const LIST = 'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages';

const system = [
  file('etc/os-release', 'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'),
  file(
    'var/lib/dpkg/status',
    status('vim', 'Depends: vim-runtime\n') + status('vim-runtime') + status('imagemagick'),
  ),
  file('var/lib/apt/extended_states', 'Package: vim-runtime\nArchitecture: amd64\nAuto-Installed: 1\n'),
  file('var/lib/dpkg/info/vim.list', '/usr/bin/vim.basic\n'),
  file('var/lib/dpkg/info/vim-runtime.list', '/usr/share/vim/all\n'),
  file('var/lib/dpkg/info/imagemagick.list', '/usr/bin/convert\n'),
  file('usr/bin/vim.basic', Buffer.alloc(3 * MB)),
  symlink('usr/bin/vim', '/etc/alternatives/vim'),
  symlink('etc/alternatives/vim', '/usr/bin/vim.basic'),
  file('usr/share/vim/all', Buffer.alloc(30 * MB)),
  file('usr/bin/convert', Buffer.alloc(8 * MB)),
];
const lighter = (image: string, ...args: readonly string[]) =>
  runProgram(['image', image, '--platform', 'linux/amd64', '--lighter', ...args], { cwd: folder });

beforeAll(async () => {
  await makeLayout(join(folder, 'bare'), [layer(system)]);
  await makeLayout(join(folder, 'visible'), [layer([...system, file(LIST, PACKAGES)])]);
  await makeLayout(join(folder, 'hidden'), [
    layer(system),
    layer([file(`${LIST}.lz4`, packLz4(Buffer.from(PACKAGES)))]),
    layer([whiteout(`${LIST}.lz4`)]),
  ]);
});

describe("the image's own lists", () => {
  test('visible or hidden, plain or LZ4: the same packages', async () => {
    const { exitCode, stdout, stderr } = await lighter('./hidden');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
      "vim 1  3.00 MB, frees 33.0 MB in 2 packages
        vim-tiny saves 31.2 MB without recommendations
            31.0 MB with them: xxd
            vim is vi; vim.basic is vim.tiny
            warning: vim-tiny has no scripting, no syntax files and no help

      Computed from apt's lists in layer 1 (6 packages). Sizes of packages that are not installed are
      upper bounds. It does not tell which programs packages ship, so only reviewed replacements are
      shown; --index mirror, or a catalogue of tools/write-catalogue.mjs, does.
      The base is not known: with --base IMAGE its sibling tags are compared.
      "
    `);
    expect((await lighter('./visible')).stdout).toBe(stdout.replace('layer 1', 'layer 0'));
  });

  test('JSON is as its schema says', async () => {
    for (const image of ['./hidden', './bare']) {
      const { stdout } = await lighter(image, '--format', 'json');
      expect(validateSchema(LIGHTER, JSON.parse(stdout), true)).toEqual([]);
    }
    expect(JSON.parse((await lighter('./hidden', '--format', 'json')).stdout)).toMatchObject({
      index: { from: 'image', layer: 1, packageCount: 6, tellsPrograms: false },
      packages: [
        {
          name: 'vim',
          bytes: 3 * MB,
          freedBytes: 33 * MB,
          freedPackages: 2,
          choices: [
            {
              packages: ['vim-tiny'],
              addedBytes: 1800 * 1024,
              savedBytes: 33 * MB - 1800 * 1024,
              savedBytesWithRecommends: 33 * MB - 2000 * 1024,
              onlyRecommended: ['xxd'],
            },
          ],
        },
      ],
    });
  });

  test('none, and none named: nothing is guessed and nothing is asked', async () => {
    const { exitCode, stdout } = await lighter('./bare');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^No package lists are in the image's layers, and no --index was given/);
  });
});

describe('an index that is given', () => {
  test('a file, plain or gzip, and a catalogue', async () => {
    writeFileSync(join(folder, 'Packages'), PACKAGES);
    writeFileSync(join(folder, 'Packages.gz'), gzipSync(PACKAGES));
    const catalogue = makeCatalogue([
      { name: 'vim', depends: 'vim-runtime', installedBytes: 4 * MB, commands: 'vim.basic' },
      { name: 'vim-runtime', source: 'vim', installedBytes: 36 * MB },
      { name: 'vim-tiny', source: 'vim', installedBytes: 1_024_000, commands: 'vim.tiny' },
    ]);
    writeFileSync(join(folder, 'made.catalogue'), writeCatalogue(catalogue));
    for (const index of ['Packages', './Packages.gz', 'made.catalogue'])
      expect((await lighter('./bare', '--index', index)).stdout).toMatch(/\n {2}vim-tiny saves 3[12]\.\d MB/);
  });

  test('what is no index, xz, a bomb and a missing file are refused by name', async () => {
    writeFileSync(join(folder, 'page.html'), '<html>not found</html>');
    writeFileSync(join(folder, 'Packages.xz'), Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]));
    writeFileSync(join(folder, 'cut.gz'), gzipSync(PACKAGES).subarray(0, 60));
    for (const [name, why] of [
      ['page.html', 'this is no package index'],
      ['Packages.xz', 'xz is not read'],
      ['cut.gz', 'the index cannot be unpacked'],
      ['none', 'the index cannot be read'],
    ] as const) {
      const { exitCode, stderr } = await lighter('./bare', '--index', name);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(`${name}: ${why}`);
    }
  });

  test('a URL on this machine, but plain http to no other', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/Packages.gz' ? 200 : 404;
      response.end(gzipSync(PACKAGES));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterAll(() => void server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await lighter('./bare', '--index', `${origin}/Packages.gz`)).stdout).toContain('vim-tiny saves');
    expect(await lighter('./bare', '--index', `${origin}/none`)).toMatchObject({ exitCode: 2 });
    expect((await lighter('./bare', '--index', 'http://mirror.example/Packages')).stderr).toContain(
      'indexes are fetched over https only',
    );
  });

  test('mirror: an image without sources has none, and --index needs --lighter', async () => {
    expect((await lighter('./bare', '--index', 'mirror')).stderr).toContain('the image names no source');
    const { exitCode } = await runProgram(['image', './bare', '--index', 'mirror'], { cwd: folder });
    expect(exitCode).toBe(2);
  });
});

test('sibling tags of the base: by real sizes, at most eight manifests, shared layers told', async () => {
  const sized = (name: string, bytes: number): MadeLayer => {
    const made = makeLayer({ [name]: name.repeat(bytes / name.length) }, 'plain');
    return made;
  };
  const os = sized('os', 2 * MB);
  const images: Readonly<Record<string, MadeImage>> = {
    '20': makeImage({ layers: [os, sized('tools', 6 * MB)] }),
    '20-slim': makeImage({ layers: [os, sized('few', 1.5 * MB)] }),
    '20-alpine': makeImage({ layers: [sized('musl', 1 * MB)] }),
    '20-bookworm-slim': makeImage({ layers: [os, sized('tools', 6 * MB), sized('x', 1 * MB)] }),
    '21-slim': makeImage({ layers: [sized('y', 1 * MB)] }),
  };
  const app = makeImage({
    layers: [...images['20']!.layers, makeLayer({ app: 'app' })],
    annotations: { 'org.opencontainers.image.base.name': 'unknown' },
  });
  const all = { ...images, app };
  const more = Array.from({ length: 20 }, (_, i) => `20-alpine3.${i}`);
  const server = await startRegistry({
    tags: Object.fromEntries(Object.entries(all).map(([tag, image]) => [tag, image.manifest])),
    blobs: Object.values(all).flatMap((image) => [image.config, ...image.layers.map(({ stored }) => stored)]),
    intercept: (_, response, url) => {
      if (url.pathname !== `/v2/${REPOSITORY}/tags/list`) return false;
      const isSecond = url.searchParams.get('last') === '20';
      if (!isSecond) response.setHeader('link', `</v2/${REPOSITORY}/tags/list?n=1000&last=20>; rel="next"`);
      response.end(
        JSON.stringify({
          name: REPOSITORY,
          tags: isSecond ? [...Object.keys(images).slice(1), ...more] : ['20'],
        }),
      );
      return true;
    },
  });
  const { exitCode, stdout, stderr } = await lighter(
    `docker://${server.host}/${REPOSITORY}:app`,
    '--base',
    `docker://${server.host}/${REPOSITORY}:20`,
    '--format',
    'json',
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const report = JSON.parse(stdout);
  expect(validateSchema(LIGHTER, report, true)).toEqual([]);
  expect(report.base.siblings).toMatchObject([
    { tag: '20-alpine', sharedBytes: 0, warning: expect.stringContaining('musl') },
    { tag: '20-slim', sharedBytes: os.stored.length, savedBytes: expect.any(Number) },
  ]);
  const { bytes, siblings } = report.base;
  expect(bytes).toBe(images['20']!.layers.reduce((sum, { stored }) => sum + stored.length, 0));
  for (const one of siblings) expect(one.savedBytes).toBe(bytes - one.bytes);
  const asked = server.requests.map(({ path }) => path).filter((path) => path.includes('/manifests/20-'));
  expect(new Set(asked).size).toBe(7);
  expect(asked).not.toContain(`/v2/${REPOSITORY}/manifests/21-slim`);
});
