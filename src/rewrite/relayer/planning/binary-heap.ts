// A priority queue: pushing and popping take steps as the logarithm of its length.

/** Gives what was pushed, what comes before all else first. */
export class BinaryHeap<T> {
  readonly #items: T[] = [];
  readonly #comesBefore: (a: T, b: T) => boolean;

  constructor(comesBefore: (a: T, b: T) => boolean) {
    this.#comesBefore = comesBefore;
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      if (!this.#comesBefore(item, items[above]!)) break;
      items[at] = items[above]!;
      at = above;
    }
    items[at] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (items.length === 0 || last === undefined) return first;
    let at = 0;
    for (;;) {
      let next = 2 * at + 1;
      if (next >= items.length) break;
      if (next + 1 < items.length && this.#comesBefore(items[next + 1]!, items[next]!)) next++;
      if (!this.#comesBefore(items[next]!, last)) break;
      items[at] = items[next]!;
      at = next;
    }
    items[at] = last;
    return first;
  }
}
