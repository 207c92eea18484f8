// Puts a plan together: whoever plans says what is to be there, and every folder above it comes before it, once and with the
// attributes that it really has (overlay file systems take a folder's attributes from the topmost layer that has it).

import type { NumberedLayers } from '../contents/view/locate-entry.ts';
import { enlarge, NO_NODE, type PathTree } from '../contents/view/path-tree.ts';
import { NO_ENTRY, nodePath } from '../contents/view/squashed-view.ts';
import { PlimsollError } from '../errors.ts';
import { type LayerPlan, type MadeItem, STEP } from './layer-plan.ts';

/** What a plan stands on. */
export interface PlanGround {
  readonly stack: NumberedLayers;
  readonly tree: PathTree;
  /** The entry that describes a directory, or NO_ENTRY. */
  readonly describe: (node: number) => number;
}

/** A plan under construction; when it is finished, the next one of the same ground may be begun. */
export class LayerPlanner {
  readonly #ground: PlanGround;
  #made = new Map<number, MadeItem>();
  #kinds: Uint8Array;
  #nodes: Uint32Array;
  #sources: Uint32Array;
  #placed: Uint8Array;
  #count = 0;

  constructor(ground: PlanGround) {
    this.#ground = ground;
    const capacity = ground.tree.nodeCount;
    this.#kinds = new Uint8Array(capacity);
    this.#nodes = new Uint32Array(capacity);
    this.#sources = new Uint32Array(capacity);
    this.#placed = new Uint8Array(capacity);
  }

  /** Whether the plan has a step for the node. */
  has(node: number): boolean {
    return this.#placed[node] === 1;
  }

  /** The directory `node`, unless it came before what lies in it; the root only where an entry describes it. */
  addDirectory(node: number): void {
    if (this.has(node)) return;
    const entry = this.#ground.describe(node);
    if (node === 0 && entry === NO_ENTRY) return;
    this.#add(node, entry === NO_ENTRY ? STEP.implied : STEP.entry, entry);
  }

  /** What `entry` is, at the first of the nodes, and hard links to it at the others. */
  addFile(nodes: readonly number[], entry: number): void {
    for (const node of nodes) this.#addAncestors(node);
    for (const [at, node] of nodes.entries()) this.#put(node, at === 0 ? STEP.entry : STEP.link, entry);
  }

  /** A whiteout; nothing else may be planned for the node. */
  addWhiteout(node: number): void {
    this.#add(node, STEP.whiteout, NO_ENTRY);
  }

  /** Something that no layer holds; a folder comes before what is planned in it. */
  addMade(node: number, item: MadeItem): void {
    this.#made.set(node, item);
    this.#add(node, STEP.made, NO_ENTRY);
  }

  /** The plan, in columns of its own length. */
  finish(): LayerPlan {
    const { stack, tree } = this.#ground;
    const [made, stepCount] = [this.#made, this.#count];
    const kinds = this.#kinds.slice(0, stepCount);
    const nodes = this.#nodes.slice(0, stepCount);
    const sources = this.#sources.slice(0, stepCount);
    for (const node of nodes) this.#placed[node] = 0;
    this.#made = new Map();
    this.#count = 0;
    return { stack, tree, stepCount, kinds, nodes, sources, made };
  }

  #add(node: number, kind: number, entry: number): void {
    this.#addAncestors(node);
    this.#put(node, kind, entry);
  }

  #addAncestors(node: number): void {
    const { parents } = this.#ground.tree;
    const missing: number[] = [];
    for (let n = node === 0 ? NO_NODE : parents[node]!; n !== NO_NODE && !this.has(n); n = parents[n]!)
      missing.push(n);
    for (const folder of missing.reverse()) this.addDirectory(folder);
  }

  #put(node: number, kind: number, entry: number): void {
    this.#fitColumns();
    if (this.has(node))
      throw new PlimsollError('INTERNAL', 'a path is planned twice in one layer', {
        subject: nodePath(this.#ground, node),
      });
    this.#placed[node] = 1;
    this.#kinds[this.#count] = kind;
    this.#nodes[this.#count] = node;
    this.#sources[this.#count] = entry;
    this.#count++;
  }

  /** Paths may have been added to the tree since. */
  #fitColumns(): void {
    const capacity = this.#ground.tree.nodeCount;
    if (this.#placed.length >= capacity) return;
    this.#kinds = enlarge(this.#kinds, capacity);
    this.#nodes = enlarge(this.#nodes, capacity);
    this.#sources = enlarge(this.#sources, capacity);
    this.#placed = enlarge(this.#placed, capacity);
  }
}
