// A tree of the search as a plan: parents first, items and images by their numbers in the whole problem.
import type { PlatformPlan } from '../platform-problem.ts';
import { membersOf } from './item-bits.ts';
import { GROUND, type PlatformTree } from './platform-tree.ts';

/** Turns it into one. */
export function treeToPlan(tree: PlatformTree): PlatformPlan {
  const { classes, groups } = tree.problem;
  const numbers = new Map([[GROUND, -1]]);
  const platforms: { parent: number; items: Uint32Array }[] = [];
  const imageParents = new Int32Array(classes.reduce((sum, { members }) => sum + members.length, 0));
  // A list shows what is added while it is walked.
  const order = [GROUND];
  for (const v of order)
    for (const child of [...tree.childrenOf(v)].sort((a, b) => a - b)) {
      if (child < tree.firstPlatform) {
        for (const image of classes[child - 1]!.members) imageParents[image] = numbers.get(v)!;
        continue;
      }
      numbers.set(child, platforms.length);
      const items = membersOf(tree.addsOf(child)).flatMap((group) => groups[group]!.members);
      platforms.push({ parent: numbers.get(v)!, items: Uint32Array.from(items).sort() });
      order.push(child);
    }
  return { platforms, imageParents };
}
