// Groups that require each other in a circle become one: none of them can be anywhere without the others. Images that have one of
// a circle have all of it, so that a joined group still is had whole or not at all.
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

/** Strongly connected components, each by the number of one of its members (Tarjan, without recursion). */
function findCircles(next: readonly (readonly number[])[]): Int32Array {
  const circleOf = new Int32Array(next.length).fill(-1);
  const order = new Int32Array(next.length).fill(-1);
  const low = new Int32Array(next.length);
  const open: number[] = [];
  let count = 0;
  for (let start = 0; start < next.length; start++) {
    if (order[start] !== -1) continue;
    const path: { node: number; at: number }[] = [];
    const enter = (node: number): void => {
      order[node] = low[node] = count++;
      open.push(node);
      path.push({ node, at: 0 });
    };
    enter(start);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const { node } = top;
      const other = next[node]![top.at++];
      if (other !== undefined) {
        if (order[other] === -1) enter(other);
        else if (circleOf[other] === -1) low[node] = Math.min(low[node]!, order[other]!);
        continue;
      }
      path.pop();
      const parent = path.at(-1)?.node;
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] !== order[node]) continue;
      for (let member = open.pop()!; ; member = open.pop()!) {
        circleOf[member] = node;
        if (member === node) break;
      }
    }
  }
  return circleOf;
}
