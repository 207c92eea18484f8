import { describe, it } from 'vitest';
import { pacmanCache } from '../../src/checks/pacman-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('pacman-cache', () => {
  it('finds packages and repository databases', async () => {
    await expectFound(pacmanCache, [
      'var/cache/pacman/pkg/curl-8.5.0-1-x86_64.pkg.tar.zst',
      'var/lib/pacman/sync/core.db',
    ]);
  });

  it('leaves alone the database of what is installed', async () => {
    await expectLeft(pacmanCache, ['var/lib/pacman/local/curl-8.5.0-1/desc', 'etc/pacman.d/mirrorlist']);
  });
});
