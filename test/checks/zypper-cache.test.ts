import { describe, expect, it } from 'vitest';
import { zypperCache } from '../../src/checks/zypper-cache.ts';
import { expectFound, expectLeft, judgeFiles } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('zypper-cache', () => {
  it('finds metadata, solver files and packages', async () => {
    await expectFound(zypperCache, [
      'var/cache/zypp/raw/oss/repodata/primary.xml.zst',
      'var/cache/zypp/solv/oss/solv',
      'var/cache/zypper/x',
      'home/app/.cache/zypp/x',
      'var/cache/zypp/packages/oss/x86_64/curl.rpm',
    ]);
  });

  it('leaves alone what libzypp must remember', async () => {
    await expectLeft(zypperCache, [
      'var/lib/zypp/AutoInstalled',
      'etc/zypp/zypp.conf',
      'etc/zypp/repos.d/oss.repo',
    ]);
  });

  it('gives advice only for the solver file of the installed packages', async () => {
    const small = file('var/cache/zypp/solv/@System/solv', Buffer.alloc(600_000, 1));
    const [finding] = await judgeFiles([zypperCache], [small]);
    expect(finding?.severity).toBe('advice');
    const large = file('var/cache/zypp/solv/oss/solv', Buffer.alloc(2_000_000, 1));
    const [warning] = await judgeFiles([zypperCache], [large]);
    expect(warning?.severity).toBe('warning');
  });
});
