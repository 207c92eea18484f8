// The tree that the search changes, and its cost, kept up to date: only what a change reaches is summed again. Node 0 is the base
// image, then come the classes of images, then platform images.
import type { CondensedProblem } from './condense-problem.ts';
import { type NodeRecord, TreeJournal } from './tree-journal.ts';

/** The parent of a node that is not in the tree. */
const ABSENT = -2;
/** What a node takes beside its words. */
const STEPS_A_NODE = 30;
/** The node of the base image. */
export const GROUND = 0;

/** Starts with every image on the base image. */
export class PlatformTree {
  readonly problem: CondensedProblem;
  readonly firstPlatform: number;
  /** How much was done so far: words of sets looked at. */
  steps = 0;
  /** More platforms than this are not added. */
  platformLimit = Number.POSITIVE_INFINITY;
  platformCount = 0;
  readonly #capacity: number;
  readonly #parents: Int32Array;
  readonly #adds: Uint32Array;
  readonly #chains: Uint32Array;
  readonly #users: Int32Array;
  readonly #keepLogs: Float64Array;
  readonly #bytes: Float64Array;
  readonly #costs: Float64Array;
  readonly #faults: Uint8Array;
  #children: number[][] = [];
  #cost = 0;
  #faultCount = 0;
  readonly #journal: TreeJournal;

  constructor(problem: CondensedProblem, platformCapacity: number) {
    this.problem = problem;
    const { classes, words } = problem;
    this.firstPlatform = classes.length + 1;
    this.#capacity = this.firstPlatform + platformCapacity;
    const n = this.#capacity;
    this.#parents = new Int32Array(n).fill(ABSENT);
    this.#adds = new Uint32Array(n * words);
    this.#chains = new Uint32Array(n * words);
    this.#users = new Int32Array(n);
    this.#keepLogs = new Float64Array(n);
    this.#bytes = new Float64Array(n);
    this.#costs = new Float64Array(n);
    this.#faults = new Uint8Array(n);
    this.#journal = new TreeJournal(n);
    this.#parents[GROUND] = -1;
    this.#keepLogs[GROUND] = problem.groundKeepLog;
    this.#children = Array.from({ length: n }, () => []);
    for (const [c, { members, groups }] of classes.entries()) {
      this.#parents[c + 1] = GROUND;
      this.#users[c + 1] = members.length;
      this.#adds.set(groups, (c + 1) * words);
      this.#children[GROUND]!.push(c + 1);
    }
    this.refresh(GROUND);
  }

  /** Infinite where a plan may not be proposed. */
  get cost(): number {
    return this.#faultCount > 0 ? Number.POSITIVE_INFINITY : this.#cost;
  }

  /** The platform images that are in the tree, rising. */
  get platforms(): readonly number[] {
    return [...this.#parents.keys()].filter((v) => this.isPlatform(v));
  }

  isPlatform(node: number): boolean {
    return node >= this.firstPlatform && this.#parents[node] !== ABSENT;
  }

  parentOf(node: number): number {
    return this.#parents[node]!;
  }

  childrenOf(node: number): readonly number[] {
    return this.#children[node]!;
  }

  usersOf(node: number): number {
    return this.#users[node]!;
  }

  /** What a platform adds; what a class has. */
  addsOf(node: number): Uint32Array {
    const { words } = this.problem;
    return this.#adds.subarray(node * words, (node + 1) * words);
  }

  /** All that a platform has, what it stands on included. */
  chainOf(node: number): Uint32Array {
    const { words } = this.problem;
    return this.#chains.subarray(node * words, (node + 1) * words);
  }

  /** One word of `addsOf`, for loops that run often. */
  addsWord(node: number, word: number): number {
    return this.#adds[node * this.problem.words + word]!;
  }

  /** Likewise of `chainOf`. */
  chainWord(node: number, word: number): number {
    return this.#chains[node * this.problem.words + word]!;
  }

  /** Bytes of the layer of a platform; of a class the layer of packages of each of its images. */
  bytesOf(node: number): number {
    return this.#bytes[node]!;
  }

  /** The logarithm of the chance that a node's layer is not built anew within a week. */
  keepLogOf(node: number): number {
    return this.#keepLogs[node]!;
  }

  /** Makes an empty platform on a node; undefined where the tree has no room for one. */
  addPlatform(parent: number): number | undefined {
    if (this.platformCount >= this.platformLimit) return undefined;
    for (let v = this.firstPlatform; v < this.#capacity; v++) {
      if (this.#parents[v] !== ABSENT) continue;
      this.#note(v);
      this.#note(parent);
      this.#parents[v] = parent;
      this.platformCount++;
      this.#users[v] = 0;
      this.#children[v] = [];
      this.addsOf(v).fill(0);
      this.#children[parent]!.push(v);
      this.refresh(v);
      return v;
    }
    return undefined;
  }

  /** Moves a node and all above it. */
  move(node: number, parent: number): void {
    const old = this.#parents[node]!;
    for (const changed of [node, old, parent]) this.#note(changed);
    this.#children[old]!.splice(this.#children[old]!.indexOf(node), 1);
    this.#parents[node] = parent;
    this.#children[parent]!.push(node);
    this.#addUsers(old, -this.#users[node]!);
    this.#addUsers(parent, this.#users[node]!);
    this.refresh(node);
  }

  /** Takes a platform away; what stood on it stands on its parent. */
  remove(platform: number): void {
    const parent = this.#parents[platform]!;
    for (const child of [...this.#children[platform]!]) this.move(child, parent);
    this.#note(platform);
    this.#note(parent);
    const siblings = this.#children[parent]!;
    siblings.splice(siblings.indexOf(platform), 1);
    this.#settle(platform, 0, 0);
    this.#parents[platform] = ABSENT;
    this.platformCount--;
  }

  /** Says what a platform adds; `refresh` makes the rest follow. */
  setAdds(platform: number, groups: Uint32Array): void {
    this.#note(platform);
    this.addsOf(platform).set(groups);
  }

  /** Sums a node and all above it anew. */
  refresh(node: number): void {
    const open = [node];
    for (let v = open.pop(); v !== undefined; v = open.pop()) {
      this.#note(v);
      if (v > GROUND && v < this.firstPlatform) this.#sumClass(v);
      else {
        if (v !== GROUND) this.#sumPlatform(v);
        open.push(...this.#children[v]!);
      }
    }
  }

  /** From here on what changes is noted, until `commit` or `rollback`; may be nested. */
  begin(): void {
    this.#journal.begin(this.#cost);
  }

  /** Leaves everything as it is now. */
  commit(): void {
    this.#journal.commit();
  }

  /** Brings back what was there at the last `begin`. */
  rollback(): void {
    this.#cost = this.#journal.rollback((record) => this.#bringBack(record));
  }

  #note(node: number): void {
    if (!this.#journal.wants(node)) return;
    this.steps += STEPS_A_NODE;
    this.#journal.note({
      node,
      parent: this.#parents[node]!,
      adds: this.addsOf(node).slice(),
      chain: this.chainOf(node).slice(),
      users: this.#users[node]!,
      keepLog: this.#keepLogs[node]!,
      bytes: this.#bytes[node]!,
      cost: this.#costs[node]!,
      fault: this.#faults[node]!,
      children: [...this.#children[node]!],
    });
  }

  #bringBack({ node, parent, ...old }: NodeRecord): void {
    if (node >= this.firstPlatform)
      this.platformCount += Number(parent !== ABSENT) - Number(this.#parents[node] !== ABSENT);
    this.#parents[node] = parent;
    this.addsOf(node).set(old.adds);
    this.chainOf(node).set(old.chain);
    this.#users[node] = old.users;
    this.#keepLogs[node] = old.keepLog;
    this.#bytes[node] = old.bytes;
    this.#costs[node] = old.cost;
    this.#faultCount += old.fault - this.#faults[node]!;
    this.#faults[node] = old.fault;
    this.#children[node] = old.children;
  }

  #addUsers(from: number, users: number): void {
    for (let v = from; v > GROUND; v = this.#parents[v]!) {
      this.#note(v);
      this.#users[v]! += users;
      this.#settle(v, this.#costOfPlatform(v), this.#faults[v]!);
    }
  }

  #settle(node: number, cost: number, fault: number): void {
    this.#cost += cost - this.#costs[node]!;
    this.#costs[node] = cost;
    this.#faultCount += fault - this.#faults[node]!;
    this.#faults[node] = fault;
  }

  #costOfPlatform(node: number): number {
    const { userWeights, model } = this.problem;
    const chance = 1 - Math.exp(this.#keepLogs[node]!);
    return (
      this.#bytes[node]! * userWeights[this.#users[node]!]! * (1 + model.weeks * chance) + model.platformBytes
    );
  }

  #sumPlatform(node: number): void {
    const { words, bytesOf, keepLogOf } = this.problem;
    const at = node * words;
    const below = this.#parents[node]! * words;
    let bytes = 0;
    let keepLog = this.#keepLogs[this.#parents[node]!]!;
    for (let w = 0; w < words; w++) {
      // What the parent has already is not added again.
      this.#adds[at + w]! &= ~this.#chains[below + w]!;
      this.#chains[at + w] = this.#chains[below + w]! | this.#adds[at + w]!;
      bytes += bytesOf.ofWord(w, this.#adds[at + w]!);
      keepLog += keepLogOf.ofWord(w, this.#adds[at + w]!);
    }
    this.steps += STEPS_A_NODE + words * 2;
    this.#bytes[node] = bytes;
    this.#keepLogs[node] = keepLog;
    this.#settle(node, this.#costOfPlatform(node), 0);
  }

  #sumClass(node: number): void {
    const { classes, words, bytesOf, keepLogOf, forbidden, userWeights, model } = this.problem;
    const { isProduction, members, loneBytes, loneKeepLog, ...sums } = classes[node - 1]!;
    const at = node * words;
    const below = this.#parents[node]! * words;
    let bytes = loneBytes;
    let extraBytes = 0;
    let keepLog = this.#keepLogs[this.#parents[node]!]! + loneKeepLog;
    let isFaulty = 0;
    for (let w = 0; w < words; w++) {
      const own = this.#adds[at + w]!;
      const given = this.#chains[below + w]!;
      bytes += bytesOf.ofWord(w, own & ~given);
      keepLog += keepLogOf.ofWord(w, own & ~given);
      extraBytes += bytesOf.ofWord(w, given & ~own);
      if (isProduction && (given & ~own & forbidden[w]!) !== 0) isFaulty = 1;
    }
    this.steps += STEPS_A_NODE + words * 3;
    this.#bytes[node] = bytes;
    this.#keepLogs[node] = keepLog;
    const keeps = Math.exp(keepLog);
    const { weeks, extraWeight } = model;
    const stored = (members.length * bytes + sums.restBytes) * (1 + weeks * (1 - keeps));
    const own = sums.ownBytes * (1 + weeks) - weeks * keeps * sums.ownKeptBytes;
    const extra = extraWeight * members.length * extraBytes;
    this.#settle(node, userWeights[1]! * (stored + own) + extra, isFaulty);
  }
}
