// Whether a plan may be proposed at all: nothing twice on one chain, nothing before what it requires, no development tool
// brought to a production image.
import type { PlatformPlan, PlatformProblem } from './platform-problem.ts';

/** The first thing wrong with a plan; undefined where nothing is. */
export function findFault({ images, items }: PlatformProblem, plan: PlatformPlan): string | undefined {
  const chains: Set<number>[] = [];
  for (const [p, { parent, items: added }] of plan.platforms.entries()) {
    if (parent >= p) return `platform ${p} stands before its parent`;
    const chain = new Set(chains[parent]);
    for (const item of added) {
      if (chain.has(item)) return `platform ${p} adds ${items[item]!.key} again`;
      chain.add(item);
    }
    for (const item of chain)
      for (const required of items[item]!.requires)
        if (!chain.has(required))
          return `platform ${p} has ${items[item]!.key} without ${items[required]!.key}`;
    chains.push(chain);
  }
  for (const [i, image] of images.entries()) {
    if (!image.isProduction) continue;
    const has = new Set(image.items);
    for (const item of chains[plan.imageParents[i]!] ?? [])
      if (items[item]!.isForbidden && !has.has(item)) return `${image.name} would get ${items[item]!.key}`;
  }
  return undefined;
}
