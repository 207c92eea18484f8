// Walks a graph in dependency order: a node begins when all it stands on are done. It only schedules; what a node does, and what is
// remembered of it, is the caller's.
import { throwIfAborted } from '../../../oci/layout/check-abort.ts';

/** How one node ended. */
export type NodeEnd<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** `because` are the nodes below it that failed, in the order in which they did. */
  | { readonly kind: 'skipped'; readonly because: readonly string[] };

/** What a node is given when it begins. */
export interface NodeContext {
  readonly signal: AbortSignal;
  /** How many nodes stand on each other above it, at most: the higher, the more waits for it. */
  readonly height: number;
}

/** A graph and what to do with it. */
export interface GraphRun<Result> {
  /** Each id once. */
  readonly nodes: readonly string[];
  /** What a node stands on; ids that are not among the nodes are passed over. */
  readonly after: (node: string) => readonly string[];
  /**
   * Nodes under way at most. `Infinity` where workers set the limit, as with a durable store: there a node that rests
   * between two tries holds up nobody.
   */
  readonly jobs: number;
  /** Does one node; throwing is failing. Its parents are those among the nodes, by id. */
  readonly runNode: (
    node: string,
    parents: ReadonlyMap<string, Result>,
    context: NodeContext,
  ) => Promise<Result>;
  readonly signal: AbortSignal;
  /** Told of each node as it ends; skipped ones are told when the first below them failed. */
  readonly onEnd?: (node: string, end: NodeEnd<Result>) => void;
}

/**
 * Resolves to how each node ended, in the order of the nodes. Nodes of a circle, and what stands on them, cannot begin: they are
 * skipped because of themselves. Throws where the signal came, after all that was under way has ended.
 */
export async function runGraph<Result>(run: GraphRun<Result>): Promise<ReadonlyMap<string, NodeEnd<Result>>> {
  const walk = new GraphWalk(run);
  await walk.finish();
  throwIfAborted(run.signal);
  return walk.list();
}

class GraphWalk<Result> {
  readonly #run: GraphRun<Result>;
  readonly #below = new Map<string, readonly string[]>();
  readonly #above = new Map<string, string[]>();
  readonly #missing = new Map<string, number>();
  readonly #heights: ReadonlyMap<string, number>;
  readonly #ends = new Map<string, NodeEnd<Result>>();
  /** Ready to begin, by height; each list in the order in which its nodes became ready. */
  readonly #ready = new Map<number, string[]>();
  #readyCount = 0;
  #underWay = 0;
  #settle = (): void => {};

  constructor(run: GraphRun<Result>) {
    this.#run = run;
    for (const node of run.nodes) this.#above.set(node, []);
    for (const node of run.nodes) {
      const below = [...new Set(run.after(node))].filter((id) => this.#above.has(id));
      this.#below.set(node, below);
      this.#missing.set(node, below.length);
      for (const id of below) this.#above.get(id)!.push(node);
    }
    this.#heights = measureHeights(run.nodes, this.#below, this.#above);
    for (const node of run.nodes) if (this.#missing.get(node) === 0) this.#makeReady(node);
  }

  async finish(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#settle = resolve;
      this.#begin();
    });
  }

  list(): ReadonlyMap<string, NodeEnd<Result>> {
    const stuck = this.#run.nodes.filter((node) => !this.#ends.has(node));
    for (const node of stuck) this.#end(node, { kind: 'skipped', because: [node] });
    return new Map(this.#run.nodes.map((node) => [node, this.#ends.get(node)!]));
  }

  #begin(): void {
    const { jobs, signal } = this.#run;
    while (this.#readyCount > 0 && this.#underWay < jobs && !signal.aborted) {
      this.#underWay++;
      void this.#runNode(this.#takeReady());
    }
    if (this.#underWay === 0) this.#settle();
  }

  async #runNode(node: string): Promise<void> {
    const results = this.#below
      .get(node)!
      .map((id) => [id, (this.#ends.get(id) as { readonly result: Result }).result] as const);
    const context = { signal: this.#run.signal, height: this.#heights.get(node)! };
    let end: NodeEnd<Result>;
    try {
      end = { kind: 'done', result: await this.#run.runNode(node, new Map(results), context) };
    } catch (error) {
      end = { kind: 'failed', error };
    }
    this.#underWay--;
    // What ends by the signal has not failed.
    if (end.kind === 'done' || !this.#run.signal.aborted) this.#end(node, end);
    this.#begin();
  }

  #end(node: string, end: NodeEnd<Result>): void {
    this.#ends.set(node, end);
    this.#run.onEnd?.(node, end);
    if (end.kind === 'done') this.#release(node);
    if (end.kind === 'failed') this.#skipAbove(node);
  }

  #release(node: string): void {
    for (const id of this.#above.get(node)!) {
      const missing = this.#missing.get(id)! - 1;
      this.#missing.set(id, missing);
      if (missing === 0 && !this.#ends.has(id)) this.#makeReady(id);
    }
  }

  /** A node above several that fail is told once; in the end it names all of them that had failed by then. */
  #skipAbove(failed: string): void {
    const seen = new Set<string>();
    const walk = [...this.#above.get(failed)!];
    for (let node = walk.pop(); node !== undefined; node = walk.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      walk.push(...this.#above.get(node)!);
      const before = this.#ends.get(node);
      const known = before?.kind === 'skipped' ? before.because : [];
      const end = { kind: 'skipped', because: [...known, failed] } as const;
      if (before === undefined) this.#end(node, end);
      else this.#ends.set(node, end);
    }
  }

  #makeReady(node: string): void {
    const height = this.#heights.get(node)!;
    const list = this.#ready.get(height);
    if (list === undefined) this.#ready.set(height, [node]);
    else list.push(node);
    this.#readyCount++;
  }

  #takeReady(): string {
    const height = Math.max(...this.#ready.keys());
    const list = this.#ready.get(height)!;
    const node = list.shift()!;
    if (list.length === 0) this.#ready.delete(height);
    this.#readyCount--;
    return node;
  }
}

/** The longest way up from each node; 0 for what nothing stands on, and for circles. */
function measureHeights(
  nodes: readonly string[],
  below: ReadonlyMap<string, readonly string[]>,
  above: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const heights = new Map(nodes.map((node) => [node, 0]));
  const missing = new Map(nodes.map((node) => [node, above.get(node)!.length]));
  const walk = nodes.filter((node) => missing.get(node) === 0);
  for (let node = walk.pop(); node !== undefined; node = walk.pop()) {
    for (const id of below.get(node)!) {
      heights.set(id, Math.max(heights.get(id)!, heights.get(node)! + 1));
      missing.set(id, missing.get(id)! - 1);
      if (missing.get(id) === 0) walk.push(id);
    }
  }
  return heights;
}
