import { describe, expect, it } from 'vitest';
import { apkCache } from '../../src/checks/apk-cache.ts';
import { expectFound, expectLeft, fixOf } from '../support/judge-files.ts';

describe('apk-cache', () => {
  it('finds indexes and packages', async () => {
    await expectFound(apkCache, [
      'var/cache/apk/APKINDEX.66df28ff.tar.gz',
      'var/cache/apk/curl-8.5.0-r0.1234.apk',
      'etc/apk/cache/APKINDEX.66df28ff.tar.gz',
    ]);
  });

  it('leaves alone the database of what is installed, keys and repositories', async () => {
    await expectLeft(apkCache, [
      'lib/apk/db/installed',
      'lib/apk/db/scripts.tar',
      'etc/apk/world',
      'etc/apk/keys/alpine-devel@lists.alpinelinux.org-4a6a0840.rsa.pub',
      'var/cache/misc/fonts',
    ]);
  });

  it('tells to drop a separate update', () => {
    expect(fixOf(apkCache, 'var/cache/apk', 'RUN apk update && apk add curl')).toContain('drop `apk update`');
    expect(fixOf(apkCache, 'var/cache/apk', 'RUN apk add curl')).not.toContain('update');
  });
});
