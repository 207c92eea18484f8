import { appendFileSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openArchive } from '../../../src/oci/archive/open-archive.ts';
import type { BlockStore } from '../../../src/oci/image/block-store.ts';
import { packPodmanSave } from '../../support/docker-archives.ts';
import { failureOf, makeImage, makeTemporaryFolder, packTar } from '../../support/image-files.ts';

const disk = vi.hoisted(() => ({ freeBytes: 0, onLook: (): void => {} }));
vi.mock('node:fs/promises', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:fs/promises')>()),
  statfs: async () => {
    disk.onLook();
    return { bsize: 1, bavail: disk.freeBytes };
  },
}));
afterEach(() => {
  vi.unstubAllEnvs();
  disk.onLook = () => {};
});

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

describe('a temporary folder that cannot be used', () => {
  const root = makeTemporaryFolder();
  const path = join(root, 'image.tar.gz');
  writeFileSync(path, gzipSync(packTar(packPodmanSave(makeImage()))));
  writeFileSync(join(root, 'file'), '');

  it.each([
    ['is missing', join(root, 'missing')],
    ['is a file', join(root, 'file')],
    ['is where nothing can be made', '/proc'],
  ])('because it %s, is told', async (_, temporary) => {
    vi.stubEnv('TMPDIR', temporary);
    expect(await failureOf(openArchive(path, undefined, undefined, {}))).toMatchObject({
      code: 'DESTINATION_UNWRITABLE',
      subject: temporary,
      message: expect.stringMatching(/^no temporary file can be written there \(E[A-Z]+\)$/),
      hint: expect.stringContaining('TMPDIR'),
    });
  });
});

it('an archive that changes while it is unpacked is told, leaves nothing, and nothing is kept of it', async () => {
  const root = makeTemporaryFolder();
  const temporary = join(root, 'tmp');
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
  const path = join(root, 'image.tar.gz');
  const stored = gzipSync(packTar(packPodmanSave(makeImage())));
  const kept: string[] = [];
  const store: BlockStore = { readBlock: () => undefined, writeBlock: (key) => void kept.push(key) };
  disk.freeBytes = 1e12;
  const changes: Record<string, () => void> = {
    'the same bytes again': () => writeFileSync(path, stored),
    'cut off': () => truncateSync(path, stored.length >> 1),
    'more bytes': () => appendFileSync(path, stored),
  };
  for (const [name, change] of Object.entries(changes))
    for (const when of ['before', 'during']) {
      writeFileSync(path, stored);
      if (when === 'during') disk.onLook = change;
      else disk.onLook = () => {};
      const onNotice = when === 'before' ? change : () => {};
      const failure = await failureOf(openArchive(path, undefined, undefined, { store, onNotice }));
      expect({ name, when, code: failure.code, message: failure.message, subject: failure.subject }).toEqual({
        name,
        when,
        code: 'FILE_UNREADABLE',
        message: 'it changed while it was read',
        subject: path,
      });
      expect(readdirSync(temporary)).toEqual([]);
    }
  expect(kept).toEqual([]);
});
