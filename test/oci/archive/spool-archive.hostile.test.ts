import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { openArchive } from '../../../src/oci/archive/open-archive.ts';
import { packPodmanSave } from '../../support/docker-archives.ts';
import { failureOf, makeImage, makeTemporaryFolder, packTar } from '../../support/image-files.ts';

const disk = vi.hoisted(() => ({ freeBytes: 0 }));
vi.mock('node:fs/promises', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:fs/promises')>()),
  statfs: async () => ({ bsize: 1, bavail: disk.freeBytes }),
}));
afterEach(() => void vi.unstubAllEnvs());

it('an archive that is larger than the room on the disk is refused, and leaves nothing', async () => {
  const root = makeTemporaryFolder();
  const temporary = join(root, 'tmp');
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const tar = packTar(packPodmanSave(makeImage()));
  const path = join(root, 'image.tar.gz');
  writeFileSync(path, gzipSync(tar));
  const reserved = 128 * 1024 * 1024;
  for (const freeBytes of [0, reserved, reserved + tar.length - 1]) {
    disk.freeBytes = freeBytes;
    expect(await failureOf(openArchive(path, undefined, undefined, {}))).toMatchObject({
      code: 'IMAGE_UNSUPPORTED',
      subject: path,
      hint: expect.stringContaining(temporary),
    });
    expect(readdirSync(temporary)).toEqual([]);
  }
  disk.freeBytes = reserved + tar.length;
  const opened = await openArchive(path, undefined, undefined, {});
  expect(readdirSync(temporary)).toHaveLength(1);
  await opened.close();
  expect(readdirSync(temporary)).toEqual([]);
});
