// What a later layer hides is often a cache that was to be cleaned up in the RUN that filled it.
import { apkCache } from '../apk-cache.ts';
import { aptCache } from '../apt-cache.ts';
import { dnfCache } from '../dnf-cache.ts';
import { npmCache } from '../npm-cache.ts';
import { pipCache } from '../pip-cache.ts';
import type { FixContext, PathRule } from '../rule.ts';
import { chooseFix } from './choose-fix.ts';

const CACHES: readonly (readonly [RegExp, PathRule])[] = [
  [/^var\/(?:lib\/apt\/lists|cache\/apt)\//, aptCache],
  [/^var\/cache\/(?:dnf|libdnf5|yum|tdnf)\//, dnfCache],
  [/^var\/cache\/apk\//, apkCache],
  [/(?:^|\/)\.cache\/pip\//, pipCache],
  [/(?:^|\/)(?:\.npm|_cacache)\//, npmCache],
];

/** The fix for a cache, where the largest of the hidden files is in one. */
export function fixHiddenCache(context: FixContext): string | undefined {
  const [largest = ''] = context.paths;
  const rule = CACHES.find(([place]) => place.test(largest))?.[1];
  return rule === undefined ? undefined : chooseFix(rule, context);
}
