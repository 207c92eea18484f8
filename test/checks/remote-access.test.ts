import { describe, expect, it } from 'vitest';
import { remoteAccess } from '../../src/checks/remote-access.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('remote-access', () => {
  const found = { name: 'tinysshd', section: 'net', files: { 'usr/sbin/tinysshd': 900_000 } };
  const serving = { name: 'libssh-4', section: 'libs', files: { 'usr/lib/libssh.so.4': 9_000_000 } };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([remoteAccess], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      packages: [found.name],
      because: 'reviewed list',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${remoteAccess.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([remoteAccess], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(
      await judgeFiles([remoteAccess], files, { command: ['/bin/sh', '-c', 'exec tinysshd /etc/keys'] }),
    ).toEqual([]);
    expect(await judgeFiles([remoteAccess], files, { profile: 'development' })).toEqual([]);
  });
});
