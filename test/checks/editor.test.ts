import { describe, expect, it } from 'vitest';
import { editor } from '../../src/checks/editor.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('editor', () => {
  const found = { name: 'mg', section: 'editors', files: { 'usr/bin/mg': 900_000 } };
  const serving = {
    name: 'libreoffice-core-nogui',
    section: 'editors',
    files: { 'usr/lib/libreoffice/program/soffice.bin': 9_000_000 },
  };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([editor], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'warning',
      packages: [found.name],
      because: 'Debian section editors',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${editor.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([editor], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(await judgeFiles([editor], files, { command: ['/usr/bin/mg'] })).toEqual([]);
    expect(await judgeFiles([editor], files, { profile: 'development' })).toEqual([]);
  });
});
