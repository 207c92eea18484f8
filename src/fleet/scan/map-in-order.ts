// Works on several items side by side and hands the results over in the order of the items, so that reports do not depend on
// which one was done first.

/** Yields what `work` makes of each item, in order; at most `limit` are under way or wait to be handed over. */
export async function* mapInOrder<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Result>[] = [];
  let next = 0;
  const begin = (): void => {
    while (next < items.length && underWay.length < limit) {
      const result = work(items[next++]!);
      // Whoever takes the result sees the failure; until then it is not unhandled.
      result.catch(() => {});
      underWay.push(result);
    }
  };
  try {
    for (begin(); underWay.length > 0; begin()) {
      const result = await underWay[0]!;
      underWay.shift();
      yield result;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
