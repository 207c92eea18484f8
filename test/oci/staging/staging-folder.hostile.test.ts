// What lies beside a destination under the names of unfinished runs, and what is believed of it.
import { spawnSync } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { digestBytes, digestHex } from '../../../src/oci/bytes/digest.ts';
import { openLayoutDestination } from '../../../src/oci/layout/layout-destination.ts';
import { openLayout } from '../../../src/oci/layout/open-layout.ts';
import { isWriterGone, ownMark } from '../../../src/oci/staging/run-mark.ts';
import { StagingFolder } from '../../../src/oci/staging/staging-folder.ts';
import { file, layer } from '../../support/layers.ts';
import { fromBytes, makeImage, never, writeImage } from '../../support/written-images.ts';

let folder = '';
let prefix = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-staging-'));
  prefix = join(folder, 'image.plimsoll-');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BLOB = Buffer.from('a whole blob');
const DIGEST = digestBytes(BLOB);

/** A mark of a process of this machine that is gone. */
function goneMark(): string {
  const { pid } = spawnSync('true');
  return ownMark().replace(/^\d+-\d+/, `${pid}-1`);
}

/** What a run with this mark left, with a blob under the digest. */
function leave(mark: string, place: (path: string) => void): string {
  const left = `${prefix}${mark}-0123456789ab`;
  const path = join(left, 'blobs/sha256', digestHex(DIGEST));
  mkdirSync(dirname(path), { recursive: true });
  place(path);
  return left;
}

async function hasBlob(): Promise<boolean> {
  const staging = await StagingFolder.open([prefix], folder);
  const isThere = await staging.has({ digest: DIGEST, sizeBytes: BLOB.length });
  await staging.remove();
  return isThere;
}

describe('what another run left', () => {
  test('is used where the run is gone and the blob whole', async () => {
    leave(goneMark(), (path) => writeFileSync(path, BLOB));
    expect(await hasBlob()).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is not touched while the run lives', async () => {
    const left = leave(ownMark(), (path) => writeFileSync(path, BLOB));
    expect(await hasBlob()).toBe(false);
    expect(existsSync(left)).toBe(true);
  });

  test('is not touched where it may live on another machine', async () => {
    const left = leave(goneMark().replace(/[0-9a-f]{8}$/, 'ffffffff'), (path) => writeFileSync(path, BLOB));
    expect(await hasBlob()).toBe(false);
    expect(existsSync(left)).toBe(true);
  });

  test('is not believed: a damaged blob, one that is too short, a link to a file elsewhere', async () => {
    const secret = join(folder, 'elsewhere');
    writeFileSync(secret, BLOB);
    const wrong = Buffer.from(BLOB);
    wrong[0] = wrong[0]! ^ 1;
    for (const place of [
      (path: string) => writeFileSync(path, wrong),
      (path: string) => writeFileSync(path, BLOB.subarray(1)),
      (path: string) => symlinkSync(secret, path),
      (path: string) => mkdirSync(path),
    ]) {
      leave(goneMark(), place);
      expect(await hasBlob()).toBe(false);
      expect(readdirSync(folder)).toEqual(['elsewhere']);
    }
    expect(readFileSync(secret).equals(BLOB)).toBe(true);
  });

  test('is a link itself, and is not followed', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'mine'), '');
    symlinkSync(elsewhere, `${prefix}${goneMark()}-0123456789ab`);
    expect(await hasBlob()).toBe(false);
    expect(readdirSync(elsewhere)).toEqual(['mine']);
  });

  test.runIf(process.getuid?.() === 0)('is not touched where it belongs to someone else', async () => {
    const left = leave(goneMark(), (path) => writeFileSync(path, BLOB));
    chownSync(left, 12_345, 12_345);
    expect(await hasBlob()).toBe(false);
    expect(existsSync(left)).toBe(true);
  });

  test('noted blobs as moved that no image has: they are taken out of the layout again', async () => {
    const at = join(folder, 'image');
    const write = async (tag: string, content: string): Promise<void> => {
      const destination = await openLayoutDestination(at, tag);
      await writeImage(destination, makeImage([layer([file(content)])]));
      await destination.close();
    };
    await write('one', 'a');
    const before = readdirSync(join(at, 'blobs/sha256')).sort();
    const orphan = join(at, 'blobs/sha256', digestHex(DIGEST));
    writeFileSync(orphan, BLOB);
    const left = join(at, `.plimsoll-${goneMark()}-0123456789ab`);
    mkdirSync(left);
    // The killed run also noted what an image has by now, and what is no digest.
    const shown = before.map((hex) => `sha256:${hex}\n`).join('');
    writeFileSync(join(left, 'moved'), `${DIGEST}\n${shown}sha256:../../index.json\n`);
    await write('two', 'b');
    expect(existsSync(orphan)).toBe(false);
    const after = readdirSync(join(at, 'blobs/sha256'));
    for (const name of before) expect(after).toContain(name);
    for (const tag of ['one', 'two']) await openLayout(at, tag, {});
    expect(readdirSync(at).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });
});

describe('several runs in one layout', () => {
  test('each adds its tag', async () => {
    const at = join(folder, 'image');
    const tags = Array.from({ length: 8 }, (_, i) => `tag${i}`);
    await Promise.all(
      tags.map(async (tag, i) => {
        const destination = await openLayoutDestination(at, tag);
        await writeImage(destination, makeImage([layer([file('shared')]), layer([file(`own${i % 3}`)])]));
        await destination.close();
      }),
    );
    for (const tag of tags) expect((await openLayout(at, tag, {})).layers).toHaveLength(2);
    expect(readdirSync(at).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
    expect(readdirSync(folder)).toEqual(['image']);
  });

  test('a lock whose run is gone is broken', async () => {
    const at = join(folder, 'image');
    for (const tag of ['one', 'two']) {
      const destination = await openLayoutDestination(at, tag);
      if (tag === 'two') {
        mkdirSync(join(at, '.plimsoll-lock'));
        writeFileSync(join(at, '.plimsoll-lock', goneMark()), '');
      }
      await writeImage(destination, makeImage([layer([file(tag)])]));
      await destination.close();
    }
    expect(readdirSync(at).sort()).toEqual(['blobs', 'index.json', 'oci-layout']);
  });

  test('a blob that something else removed is noticed, and nothing is shown', async () => {
    const at = join(folder, 'image');
    const image = makeImage([layer([file('a')])]);
    const first = await openLayoutDestination(at, 'one');
    await writeImage(first, image);
    await first.close();
    const second = await openLayoutDestination(at, 'two');
    for (const blob of [...image.layers, image.config]) await second.writeBlob(blob, never());
    rmSync(join(at, 'blobs/sha256', digestHex(image.layers[0]!.digest!)));
    await expect(second.commit({ documents: image.documents }, never())).rejects.toMatchObject({
      code: 'IMAGE_INVALID',
    });
    await second.close();
    await expect(openLayout(at, 'two', {})).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' });
  });
});

describe('marks', () => {
  test('tell the living from those that are gone', () => {
    expect(isWriterGone(ownMark(), 0)).toBe(false);
    expect(isWriterGone(goneMark(), Date.now())).toBe(true);
    const elsewhere = goneMark().replace(/[0-9a-f]{8}$/, 'ffffffff');
    expect(isWriterGone(elsewhere, Date.now() - 3_600_000)).toBe(false);
    expect(isWriterGone(elsewhere, Date.now() - 48 * 3_600_000)).toBe(true);
    expect(isWriterGone('nonsense', 0)).toBe(false);
  });

  test.runIf(process.platform === 'linux')('are not misled by a process id that is used again', () => {
    expect(isWriterGone(ownMark().replace(/-\d+-/, '-1-'), Date.now())).toBe(true);
  });

  test('bytes that are not stored whole have no name', async () => {
    const staging = await StagingFolder.open([prefix], folder);
    const failing = {
      ...fromBytes(BLOB),
      async *open() {
        yield BLOB.subarray(0, 3);
        throw new Error('gone');
      },
    };
    await expect(staging.write(failing, never())).rejects.toThrow('gone');
    expect(readdirSync(staging.path)).toEqual(['blobs']);
    expect(readdirSync(join(staging.path, 'blobs/sha256'))).toEqual([]);
    await staging.remove();
  });
});
