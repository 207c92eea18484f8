// The search for the cheapest tree of platform images: a greedy start, local search, and for few images several starts. The same
// problem always gives the same plan, and the work is bounded by counted steps.
import type { CostModel, PlatformPlan, PlatformProblem } from './platform-problem.ts';
import { type CondensedProblem, condenseProblem } from './search/condense-problem.ts';
import { improveTree } from './search/improve-tree.ts';
import { membersOf } from './search/item-bits.ts';
import { mergeGreedily } from './search/merge-greedily.ts';
import { GROUND, PlatformTree } from './search/platform-tree.ts';
import { attempt, dissolve, lay, poolSiblings } from './search/tree-moves.ts';
import { treeToPlan } from './search/tree-to-plan.ts';

/** Up to so many kinds of images several starts are worth their time. */
const MANY_STARTS_LIMIT = 24;
/** A hundred million take some three seconds. */
const STEP_LIMIT = 500_000_000;
const STEP_LIMIT_OF_A_START = 5_000_000;
/** The most platforms that a tree ever has while it is made. */
const ROOM = 256;

/** A plan, and how much work it was. */
export interface ProposedPlatforms {
  readonly plan: PlatformPlan;
  readonly steps: number;
}

/** Finds the plan. */
export function proposePlatforms(problem: PlatformProblem, model: CostModel): ProposedPlatforms {
  const condensed = condenseProblem(problem, model);
  const room = Math.min(2 * condensed.classes.length, ROOM);
  let steps = 0;
  let best: PlatformTree | undefined;
  for (const start of startsFor(condensed)) {
    const tree = new PlatformTree(condensed, room);
    start(tree);
    prune(tree, Math.min(model.platformLimit, room));
    const isOneOfMany = condensed.classes.length <= MANY_STARTS_LIMIT;
    improveTree(tree, tree.steps + (isOneOfMany ? STEP_LIMIT_OF_A_START : STEP_LIMIT));
    if (isOneOfMany) shake(tree, tree.steps + STEP_LIMIT_OF_A_START);
    steps += tree.steps;
    if (best === undefined || tree.cost < best.cost * (1 - 1e-9)) best = tree;
  }
  return { plan: treeToPlan(best!), steps };
}

function startsFor({ classes }: CondensedProblem): readonly ((tree: PlatformTree) => void)[] {
  if (classes.length > MANY_STARTS_LIMIT) return [mergeGreedily];
  return [
    mergeGreedily,
    () => {},
    (tree) => startWithOne(tree, 1),
    (tree) => startWithOne(tree, 0.5),
    poolAll,
  ];
}

/** One platform for all, with what at least this share of the images has. */
function startWithOne(tree: PlatformTree, share: number): void {
  const { classes, groups } = tree.problem;
  const users = groups.map(() => 0);
  for (const { groups: set, members } of classes)
    for (const group of membersOf(set)) users[group]! += members.length;
  const count = classes.reduce((sum, { members }) => sum + members.length, 0);
  attempt(tree, () => {
    const platform = tree.addPlatform(GROUND)!;
    for (let c = 1; c < tree.firstPlatform; c++) tree.move(c, platform);
    for (const [group, n] of users.entries())
      if (n >= count * share && tree.isPlatform(platform)) attempt(tree, () => lay(tree, group, platform));
  });
}

/** One platform for all, with what any image has. */
function poolAll(tree: PlatformTree): void {
  poolSiblings(
    tree,
    Array.from({ length: tree.firstPlatform - 1 }, (_, c) => c + 1),
  );
}

/** Takes platforms away, the least useful first, until there are no more than may be. */
function prune(tree: PlatformTree, limit: number): void {
  while (tree.platformCount > limit) {
    const costs = tree.platforms.map((platform) => {
      tree.begin();
      dissolve(tree, platform);
      const { cost } = tree;
      tree.rollback();
      return { platform, cost };
    });
    dissolve(tree, costs.reduce((least, next) => (next.cost < least.cost ? next : least)).platform);
  }
  tree.platformLimit = limit;
}

/** Takes each platform away and searches on from there: what stands in the way of a better tree may have to go first. */
function shake(tree: PlatformTree, stepLimit: number): void {
  for (const platform of tree.platforms)
    if (tree.isPlatform(platform) && tree.steps < stepLimit)
      attempt(tree, () => {
        dissolve(tree, platform);
        improveTree(tree, stepLimit);
      });
}
