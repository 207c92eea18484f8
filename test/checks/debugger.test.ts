import { describe, expect, it } from 'vitest';
import { debuggerTools } from '../../src/checks/debugger.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('debugger', () => {
  const found = { name: 'strace', files: { 'usr/bin/strace': 900_000 } };
  const serving = { name: 'procps', section: 'admin', files: { 'usr/bin/ps': 9_000_000 } };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([debuggerTools], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      packages: [found.name],
      because: 'reviewed list',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${debuggerTools.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([debuggerTools], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(await judgeFiles([debuggerTools], files, { command: ['strace'] })).toEqual([]);
    expect(await judgeFiles([debuggerTools], files, { profile: 'development' })).toEqual([]);
  });
});
