// pacman's package cache and its copies of the repository databases (pacman.conf(5), CacheDir and DBPath).
import type { PathRule } from './rule.ts';

export const pacmanCache: PathRule = {
  kind: 'paths',
  id: 'pacman-cache',
  title: 'Packages and databases cached by pacman',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['var/cache/pacman/pkg/', 'var/lib/pacman/sync/'],
  what: 'packages and repository databases cached by pacman',
  fix: 'End that RUN with `rm -rf /var/cache/pacman/pkg/* /var/lib/pacman/sync/*`, or give it `--mount=type=cache,target=/var/cache/pacman/pkg --mount=type=cache,target=/var/lib/pacman/sync`.',
};
