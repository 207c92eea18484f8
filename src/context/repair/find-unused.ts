// Large files and folders that no instruction uses. BuildKit does not send them; builders that send everything do.
import { engineRules } from '../engines/engine-rules.ts';
import { parentOf } from './context-tree.ts';
import type { PlanGround } from './plan-lines.ts';

const WORTH_A_LINE_BYTES = 1024 * 1024;

/** The topmost unused paths with much in them, as sent with these bytes in the file. */
export function findUnused(
  { pairs, lister, builds, tree }: PlanGround,
  bytes: Uint8Array,
): readonly string[] {
  const sizes = new Map<string, number>();
  const seen = new Set<unknown>();
  const blocked = new Set<string>(['']);
  const block = (path: string): void => {
    for (let at = path; at !== '' && !blocked.has(at); at = parentOf(at)) blocked.add(at);
  };
  // What instructions lead to is used, also where it is not there.
  for (const { anchors } of builds)
    for (const { path, isPattern } of anchors.paths()) block(isPattern ? literalStart(path) : path);
  for (const pair of pairs) {
    if (engineRules(pair.engine).isNarrowed) continue;
    const listing = lister.list(pair, bytes);
    if (seen.has(listing)) continue;
    seen.add(listing);
    for (const { path, sizeBytes } of listing.entries) {
      if (builds.some(({ anchors }) => anchors.of(path).length > 0)) block(path);
      else if (sizeBytes > 0) sizes.set(path, sizeBytes);
    }
  }
  const sums = new Map<string, number>();
  for (const [path, sizeBytes] of sizes) {
    let top = path;
    while (!blocked.has(parentOf(top))) top = parentOf(top);
    if (!blocked.has(top)) sums.set(top, (sums.get(top) ?? 0) + sizeBytes);
  }
  return [...sums]
    .filter(([path, sum]) => sum >= WORTH_A_LINE_BYTES && tree.at(path) !== undefined)
    .map(([path]) => path);
}

/** The folder in front of a pattern's first wildcard. */
function literalStart(pattern: string): string {
  const wild = pattern.search(/[*?[\\]/);
  return parentOf(pattern.slice(0, wild < 0 ? pattern.length : wild));
}
