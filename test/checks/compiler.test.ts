import { describe, expect, it } from 'vitest';
import { compiler } from '../../src/checks/compiler.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('compiler', () => {
  const found = {
    name: 'gcc-12',
    section: 'devel',
    fields: { Provides: 'c-compiler' },
    files: { 'usr/bin/gcc-12': 900_000 },
  };
  const serving = { name: 'libgcc-s1', section: 'libs', files: { 'usr/lib/libgcc_s.so.1': 9_000_000 } };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([compiler], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      packages: [found.name],
      because: 'provides c-compiler',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${compiler.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([compiler], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(await judgeFiles([compiler], files, { command: ['gcc-12'] })).toEqual([]);
    expect(await judgeFiles([compiler], files, { profile: 'development' })).toEqual([]);
  });
});
