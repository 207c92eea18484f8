import { describe, expect, it } from 'vitest';
import { packageManager } from '../../src/checks/package-manager.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('package-manager', () => {
  const found = { name: 'aptitude', section: 'admin', files: { 'usr/bin/aptitude': 900_000 } };
  const serving = {
    name: 'dpkg',
    section: 'admin',
    fields: { Essential: 'yes' },
    files: { 'usr/bin/dpkg': 9_000_000 },
  };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([packageManager], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'advice',
      packages: [found.name],
      because: 'reviewed list',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${packageManager.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([packageManager], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(await judgeFiles([packageManager], files, { command: ['aptitude'] })).toEqual([]);
    expect(await judgeFiles([packageManager], files, { profile: 'development' })).toEqual([]);
  });
});
