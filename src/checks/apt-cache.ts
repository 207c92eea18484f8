// apt's package lists and archives (apt.conf(5), Dir::State::lists and Dir::Cache) and what AppStream derives from the lists.
import { calls } from './fixes/copied.ts';
import type { FixContext, PathRule } from './rule.ts';

export const aptCache: PathRule = {
  kind: 'paths',
  id: 'apt-cache',
  title: 'Package lists and archives of apt',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['var/lib/apt/lists/', 'var/cache/apt/', 'var/cache/swcatalog/', 'var/cache/app-info/'],
  what: 'package lists and archives of apt',
  fix: fixApt,
};

function fixApt(context: FixContext): string {
  const mounts =
    '`--mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked`';
  const clean = context.paths.some((path) => path.startsWith('var/cache/apt/'))
    ? '`apt-get clean && rm -rf /var/lib/apt/lists/*`'
    : '`rm -rf /var/lib/apt/lists/*`';
  return calls(context, /\bapt(?:-get|itude)?\b/)
    ? `End that RUN with ${clean}, or give it ${mounts}.`
    : `End the RUN that calls apt with ${clean}, or give it ${mounts}.`;
}
