// Trimmed images, read back: which layers stay, what is left, and that databases are true.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENTRY_KIND } from '../../../src/contents/facts/layer-facts.ts';
import { debianPackages } from '../../support/debian-packages.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, link, opaque, whiteout } from '../../support/layers.ts';
import { writeMadeTrim } from '../../support/trimmed-images.ts';

const root = makeTemporaryFolder();
const KB = 1024;
const VAR = [dir('var'), dir('var/cache'), dir('var/cache/apt'), dir('var/cache/apt/archives')];
const DEB = Buffer.alloc(3_000_000, 1);
const GCC = { name: 'gcc-12', section: 'devel', files: { 'usr/bin/gcc-12': 900 * KB } };
const LIBC = { name: 'libc6', section: 'libs', files: { 'lib/libc.so.6': 500 * KB } };

describe('trimImage', () => {
  test('makes only the layers anew that hold something that goes', async () => {
    const { certificate, result, input } = await writeMadeTrim(join(root, 'layers'), {
      layers: [
        [dir('a'), file('a/1', '1')],
        [...VAR, file('var/cache/apt/archives/x.deb', DEB), file('b', '2')],
        [dir('c'), file('c/3', '3')],
      ],
    });
    expect(certificate.verdict).toBe('proven');
    expect(certificate.result.layers.map(({ isKept }) => isKept)).toEqual([true, false, true]);
    expect(result.layers[1]!.facts.entryBytes).toBe(1);
    expect(result.layers[2]!.diffId).toBe(input.layers[2]!.diffId);
  });

  test('takes earlier versions and the marks about them too', async () => {
    const { certificate, result } = await writeMadeTrim(join(root, 'versions'), {
      layers: [
        [...VAR, file('var/cache/apt/archives/x.deb', DEB)],
        [...VAR, whiteout('var/cache/apt/archives/x.deb'), file('other', '1')],
        [...VAR, file('var/cache/apt/archives/x.deb', Buffer.alloc(2_000_000, 2))],
      ],
    });
    expect(certificate.verdict).toBe('proven');
    for (const { facts } of result.layers) expect(facts.kinds).not.toContain(ENTRY_KIND.whiteout);
    expect(result.layers.reduce((sum, { facts }) => sum + facts.entryBytes, 0)).toBe(1);
  });

  test('drops a layer of which nothing is left, and its step brings none any more', async () => {
    const { certificate, result } = await writeMadeTrim(join(root, 'gone'), {
      layers: [[...VAR, file('b', '2')], [file('var/cache/apt/archives/x.deb', DEB)], [file('c', '3')]],
    });
    expect(certificate.verdict).toBe('proven');
    expect(result.layers).toHaveLength(2);
    expect(result.config.history.map(({ emptyLayer }) => emptyLayer)).toEqual([false, true, false]);
  });

  test('keeps hard links, opaque folders and whiteouts of what stays', async () => {
    const { certificate } = await writeMadeTrim(join(root, 'odd'), {
      layers: [
        [...VAR, file('var/cache/apt/archives/x.deb', DEB), dir('d'), file('d/old', '1'), file('e', '1')],
        [
          ...VAR,
          file('var/cache/apt/archives/y.deb', DEB),
          file('f', '1'),
          link('g', 'f'),
          whiteout('e'),
          dir('d'),
          opaque('d'),
          file('d/new', '2'),
        ],
      ],
    });
    expect(certificate.verdict).toBe('proven');
    expect(certificate.checks.merged.differenceCount).toBe(0);
  });

  test('leaves a database that is true', async () => {
    const { certificate, result } = await writeMadeTrim(join(root, 'database'), {
      layers: [
        [
          ...debianPackages(LIBC, GCC),
          file('var/lib/dpkg/status-old', 'x'),
          file('var/lib/dpkg/info/gcc-12.postinst', 'x'),
        ],
      ],
    });
    expect(certificate.verdict).toBe('proven');
    expect(result.inventory.packages.map(({ record, state }) => `${record.name} ${state}`)).toEqual([
      'libc6 installed',
    ]);
    expect(certificate.operation).toMatchObject({ kind: 'trim', removedPackages: ['gcc-12 1-1'] });
    // The program, its list, its script, the database's backup.
    expect(certificate.operation).toMatchObject({ removedPaths: 4 });
  });
});
