// What is left of package managers' databases after a trim, as files.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readNodes } from '../../../src/contents/read-nodes.ts';
import { NO_NODE } from '../../../src/contents/view/path-tree.ts';
import { ViewFinder } from '../../../src/contents/view/view-finder.ts';
import { openImage } from '../../../src/oci/open-image.ts';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { debianPackages } from '../../support/debian-packages.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file } from '../../support/layers.ts';
import { writeMadeTrim } from '../../support/trimmed-images.ts';

const root = makeTemporaryFolder();
const KB = 1024;
const LIBC = { name: 'libc6', section: 'libs', files: { 'lib/libc.so.6': 500 * KB } };
const GCC = { name: 'gcc-12', section: 'devel', files: { 'usr/bin/gcc-12': 900 * KB } };
const STANZA = (name: string, more = ''): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n${more}`;

/** Trims an image of these files, and reads some of them in the result; undefined for what is gone. */
async function trimmed(
  name: string,
  items: readonly TarItem[],
  paths: readonly string[],
): Promise<readonly (string | undefined)[]> {
  const folder = join(root, name);
  const { certificate, result } = await writeMadeTrim(folder, { layers: [items] });
  expect(certificate.verdict).toBe('proven');
  const image = await openImage(`oci:${join(folder, 'trimmed')}`, {});
  const finder = new ViewFinder(result.view, 2 ** 20);
  const nodes = paths.map((path) => finder.find(Buffer.from(path), 0, Buffer.byteLength(path)));
  const found = nodes.filter((node) => node !== NO_NODE);
  const files = await readNodes(result.view, found, (layer) => ({ image, layer }), { limitBytes: 2 ** 20 });
  await image.close();
  return nodes.map((node) => files.get(node)?.toString());
}

describe('editDatabases', () => {
  test("takes apt's mark of a package for all machines, which stands under the machine's own", async () => {
    const all = { ...GCC, fields: { Architecture: 'all' }, isAutomatic: true };
    const kept = { name: 'libkept', files: { 'usr/lib/kept': KB }, isAutomatic: true };
    const app = { name: 'app', files: { 'usr/bin/app': KB }, fields: { Depends: 'libkept' } };
    const [marks, status] = await trimmed(
      'all',
      [...debianPackages(LIBC, all, kept, app)],
      ['var/lib/apt/extended_states', 'var/lib/dpkg/status'],
    );
    expect(status).not.toContain('gcc-12');
    expect(marks).toContain('libkept');
    expect(marks).not.toContain('gcc-12');
  });

  test('takes the files of packages of status.d, as distroless images have them', async () => {
    const folder = 'var/lib/dpkg/status.d';
    const [gone, sums, kept] = await trimmed(
      'status.d',
      [
        file(`${folder}/gcc-12`, STANZA('gcc-12', 'Section: devel\n')),
        file(`${folder}/gcc-12.md5sums`, '0123456789abcdef0123456789abcdef  usr/bin/gcc-12\n'),
        file(`${folder}/base-files`, STANZA('base-files')),
        file('usr/bin/gcc-12', Buffer.alloc(900 * KB, 'x')),
      ],
      [`${folder}/gcc-12`, `${folder}/gcc-12.md5sums`, `${folder}/base-files`],
    );
    expect([gone, sums]).toEqual([undefined, undefined]);
    expect(kept).toContain('base-files');
  });

  test("takes packages out of apk's database and world, by their very names", async () => {
    const stanza = (name: string, path: string): string => {
      const slash = path.lastIndexOf('/');
      return `C:Q1\nP:${name}\nV:1\nA:x86_64\nF:${path.slice(0, slash)}\nR:${path.slice(slash + 1)}\n\n`;
    };
    const [world, database] = await trimmed(
      'apk',
      [
        file('etc/apk/world', 'gcc=1\ngcc-libs\nmusl\n'),
        file(
          'lib/apk/db/installed',
          stanza('gcc', 'usr/bin/gcc') + stanza('gcc-libs', 'usr/lib/gl') + stanza('musl', 'lib/ld'),
        ),
        file('usr/bin/gcc', Buffer.alloc(900 * KB, 'x')),
        file('usr/lib/gl', 'x'),
        file('lib/ld', 'x'),
      ],
      ['etc/apk/world', 'lib/apk/db/installed'],
    );
    expect(world).toBe('gcc-libs\nmusl\n');
    expect(database?.match(/^P:.*$/gm)).toEqual(['P:gcc-libs', 'P:musl']);
  });
});
