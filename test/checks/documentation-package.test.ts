import { describe, expect, it } from 'vitest';
import { documentationPackage } from '../../src/checks/documentation-package.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('documentation-package', () => {
  const found = { name: 'libpq-doc', section: 'doc', files: { 'usr/bin/libpq-doc': 900_000 } };
  const serving = { name: 'fontconfig', section: 'utils', files: { 'usr/bin/fc-list': 9_000_000 } };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([documentationPackage], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'advice',
      packages: [found.name],
      because: 'Debian section doc',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${documentationPackage.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([documentationPackage], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(await judgeFiles([documentationPackage], files, { command: ['libpq-doc'] })).toEqual([]);
    expect(await judgeFiles([documentationPackage], files, { profile: 'development' })).toEqual([]);
  });
});
