import { expect, test } from 'vitest';
import { cachePlaces, mountAll, mountCache, placesWithin } from '../../../src/checks/fixes/cache-mount.ts';
import { shellPath } from '../../../src/checks/fixes/shell-words.ts';

const context = (folder: string, ...paths: readonly string[]) => ({
  instruction: null,
  folder,
  paths,
  neededPaths: [],
});

test('the places of caches, from the folder or from the files', () => {
  expect(cachePlaces(context('root/.cache/pip/http'), '.cache/pip')).toEqual(['/root/.cache/pip']);
  const two = context('root', 'root/.npm/_cacache/a', 'root/.cache/node-gyp/b', 'root/.npm/c');
  expect(cachePlaces(two, '.npm', '.cache/node-gyp')).toEqual(['/root/.npm', '/root/.cache/node-gyp']);
  expect(cachePlaces(context('srv/.npmx', 'srv/.npmx/a'), '.npm')).toEqual([]);
});

test('what is within a folder, and nothing whose name a shell would obey', () => {
  const some = context(
    'root/.cache',
    'root/.cache/a/b',
    'root/.cache/a/c',
    'root/.cache/d',
    'root/.cache/$(e)/f',
  );
  expect(placesWithin(some, '.cache')).toEqual(['/root/.cache/a', '/root/.cache/d']);
  expect(cachePlaces(context('a;b/.npm/c', 'x,y/.npm/z'), '.npm')).toEqual([]);
});

test('mounts for them, or for the usual place', () => {
  expect(mountCache(context('home/a/.m2/repository'), '.m2', '/root/.m2')).toBe(
    '--mount=type=cache,target=/home/a/.m2',
  );
  expect(mountCache(context(''), '.m2', '/root/.m2')).toBe('--mount=type=cache,target=/root/.m2');
  expect(mountAll(['/a', '/b'])).toBe('--mount=type=cache,target=/a --mount=type=cache,target=/b');
});

test('a path as a word of a shell', () => {
  expect(shellPath('srv/a-1.2_b')).toBe('/srv/a-1.2_b');
  expect(shellPath("a b'; reboot; '")).toBe("'/a b'\\''; reboot; '\\'''");
  expect(shellPath('$(reboot)')).toBe("'/$(reboot)'");
});
