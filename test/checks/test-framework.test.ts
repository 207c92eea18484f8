import { describe, expect, it } from 'vitest';
import { testFramework } from '../../src/checks/test-framework.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('test-framework', () => {
  const found = { name: 'python3-pytest', section: 'python', files: { 'usr/bin/pytest-3': 900_000 } };
  const serving = {
    name: 'python3-mock',
    section: 'python',
    files: { 'usr/lib/python3/dist-packages/mock.py': 9_000_000 },
  };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([testFramework], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      packages: [found.name],
      because: 'reviewed list',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${testFramework.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([testFramework], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(await judgeFiles([testFramework], files, { command: ['pytest-3'] })).toEqual([]);
    expect(await judgeFiles([testFramework], files, { profile: 'development' })).toEqual([]);
  });
});
