import { describe, expect, it } from 'vitest';
import { versionControl } from '../../src/checks/version-control.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('version-control', () => {
  const found = { name: 'git', section: 'vcs', files: { 'usr/bin/git': 900_000 } };
  const serving = { name: 'libgit2-1.5', section: 'libs', files: { 'usr/lib/libgit2.so.1.5': 9_000_000 } };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([versionControl], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      packages: [found.name],
      because: 'Debian section vcs',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${versionControl.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([versionControl], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(await judgeFiles([versionControl], files, { command: ['git', 'daemon'] })).toEqual([]);
    expect(await judgeFiles([versionControl], files, { profile: 'development' })).toEqual([]);
  });
});
