import { describe, expect, it } from 'vitest';
import { aptCache } from '../../src/checks/apt-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';
import { file } from '../support/layers.ts';

describe('apt-cache', () => {
  it('finds lists, archives and binary caches', async () => {
    await expectFound(aptCache, [
      'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease',
      'var/lib/apt/lists/auxfiles/x',
      'var/cache/apt/archives/curl_7.88.1_amd64.deb',
      'var/cache/apt/pkgcache.bin',
      'var/cache/apt/srcpkgcache.bin',
      'var/cache/swcatalog/cache/C-os-catalog.xb',
      'var/cache/app-info/xapian/x',
    ]);
  });

  it('leaves alone empty locks, the list of what was installed automatically, and settings', async () => {
    await expectLeft(aptCache, [
      file('var/lib/apt/lists/lock'),
      'var/lib/apt/lists/partial/',
      file('var/cache/apt/archives/lock'),
      'var/lib/apt/extended_states',
      'etc/apt/sources.list',
      'srv/mirror/var/lib/apt/lists/x',
    ]);
  });

  it('tells apt-get clean only where archives are left, and knows the RUN', () => {
    const run = 'RUN apt-get update && apt-get install -y curl';
    expect(fixOf(aptCache, 'var/lib/apt/lists', run, ['var/lib/apt/lists/a'])).toMatch(
      /^End that RUN with `rm -rf \/var\/lib\/apt\/lists\/\*`, or give it `--mount=type=cache,/,
    );
    expect(fixOf(aptCache, 'var', run, ['var/cache/apt/archives/a.deb'])).toContain('`apt-get clean && rm');
    expect(fixOf(aptCache, 'var/lib/apt/lists', 'RUN apt-get update', ['var/lib/apt/lists/a'])).toBe(
      'Join that RUN with the one that installs, and end it with `rm -rf /var/lib/apt/lists/*`.',
    );
    expect(fixOf(aptCache, 'var', run, ['var/lib/apt/lists/a', 'var/cache/swcatalog/b'])).toBe(
      'End that RUN with `rm -rf /var/lib/apt/lists/* /var/cache/swcatalog`.',
    );
    expect(fixOf(aptCache, 'var/lib/apt/lists', 'COPY rootfs / ')).toMatch(/^End the RUN that calls apt/);
  });
});
