import { describe, expect, it } from 'vitest';
import { dnfCache } from '../../src/checks/dnf-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';

describe('dnf-cache', () => {
  it('finds the caches of dnf, dnf5, yum, microdnf and tdnf', async () => {
    await expectFound(dnfCache, [
      'var/cache/dnf/baseos-1a2b/repodata/repomd.xml',
      'var/cache/libdnf5/updates-1a2b/solv/updates.solv',
      'var/cache/yum/x86_64/9/base/packages/curl.rpm',
      'var/cache/tdnf/photon/repodata/primary.xml.gz',
      'var/cache/PackageKit/9/metadata/x',
      'var/tmp/dnf-root-1a2b/x',
      'var/tmp/yum-root-1a2b/x',
      'home/app/.cache/libdnf5/x',
    ]);
  });

  it('leaves alone the databases of rpm and of what was installed by hand', async () => {
    await expectLeft(dnfCache, [
      'var/lib/rpm/rpmdb.sqlite',
      'var/lib/dnf/history.sqlite',
      'etc/yum.repos.d/redhat.repo',
      'etc/dnf/dnf.conf',
    ]);
  });

  it('names the tool that the instruction calls and the folder that it uses', () => {
    const fix = fixOf(dnfCache, 'var/cache/yum/metadata', 'RUN microdnf install -y tar');
    expect(fix).toContain('`microdnf clean all`');
    expect(fix).toContain('target=/var/cache/yum,');
    expect(fixOf(dnfCache, 'var/cache/libdnf5', 'RUN dnf5 install tar')).toContain('`dnf5 clean all`');
    expect(fixOf(dnfCache, 'var/cache/libdnf5')).toContain('`dnf clean all`');
  });
});
