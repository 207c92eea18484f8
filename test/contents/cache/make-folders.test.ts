import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolders } from '../../../src/contents/cache/make-folders.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';

const root = makeTemporaryFolder();

test('makes the folder and those above it, for their owner alone', () => {
  const path = join(root, 'a', 'b', 'c');
  makeFolders(path);
  makeFolders(path);
  for (const folder of ['a', 'a/b', 'a/b/c']) expect(statSync(join(root, folder)).mode & 0o777).toBe(0o700);
});

test('leaves the folders that are there as they are', () => {
  mkdirSync(join(root, 'open'), { mode: 0o755 });
  makeFolders(join(root, 'open', 'new'));
  expect(statSync(join(root, 'open')).mode & 0o777).toBe(0o755);
});

test('goes through a link to a folder', () => {
  mkdirSync(join(root, 'target'));
  symlinkSync('target', join(root, 'link'));
  makeFolders(join(root, 'link', 'new'));
  expect(existsSync(join(root, 'target', 'new'))).toBe(true);
});

test.each([
  ['below a file', 'file/x/y', 'ENOTDIR'],
  ['behind a link that leads nowhere', 'dangling/x/y', 'ENOENT'],
  ['behind links in a circle', 'circle/x', 'ELOOP'],
  ['with a name that is too long', 'n'.repeat(300), 'ENAMETOOLONG'],
])('%s: the error of the system', (_, name, code) => {
  writeFileSync(join(root, 'file'), '');
  if (!existsSync(join(root, 'made'))) {
    symlinkSync('nowhere', join(root, 'dangling'));
    symlinkSync('circle', join(root, 'circle'));
    mkdirSync(join(root, 'made'));
  }
  expect(() => makeFolders(join(root, name))).toThrow(expect.objectContaining({ code }));
});

// Node's recursive mkdir does not come back from this one.
test.runIf(process.platform === 'linux')('where no folder can be made though its parent is there', () => {
  expect(() => makeFolders('/proc/plimsoll/v1/facts')).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
