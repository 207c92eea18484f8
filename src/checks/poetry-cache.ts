// Poetry's caches of repositories and artifacts; the environments that Poetry keeps beside them are the application.
import type { PathRule } from './rule.ts';

export const poetryCache: PathRule = {
  kind: 'paths',
  id: 'poetry-cache',
  title: 'Download cache of Poetry',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.cache/pypoetry/cache/', '**/.cache/pypoetry/artifacts/'],
  what: 'downloads cached by Poetry',
  fix: 'Delete pypoetry/cache and pypoetry/artifacts at the end of that RUN, or mount both: `--mount=type=cache,target=/root/.cache/pypoetry/cache --mount=type=cache,target=/root/.cache/pypoetry/artifacts`.',
};
