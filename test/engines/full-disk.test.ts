// Destinations on a disk that is too small: a clear error, nothing left, the old image as it was.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Descriptor } from '../../src/oci/image/descriptor.ts';
import { openDestination } from '../../src/oci/open-destination.ts';
import { openImage } from '../../src/oci/open-image.ts';
import { isBuilt } from '../support/built-modules.ts';
import { file, layer } from '../support/layers.ts';
import { readWhole } from '../support/read-whole.ts';
import { makeRewrite, REWRITES, rewrite, writeOldImage } from '../support/rewrite-program.ts';
import { makeImage, writeImage } from '../support/written-images.ts';
import { canRun, must } from './run-program.ts';

const canMount = canRun('mount', ['--version'], () => true);
const SMALL = makeImage([layer([file('a', randomBytes(1_000_000))])]);
const LARGE = makeImage([
  layer([file('a', randomBytes(1_000_000))]),
  layer([file('b', randomBytes(9_000_000))]),
]);

async function write(text: string, image = LARGE): Promise<Descriptor> {
  const destination = await openDestination(text);
  try {
    return await writeImage(destination, image);
  } finally {
    await destination.close();
  }
}

describe.runIf(canMount)('a disk of 6 MiB', () => {
  let disk = '';
  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), 'plimsoll-disk-'));
    await must('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]);
  });
  afterAll(async () => {
    await must('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  test.each(['oci:F/new', 'oci-archive:F/new.tar', 'docker-archive:F/new.tar'])('%s', async (place) => {
    const text = place.replace('F', disk);
    await expect(write(text)).rejects.toMatchObject({
      code: 'DESTINATION_UNWRITABLE',
      message: 'there is no room left (ENOSPC)',
    });
    expect(readdirSync(disk)).toEqual([]);
    await write(text, SMALL);
    await (await openImage(text, {})).close();
    rmSync(join(disk, readdirSync(disk)[0]!), { recursive: true });
  });

  test('a layout that is there stays as it is, and takes what has room', async () => {
    const { digest } = await write(`oci:${disk}/image:old`, SMALL);
    const index = readFileSync(join(disk, 'image/index.json'));
    await expect(write(`oci:${disk}/image:new`)).rejects.toMatchObject({ code: 'DESTINATION_UNWRITABLE' });
    expect(readFileSync(join(disk, 'image/index.json')).equals(index)).toBe(true);
    expect(readdirSync(join(disk, 'image')).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect((await openImage(`oci:${disk}/image:old`, {})).digest).toBe(digest);
    await write(`oci:${disk}/image:new`, makeImage([layer([file('c', randomBytes(2_000_000))])]));
    for (const tag of ['old', 'new']) await openImage(`oci:${disk}/image:${tag}`, {});
  });
});

describe.runIf(isBuilt() && canMount).each(REWRITES)('%s onto a disk of 6 MiB', (command) => {
  let [disk, home] = ['', ''];
  let large: readonly string[] = [];
  let small: readonly string[] = [];
  beforeAll(async () => {
    disk = mkdtempSync(join(tmpdir(), 'plimsoll-disk-'));
    home = mkdtempSync(join(tmpdir(), 'plimsoll-home-'));
    large = await makeRewrite(command, join(home, 'large'), 10_000_000);
    small = await makeRewrite(command, join(home, 'small'), 1_000_000);
    await must('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', disk]);
  });
  afterAll(async () => {
    await must('umount', [disk]);
    for (const folder of [disk, home]) rmSync(folder, { recursive: true });
  });
  afterEach(() => {
    for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
  });

  test.each(['oci:F/image:new', 'oci-archive:F/image.tar', 'docker-archive:F/image.tar'])(
    '%s: the old image stays, nothing is left, and what has room is written',
    async (place) => {
      const output = place.replace('F', disk);
      const old = place.startsWith('oci:') ? output.replace(':new', ':old') : output;
      await writeOldImage(old);
      const [before, names] = [await readWhole(old), listAll(disk)];
      const { exitCode, stderr } = await rewrite(large, output, home, { args: ['--replace'] });
      expect(exitCode, stderr).toBe(2);
      expect(stderr).toContain('there is no room left');
      expect(await readWhole(old)).toBe(before);
      expect(listAll(disk)).toEqual(names);
      const again = await rewrite(small, output, home, { args: ['--replace'] });
      expect(again.exitCode, again.stderr).toBe(0);
      expect(await readWhole(output)).toBeDefined();
    },
  );

  test('a cache that has no room costs nothing but time', async () => {
    const output = `oci:${home}/uncached:new`;
    writeFileSync(join(disk, 'full'), Buffer.alloc(6 * 1024 * 1024 - 4096));
    const { exitCode, stderr } = await rewrite(large, output, home, { args: ['--cache-dir', disk] });
    expect(exitCode, stderr).toBe(0);
    expect(await readWhole(output)).toBeDefined();
  });

  test('temporary files that have no room: a clear error, nothing shown or left', async () => {
    const archive = `${home}/large.tar`;
    await must('tar', ['-C', join(home, 'large/input'), '-czf', archive, '.']);
    const full = { args: ['--no-cache'], temporary: disk };
    const output = `oci:${home}/unpacked`;
    const { exitCode, stderr } = await rewrite(
      [command, `oci-archive:${archive}`, ...large.slice(2)],
      output,
      home,
      full,
    );
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain('set TMPDIR');
    expect(await readWhole(output)).toBeUndefined();
    expect(readdirSync(disk)).toEqual([]);
    expect(readdirSync(home).filter((name) => name.startsWith('unpacked'))).toEqual([]);
  });
});

/** All names below a folder, in order. */
function listAll(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
}
