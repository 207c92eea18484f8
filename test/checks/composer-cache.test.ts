import { describe, expect, it } from 'vitest';
import { composerCache } from '../../src/checks/composer-cache.ts';
import { expectFound, fixOf } from '../support/judge-files.ts';

describe('composer-cache', () => {
  it('finds both places', async () => {
    await expectFound(
      composerCache,
      ['root/.composer/cache/files/a/b/c.zip', 'home/app/.cache/composer/repo/x.json'],
      ['root/.composer/auth.json', 'root/.composer/vendor/bin/phpunit', 'srv/app/vendor/autoload.php'],
    );
  });

  it('mounts the place that was used', () => {
    expect(fixOf(composerCache, 'home/app/.cache/composer/files')).toContain(
      'target=/home/app/.cache/composer`',
    );
    expect(fixOf(composerCache, 'root/.composer/cache')).toContain('target=/root/.composer/cache`');
  });
});
