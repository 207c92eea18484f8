// Poetry's caches of repositories and artifacts; the environments that Poetry keeps beside them are the application.
import { cachePlaces, mountAll } from './fixes/cache-mount.ts';
import type { FixContext, PathRule } from './rule.ts';

export const poetryCache: PathRule = {
  kind: 'paths',
  id: 'poetry-cache',
  title: 'Download cache of Poetry',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.cache/pypoetry/cache/', '**/.cache/pypoetry/artifacts/'],
  what: 'downloads cached by Poetry',
  fix: fixPoetry,
};

function fixPoetry(context: FixContext): string {
  const found = cachePlaces(context, '.cache/pypoetry/cache', '.cache/pypoetry/artifacts');
  const places =
    found.length > 0 ? found : ['/root/.cache/pypoetry/cache', '/root/.cache/pypoetry/artifacts'];
  return `End that RUN with \`rm -rf ${places.join(' ')}\`, or give it \`${mountAll(places)}\`.`;
}
