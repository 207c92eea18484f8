// What libzypp caches: repository metadata, solver files and packages (zypper(8), `zypper clean`).
import type { PathRule } from './rule.ts';

export const zypperCache: PathRule = {
  kind: 'paths',
  id: 'zypper-cache',
  title: 'Metadata and packages cached by zypper',
  tier: 'ballast',
  severity: 'warning',
  // The solver file of the installed packages alone, which base images have, is no repository's cache.
  floorBytes: 1_000_000,
  patterns: ['var/cache/zypp/', 'var/cache/zypper/', '**/.cache/zypp/'],
  what: 'repository metadata and packages cached by zypper',
  fix: 'End that RUN with `zypper clean --all`, or give it `--mount=type=cache,target=/var/cache/zypp,sharing=locked`.',
};
