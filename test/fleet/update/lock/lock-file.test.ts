// The lock on disk, and two branches that git merges.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatLock } from '../../../../src/fleet/update/lock/format-lock.ts';
import { LOCK_FILE_NAME, readLockFile, updateLockFile } from '../../../../src/fleet/update/lock/lock-file.ts';
import { changeLock, type LockEntry } from '../../../../src/fleet/update/lock/update-lock.ts';
import { digestOf, hexOf, lockEntry, lockOf } from './lock-entries.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-lock-'));
  path = join(folder, LOCK_FILE_NAME);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Everything in it new. */
function made(id: string, word: string): LockEntry {
  const before = lockEntry(id);
  return {
    ...before,
    key: hexOf(word),
    digest: digestOf(word),
    reference: `${id.split(':')[0]}@${digestOf(word)}`,
    tags: [word],
    how: 'rebased',
    at: '2026-02-02T00:00:00Z',
    seconds: word.length,
    pushedBytes: word.length,
    parts: Object.fromEntries(
      Object.keys(before.parts).map((part) => [part, hexOf(word).slice(0, 16)]),
    ) as LockEntry['parts'],
    bases: { [word]: digestOf(word) },
  };
}

describe('the file', () => {
  test('is made, changed, and left alone where nothing changed', () => {
    expect(readLockFile(path).entries.size).toBe(0);
    updateLockFile(path, (lock) => changeLock(lock, [lockEntry('b:1'), lockEntry('a:1')]));
    expect([...readLockFile(path).entries.keys()]).toEqual(['a:1 linux/amd64', 'b:1 linux/amd64']);
    const before = readFileSync(path, 'utf8');
    updateLockFile(path, (lock) => changeLock(lock, [lockEntry('a:1')]));
    expect(readFileSync(path, 'utf8')).toBe(before);
    updateLockFile(path, (lock) => changeLock(lock, [], ({ id }) => id !== 'a:1'));
    expect([...readLockFile(path).entries.keys()]).toEqual(['b:1 linux/amd64']);
    expect(readdirSync(folder)).toEqual([LOCK_FILE_NAME]);
  });

  test('keeps what another run wrote meanwhile', () => {
    let calls = 0;
    updateLockFile(path, (lock) => {
      if (calls++ === 0) writeFileSync(path, formatLock(lockOf(lockEntry('other:1'))));
      return changeLock(lock, [lockEntry('mine:1')]);
    });
    expect(calls).toBe(2);
    expect([...readLockFile(path).entries.keys()]).toEqual(['mine:1 linux/amd64', 'other:1 linux/amd64']);
  });

  test('that is wrong is named, with the line', () => {
    writeFileSync(path, 'version: 1\nnonsense\n');
    expect(() => readLockFile(path)).toThrow(
      expect.objectContaining({ code: 'LOCK_INVALID', subject: path, line: 2 }),
    );
  });
});

describe('git', () => {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const commit = (...entries: readonly LockEntry[]): void => {
    updateLockFile(path, (lock) => changeLock(lock, entries));
    git('add', '-A');
    git('commit', '-qm', 'lock');
  };

  test.each([
    ['neighbours', ['a:1', 'b:1']],
    ['the first and the last', ['a:1', 'd:1']],
    ['one platform each of the same image', ['b:1', 'b:1']],
  ])('merges branches that changed %s, every line of them', (_what, [one, other]) => {
    const arm = (entry: LockEntry): LockEntry => ({ ...entry, platform: 'linux/arm64' });
    git('init', '-q', '-b', 'main');
    const all = ['a:1', 'b:1', 'c:1', 'd:1'].map((id) => lockEntry(id));
    commit(...all, arm(all[1]!));
    git('checkout', '-q', '-b', 'branch');
    const second = one === other ? arm(made(other!, 'theirs')) : made(other!, 'theirs');
    commit(second);
    git('checkout', '-q', 'main');
    commit(made(one!, 'ours'));
    git('merge', '-q', 'branch', '-m', 'merge');
    const merged = readLockFile(path);
    expect(merged.entries.get(`${one} linux/amd64`)).toEqual(made(one!, 'ours'));
    expect(merged.entries.get(`${other} ${second.platform}`)).toEqual(second);
    expect(readFileSync(path, 'utf8')).toBe(formatLock(merged));
  });

  test('leaves a conflict where both changed one image, which is said', () => {
    git('init', '-q', '-b', 'main');
    commit(lockEntry('a:1'));
    git('checkout', '-q', '-b', 'branch');
    commit(made('a:1', 'theirs'));
    git('checkout', '-q', 'main');
    commit(made('a:1', 'ours'));
    expect(() => git('merge', '-q', 'branch')).toThrow();
    expect(() => readLockFile(path)).toThrow(/conflict/);
  });
});
