// Which layers a trim makes anew, and that layers which were to stay do stay.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENTRY_KIND } from '../../../src/contents/facts/layer-facts.ts';
import { debianPackages } from '../../support/debian-packages.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, whiteout } from '../../support/layers.ts';
import { writeMadeTrim } from '../../support/trimmed-images.ts';

const root = makeTemporaryFolder();
const KB = 1024;
const ARCHIVES = [dir('var'), dir('var/cache'), dir('var/cache/apt'), dir('var/cache/apt/archives')];
const DEB = 'var/cache/apt/archives/x.deb';
const LIBC = { name: 'libc6', section: 'libs', files: { 'lib/libc.so.6': 500 * KB } };
const GCC = { name: 'gcc-12', section: 'devel', files: { 'usr/bin/gcc-12': 900 * KB } };
const BACKUP = file('var/lib/dpkg/status-old', 'old');

describe('planTrim', () => {
  test('leaves layers alone that must stay, though they hold an earlier version of what goes', async () => {
    const { certificate, result, input } = await writeMadeTrim(join(root, 'version'), {
      layers: [
        [...ARCHIVES, file(DEB, Buffer.alloc(100, 1))],
        [dir('app'), file('app/a', '1')],
        [...ARCHIVES, file(DEB, Buffer.alloc(2_000_000, 2))],
      ],
      keptLayerCount: 1,
    });
    expect(certificate.verdict).toBe('proven');
    expect(certificate.result.layers.map(({ isKept }) => isKept)).toEqual([true, true, false]);
    expect(certificate.result.layers[0]!.diffId).toBe(input.layers[0]!.diffId);
    expect([...result.layers[2]!.facts.kinds].filter((kind) => kind === ENTRY_KIND.whiteout).length).toBe(1);
  });

  test("leaves a base alone that has a backup of dpkg's database, as Debian's has", async () => {
    const { certificate, result, input } = await writeMadeTrim(join(root, 'backup'), {
      layers: [
        [...debianPackages(LIBC), BACKUP],
        [...debianPackages(LIBC, GCC), file('var/lib/dpkg/status-old', 'newer')],
      ],
      keptLayerCount: 1,
    });
    expect(certificate.verdict).toBe('proven');
    expect(result.layers[0]!.diffId).toBe(input.layers[0]!.diffId);
    expect(result.inventory.packages.filter(({ state }) => state === 'installed')).toHaveLength(1);
  });

  test('leaves a base alone whose backup is the one that shows', async () => {
    const { certificate, result, input } = await writeMadeTrim(join(root, 'shown'), {
      layers: [[...debianPackages(LIBC), BACKUP], [...debianPackages(LIBC, GCC)]],
      keptLayerCount: 1,
    });
    expect(certificate.verdict).toBe('proven');
    expect(result.layers[0]!.diffId).toBe(input.layers[0]!.diffId);
  });

  test('leaves a base alone in which what goes came and went', async () => {
    const { certificate, result } = await writeMadeTrim(join(root, 'came'), {
      layers: [
        [...ARCHIVES, file(DEB, Buffer.alloc(100, 1))],
        [...ARCHIVES, whiteout(DEB), file('b', '1')],
        [...ARCHIVES, file(DEB, Buffer.alloc(2_000_000, 2)), file('c', '1')],
      ],
      keptLayerCount: 2,
    });
    expect(certificate.verdict).toBe('proven');
    expect(certificate.result.layers.map(({ isKept }) => isKept)).toEqual([true, true, false]);
    expect(result.layers.at(-1)!.facts.kinds).not.toContain(ENTRY_KIND.whiteout);
  });
});
