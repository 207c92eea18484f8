// What laying or lifting one group would change of the cost, without doing it: most of what is tried is not worth doing.
import type { PlatformTree } from './platform-tree.ts';

/** The change of the cost when a group, with all that it requires, comes into a platform. Infinite where it may not. */
export function differenceOfLaying(tree: PlatformTree, group: number, platform: number): number {
  const { groups, words, bytesOf, keepLogOf, forbidden, userWeights, model, classes } = tree.problem;
  const { closure } = groups[group]!;
  const chain = tree.chainOf(platform);
  const touched: { readonly w: number; readonly bits: number }[] = [];
  for (let w = 0; w < words; w++) {
    const bits = closure[w]! & ~chain[w]!;
    if (bits !== 0) touched.push({ w, bits });
  }
  let difference = 0;
  const open = [platform];
  for (let v = open.pop(); v !== undefined; v = open.pop()) {
    const isClass = v < tree.firstPlatform;
    const parent = tree.parentOf(v);
    let given = 0;
    let extra = 0;
    let keepLog = 0;
    let isFaulty = false;
    for (const { w, bits } of touched) {
      const adds = tree.addsWord(v, w);
      if (!isClass) {
        keepLog += keepLogOf.ofWord(w, bits & ~tree.chainWord(v, w));
        given += bytesOf.ofWord(w, bits & adds);
        continue;
      }
      // What a platform between has already, the class has.
      const fresh = bits & ~tree.chainWord(parent, w);
      given += bytesOf.ofWord(w, fresh & adds);
      const missing = fresh & ~adds;
      if (missing === 0) continue;
      keepLog += keepLogOf.ofWord(w, missing);
      extra += bytesOf.ofWord(w, missing);
      if ((missing & forbidden[w]!) !== 0) isFaulty = true;
    }
    tree.steps += touched.length * 3;
    const before = 1 - Math.exp(tree.keepLogOf(v));
    const after = 1 - Math.exp(tree.keepLogOf(v) + keepLog);
    const [old, now] = [1 + model.weeks * before, 1 + model.weeks * after];
    if (isClass) {
      const { members, isProduction, ownKeptBytes } = classes[v - 1]!;
      if (isFaulty && isProduction) return Number.POSITIVE_INFINITY;
      const bytes = tree.bytesOf(v);
      const stored = members.length * ((bytes - given) * now - bytes * old);
      const own = model.weeks * ownKeptBytes * (after - before);
      difference += userWeights[1]! * (stored + own) + model.extraWeight * members.length * extra;
    } else {
      const bytes = tree.bytesOf(v);
      const kept = v === platform ? bytes + sumTouched(touched, bytesOf) : bytes - given;
      difference += userWeights[tree.usersOf(v)]! * (kept * now - bytes * old);
      open.push(...tree.childrenOf(v));
    }
  }
  return difference;
}

/**
 * A lower bound of the change when a group leaves a platform, with all that cannot be without it: each platform on it keeps the
 * group or leaves it to those on it, whichever is cheaper.
 */
export function leastDifferenceOfLifting(tree: PlatformTree, group: number, platform: number): number {
  const { groups, bytesOf, keepLogOf, userWeights, model, classes } = tree.problem;
  const { dependents } = groups[group]!;
  const gone: { readonly w: number; readonly bits: number }[] = [];
  for (const [w, bits] of tree.addsOf(platform).entries())
    if ((bits & dependents[w]!) !== 0) gone.push({ w, bits: bits & dependents[w]! });
  const goneBytes = sumTouched(gone, bytesOf);
  const goneLog = gone.reduce((sum, { w, bits }) => sum + keepLogOf.ofWord(w, bits), 0);
  const weigh = (keepLog: number): number => 1 + model.weeks * (1 - Math.exp(Math.min(0, keepLog)));
  const leave = (v: number): number => {
    const now = weigh(tree.keepLogOf(v));
    const less = weigh(tree.keepLogOf(v) - goneLog);
    if (tree.isPlatform(v)) {
      const weight = userWeights[tree.usersOf(v)]!;
      let left = weight * tree.bytesOf(v) * (less - now);
      for (const child of tree.childrenOf(v)) left += leave(child);
      return Math.min(weight * goneBytes * now, left);
    }
    tree.steps += gone.length * 2;
    const { members, ownKeptBytes } = classes[v - 1]!;
    let kept = 0;
    let extra = 0;
    for (const { w, bits } of gone) {
      const has = tree.addsWord(v, w);
      kept += bytesOf.ofWord(w, bits & has);
      extra += bytesOf.ofWord(w, bits & ~has);
    }
    if (extra === 0) return members.length * userWeights[1]! * kept * now;
    const stored = members.length * ((tree.bytesOf(v) + kept) * less - tree.bytesOf(v) * now);
    return (
      userWeights[1]! * (stored - ownKeptBytes * (now - less)) - model.extraWeight * members.length * extra
    );
  };
  const [bytes, keepLog] = [tree.bytesOf(platform), tree.keepLogOf(platform)];
  let difference =
    userWeights[tree.usersOf(platform)]! *
    ((bytes - goneBytes) * weigh(keepLog - goneLog) - bytes * weigh(keepLog));
  for (const child of tree.childrenOf(platform)) difference += leave(child);
  return difference;
}

function sumTouched(
  touched: readonly { readonly w: number; readonly bits: number }[],
  bytesOf: { ofWord(w: number, bits: number): number },
): number {
  return touched.reduce((sum, { w, bits }) => sum + bytesOf.ofWord(w, bits), 0);
}
