// Composer's cache of downloads and repository metadata (Composer docs, cache-dir).
import { mountCache } from './fixes/cache-mount.ts';
import type { PathRule } from './rule.ts';

export const composerCache: PathRule = {
  kind: 'paths',
  id: 'composer-cache',
  title: 'Download cache of Composer',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.composer/cache/', '**/.cache/composer/'],
  what: 'packages cached by Composer',
  fix: (context) =>
    context.folder.includes('.cache/composer')
      ? `Use \`composer install --no-cache\`, or give that RUN \`${mountCache(context, '.cache/composer', '/root/.cache/composer')}\`.`
      : `Use \`composer install --no-cache\`, or give that RUN \`${mountCache(context, '.composer/cache', '/root/.composer/cache')}\`.`,
};
