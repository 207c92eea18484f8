// Dependency order: waves by Kahn's algorithm, and what is left by Tarjan's. Both take time by edges, and no depth of calls.

/** The order of a graph's nodes, which are numbers from 0. */
export interface GraphOrder {
  /** Each after all that it needs; those of cycles, and what needs them, come last. */
  readonly order: readonly number[];
  /** By node, from 0: all that it needs is in earlier waves. -1 for nodes of cycles and for what needs them. */
  readonly waves: readonly number[];
  /** Nodes that need each other, or themselves; sorted by their first node. */
  readonly cycles: readonly (readonly number[])[];
}

/** Orders nodes by what each needs, equals by number; a need that is listed twice is one. */
export function orderGraph(needs: readonly (readonly number[])[]): GraphOrder {
  const waves = new Array<number>(needs.length).fill(-1);
  const open = needs.map((each) => new Set(each).size);
  const users: number[][] = needs.map(() => []);
  for (const [node, each] of needs.entries()) for (const needed of new Set(each)) users[needed]!.push(node);
  const order: number[] = [];
  let wave = open.flatMap((count, node) => (count === 0 ? [node] : []));
  for (let number = 0; wave.length > 0; number++) {
    const next: number[] = [];
    for (const node of wave) {
      waves[node] = number;
      order.push(node);
      for (const user of users[node]!) if (--open[user]! === 0) next.push(user);
    }
    wave = next.sort((a, b) => a - b);
  }
  if (order.length === needs.length) return { order, waves, cycles: [] };
  const components = findComponents(needs, (node) => waves[node] === -1);
  return {
    order: [...order, ...components.flat()],
    waves,
    cycles: components
      .filter((nodes) => nodes.length > 1 || needs[nodes[0]!]!.includes(nodes[0]!))
      .sort((a, b) => a[0]! - b[0]!),
  };
}

/** Strongly connected components of the nodes that are asked for, each sorted, and after those that it needs. */
function findComponents(
  needs: readonly (readonly number[])[],
  isAsked: (node: number) => boolean,
): readonly (readonly number[])[] {
  const index = new Int32Array(needs.length).fill(-1);
  const low = new Int32Array(needs.length);
  const isOpen = new Uint8Array(needs.length);
  const stack: number[] = [];
  const components: number[][] = [];
  let count = 0;
  for (const start of needs.keys()) {
    if (!isAsked(start) || index[start] !== -1) continue;
    const path: { readonly node: number; at: number }[] = [];
    const enter = (node: number): void => {
      index[node] = low[node] = count++;
      isOpen[node] = 1;
      stack.push(node);
      path.push({ node, at: 0 });
    };
    enter(start);
    while (path.length > 0) {
      const top = path.at(-1)!;
      const { node } = top;
      const needed = needs[node]![top.at++];
      if (needed === undefined) {
        path.pop();
        const above = path.at(-1)?.node;
        if (above !== undefined) low[above] = Math.min(low[above]!, low[node]!);
        if (low[node] === index[node]) {
          const component = stack.splice(stack.lastIndexOf(node));
          for (const each of component) isOpen[each] = 0;
          components.push(component.sort((a, b) => a - b));
        }
      } else if (isAsked(needed)) {
        if (index[needed] === -1) enter(needed);
        else if (isOpen[needed] === 1) low[node] = Math.min(low[node]!, index[needed]!);
      }
    }
  }
  return components;
}
