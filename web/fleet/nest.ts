// Many things grouped level by level, for a treemap that one walks into.

/** A level's name for a thing. */
export type Grouping = (item: number) => string;

/** A group; `groups` is null where its items are shown themselves. */
export interface Nest {
  readonly label: string;
  readonly items: readonly number[];
  readonly groups: readonly Nest[] | null;
}

/** So few are shown without groups. */
const FEW = 24;

/** Groups items; a level that would make one group, or groups of one each, is left out. */
export function nest(label: string, items: readonly number[], groupings: readonly Grouping[]): Nest {
  const [first, ...rest] = groupings;
  if (first === undefined || items.length <= FEW) return { label, items, groups: null };
  const groups = new Map<string, number[]>();
  for (const item of items) {
    const group = groups.get(first(item));
    if (group === undefined) groups.set(first(item), [item]);
    else group.push(item);
  }
  if (groups.size < 2 || groups.size === items.length) return nest(label, items, rest);
  return { label, items, groups: [...groups].map(([name, members]) => nest(name, members, rest)) };
}

/** The group that a path of labels leads to; as far as there are groups. */
export function follow(root: Nest, path: readonly string[]): Nest {
  let at = root;
  for (const label of path) at = at.groups?.find((group) => group.label === label) ?? at;
  return at;
}
