// pip's HTTP and wheel cache (`pip cache dir`) and pipenv's, which works the same way.
import { mountCache } from './fixes/cache-mount.ts';
import type { PathRule } from './rule.ts';

export const pipCache: PathRule = {
  kind: 'paths',
  id: 'pip-cache',
  title: 'Download cache of pip',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.cache/pip/', '**/.cache/pip-tools/', '**/.cache/pipenv/', '**/.pip/cache/'],
  what: 'downloads and wheels cached by pip',
  fix: (context) =>
    `Use \`pip install --no-cache-dir\`, or give that RUN \`${mountCache(context, '.cache/pip', '/root/.cache/pip')}\`.`,
};
