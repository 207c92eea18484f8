// pip's HTTP and wheel cache (`pip cache dir`) and pipenv's, which works the same way.
import { cachePlaces, mountAll } from './fixes/cache-mount.ts';
import type { FixContext, PathRule } from './rule.ts';

export const pipCache: PathRule = {
  kind: 'paths',
  id: 'pip-cache',
  title: 'Download cache of pip',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.cache/pip/', '**/.cache/pip-tools/', '**/.cache/pipenv/', '**/.pip/cache/'],
  what: 'downloads and wheels cached by pip',
  fix: fixPip,
};

function fixPip(context: FixContext): string {
  const places = cachePlaces(context, '.cache/pip', '.pip/cache', '.cache/pip-tools', '.cache/pipenv');
  const mounts = mountAll(places.length > 0 ? places : ['/root/.cache/pip']);
  // Those who call pip keep more than it does.
  return places.every((place) => /\.cache\/pip$|\.pip\/cache$/.test(place))
    ? `Use \`pip install --no-cache-dir\`, or give that RUN \`${mounts}\`.`
    : `End that RUN with \`rm -rf ${places.join(' ')}\`, or give it \`${mounts}\`.`;
}
