// apk's index and package cache: /var/cache/apk, or wherever /etc/apk/cache is (apk-cache(5)).
import { calls } from './fixes/copied.ts';
import type { PathRule } from './rule.ts';

export const apkCache: PathRule = {
  kind: 'paths',
  id: 'apk-cache',
  title: 'Package index and cache of apk',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: ['var/cache/apk/', 'etc/apk/cache/'],
  what: 'package indexes and packages cached by apk',
  fix: (context) =>
    calls(context, /\bapk\b/, /\bupdate\b/)
      ? 'Use `apk add --no-cache` and drop `apk update`: the index is then fetched and not kept.'
      : `Use \`apk add --no-cache\`, or give that RUN \`--mount=type=cache,target=/${context.folder.startsWith('etc/apk/cache') ? 'etc/apk/cache' : 'var/cache/apk'}\`.`,
};
