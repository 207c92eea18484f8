// Groups that require each other in a circle become one: none of them can be anywhere without the others. Images that have one of
// a circle have all of it, so that a joined group still is had whole or not at all.
import { findCircles } from '../find-circles.ts';
import type { ProblemItem } from '../platform-problem.ts';

/** Joins the groups of each circle; the order of the first members stays. */
export function joinCircles(
  grouped: readonly (readonly number[])[],
  items: readonly ProblemItem[],
): readonly (readonly number[])[] {
  const groupOf = new Map(grouped.flatMap((members, group) => members.map((item) => [item, group] as const)));
  const next = grouped.map((members, group) => [
    ...new Set(
      members
        .flatMap((item) => items[item]!.requires.flatMap((other) => groupOf.get(other) ?? []))
        .filter((other) => other !== group),
    ),
  ]);
  const circleOf = findCircles(next);
  const joined = new Map<number, number[]>();
  for (const [group, members] of grouped.entries()) {
    const circle = circleOf[group]!;
    const known = joined.get(circle);
    if (known === undefined) joined.set(circle, [...members]);
    else known.push(...members);
  }
  return [...joined.values()];
}
