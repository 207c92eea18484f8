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
  // Root file systems are copied from where apt was called.
  fixCopied: fixApt,
};

function fixApt(context: FixContext): string {
  const mounts =
    '`--mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt/lists,sharing=locked`';
  const has = (place: string): boolean => context.paths.some((path) => path.startsWith(place));
  const appStream = ['var/cache/swcatalog', 'var/cache/app-info'].filter(has).map((place) => ` /${place}`);
  const clean = `${has('var/cache/apt/') ? 'apt-get clean && ' : ''}rm -rf /var/lib/apt/lists/*${appStream.join('')}`;
  // The RUN that only fetches the lists cannot delete them, the next one reads them.
  if (
    calls(context, /\bapt(?:-get)?\b/, /\bupdate\b/) &&
    !calls(context, /\b(?:install|upgrade|build-dep)\b/)
  )
    return `Join that RUN with the one that installs, and end it with \`${clean}\`.`;
  const run = calls(context, /\bapt(?:-get|itude)?\b/) ? 'that RUN' : 'the RUN that calls apt';
  // No cache mount keeps out what is derived from the lists.
  return appStream.length > 0
    ? `End ${run} with \`${clean}\`.`
    : `End ${run} with \`${clean}\`, or give it ${mounts}.`;
}
