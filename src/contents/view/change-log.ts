// Which nodes a layer changes while it is merged, and what they showed before, as columns.

/** What some columns had at nodes before one layer was applied; each node once. */
export interface NodeChanges {
  readonly nodes: readonly number[];
  readonly kinds: readonly number[];
  readonly shown: readonly number[];
  readonly inodes: readonly number[];
}

/** Notes nodes before they change for the first time in a layer. */
export class ChangeLog {
  readonly #seen = new Set<number>();
  #nodes: number[] = [];
  #kinds: number[] = [];
  #shown: number[] = [];
  #inodes: number[] = [];

  note(node: number, kind: number, shown: number, inode: number): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    this.#nodes.push(node);
    this.#kinds.push(kind);
    this.#shown.push(shown);
    this.#inodes.push(inode);
  }

  /** What was noted since the last call. */
  take(): NodeChanges {
    const changes = { nodes: this.#nodes, kinds: this.#kinds, shown: this.#shown, inodes: this.#inodes };
    this.#seen.clear();
    [this.#nodes, this.#kinds, this.#shown, this.#inodes] = [[], [], [], []];
    return changes;
  }
}
