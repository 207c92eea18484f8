// uv's cache (`uv cache dir`). Files that uv linked into an environment share their bytes with it and are not judged here.
import { runsProgram } from './exceptions/runs-program.ts';
import { mountCache } from './fixes/cache-mount.ts';
import type { PathRule } from './rule.ts';

export const uvCache: PathRule = {
  kind: 'paths',
  id: 'uv-cache',
  title: 'Package cache of uv',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['**/.cache/uv/'],
  // Environments linked by symlinks live in the cache, and so do the tools that uvx runs.
  isExcused: (_file, image) => image.env.get('UV_LINK_MODE') === 'symlink' || runsProgram(image, 'uvx'),
  what: 'packages cached by uv',
  fix: (context) =>
    `Set UV_NO_CACHE=1 for that RUN, or give it \`${mountCache(context, '.cache/uv', '/root/.cache/uv')}\` with UV_LINK_MODE=copy.`,
};
