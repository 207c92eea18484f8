import { describe, expect, it } from 'vitest';
import { networkTool } from '../../src/checks/network-tool.ts';
import { debianPackages } from '../support/debian-packages.ts';
import { judgeFiles } from '../support/judge-files.ts';

describe('network-tool', () => {
  const found = { name: 'curl', section: 'web', files: { 'usr/bin/curl': 900_000 } };
  const serving = { name: 'libcurl4', section: 'libs', files: { 'usr/lib/libcurl.so.4': 9_000_000 } };
  const files = debianPackages(found, serving);

  it('finds the package by its role, says why, and counts its files', async () => {
    const [finding, ...others] = await judgeFiles([networkTool], files);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'advice',
      packages: [found.name],
      because: 'reviewed list',
      bytes: 900_000,
    });
    expect(finding!.message).toBe(`${networkTool.what}: ${found.name}`);
  });

  it('leaves alone what serves', async () => {
    expect(await judgeFiles([networkTool], debianPackages(serving))).toEqual([]);
  });

  it('leaves alone what the container runs, and development images', async () => {
    expect(await judgeFiles([networkTool], files, { command: ['curl', 'https://example.org'] })).toEqual([]);
    expect(await judgeFiles([networkTool], files, { profile: 'development' })).toEqual([]);
  });
});
