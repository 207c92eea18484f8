import { describe, expect, it } from 'vitest';
import { developmentPackage } from '../../src/checks/development-package.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('development-package', () => {
  const found = { name: 'libpq-dev', section: 'libdevel', files: { 'usr/bin/pg_config': 900_000 } };
  const serving = {
    name: 'distro-info-data',
    section: 'devel',
    files: { 'usr/share/distro-info/debian.csv': 9_000_000 },
  };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([developmentPackage], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      packages: [found.name],
      because: 'Debian section libdevel',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${developmentPackage.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([developmentPackage], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(await judgeFiles([developmentPackage], files, { command: ['pg_config'] })).toEqual([]);
    expect(await judgeFiles([developmentPackage], files, { profile: 'development' })).toEqual([]);
  });
});
