// A set of open things.

/** The set with or without an item; the same set where nothing changes. */
export function toggle(before: ReadonlySet<number>, item: number, isIn: boolean): ReadonlySet<number> {
  if (before.has(item) === isIn) return before;
  const after = new Set(before);
  if (isIn) after.add(item);
  else after.delete(item);
  return after;
}
