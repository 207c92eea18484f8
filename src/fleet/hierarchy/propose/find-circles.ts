// Circles of requirements: what is in one cannot be anywhere without the rest of it.

/** Strongly connected components, each by the number of one of its members (Tarjan, without recursion). */
export function findCircles(next: readonly (readonly number[])[]): Int32Array {
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
