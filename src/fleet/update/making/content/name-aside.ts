// How what was set aside is told.

/** Names, with the number of paths where there are several; sorted. */
export function nameAside(counts: ReadonlyMap<string, number>): readonly string[] {
  return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count} paths)`)).sort();
}
