// What goes when one installed package goes: those that cannot be without it, and what only they needed. As
// `apt-get purge --autoremove NAME` decides without package lists, as in an image; apk del and dnf remove by analogy.
import { type GraphPackage, isBinding, type RelationGraph } from '../relations/relation-graph.ts';
import type { AptSettings } from './apt-settings.ts';
import { DEFAULT_APT_SETTINGS } from './apt-settings.ts';
import { isEssential } from './keep-reason.ts';
import { SweepIndex } from './sweep-index.ts';
import { type SweepState, sweepPackages } from './sweep-packages.ts';

/** All numbers are positions in `RelationGraph.packages`, in its order. */
export type RemovableClosure =
  | {
      readonly kind: 'removable';
      readonly target: number;
      /** The package itself, and what is needed by nothing else then. */
      readonly freed: readonly number[];
      /** Those that need it and would go too. */
      readonly dependents: readonly number[];
      readonly freedBytes: number;
      readonly dependentBytes: number;
    }
  /** Packages that must never go need it. */
  | { readonly kind: 'refused'; readonly target: number; readonly essential: readonly number[] };

/** Answers closures of one graph; what all of them have in common is computed once. */
export class ClosureFinder {
  readonly #graph: RelationGraph;
  readonly #settings: AptSettings;
  /** What would be removed at any time, which is no package's closure. */
  readonly #anyway: ReadonlySet<number>;
  readonly #dependents: Dependents;
  readonly #isEssential: readonly boolean[];
  /** Null where each removal has to be marked anew. */
  readonly #index: SweepIndex | null;
  /** How many packages were looked at in full markings so far. */
  #markSteps = 0;

  constructor(graph: RelationGraph, settings: AptSettings = DEFAULT_APT_SETTINGS) {
    this.#graph = graph;
    this.#settings = settings;
    this.#anyway = sweepPackages(graph, settings, { removed: new Set(), madeManual: new Set() });
    this.#dependents = findDependents(graph);
    this.#isEssential = graph.packages.map((found) => graph.type === 'deb' && isEssential(found));
    this.#index = graph.type === 'apk' ? null : new SweepIndex(graph, settings, this.#anyway);
  }

  /** How much was done so far, for those who must bound it. */
  get steps(): number {
    return this.#markSteps + (this.#index?.steps ?? 0);
  }

  /** What removing a package would free; an essential package itself may be asked for, but none may go with another. */
  find(target: number): RemovableClosure {
    const removed = this.#removeWithDependents(target);
    const essential = [...removed].filter((index) => index !== target && this.#isEssential[index]!);
    if (essential.length > 0) return { kind: 'refused', target, essential: essential.sort(byNumber) };
    const dependents = [...removed].filter((index) => index !== target && !this.#anyway.has(index));
    const freed = [target, ...this.#removeUnneeded(removed, target)];
    return {
      kind: 'removable',
      target,
      freed: freed.sort(byNumber),
      dependents: dependents.sort(byNumber),
      freedBytes: this.#sumBytes(freed),
      dependentBytes: this.#sumBytes(dependents),
    };
  }

  #removeWithDependents(target: number): Set<number> {
    const removed = new Set([target]);
    // A set shows what is added while it is walked.
    for (const gone of removed)
      for (const alternative of this.#dependents.met[gone]!) {
        if (alternative.some((provider) => !removed.has(provider))) continue;
        for (const { by, isOnly } of this.#dependents.askers.get(alternative)!)
          if (!removed.has(by) && (isOnly || isBroken(this.#graph.packages[by]!, removed))) removed.add(by);
      }
    return removed;
  }

  /** Takes what is needed no more by name, as apt does: a metapackage that goes leaves what it needs as asked for. */
  #removeUnneeded(withDependents: ReadonlySet<number>, target: number): readonly number[] {
    const madeManual = new Set<number>();
    for (const index of withDependents) if (index !== target) this.#makeManual(index, madeManual);
    const unkept = madeManual.size === 0 ? this.#index?.findUnkept(withDependents) : undefined;
    if (unkept?.some((index) => this.#isMetapackage(index)) === false) return unkept;
    const removed = new Set(withDependents);
    const state: SweepState = { removed, madeManual };
    this.#markSteps += this.#graph.packages.length;
    let garbage = sweepPackages(this.#graph, this.#settings, state);
    if (![...garbage].some((index) => this.#isMetapackage(index)))
      return [...garbage].filter((index) => !this.#anyway.has(index));
    const taken: number[] = [];
    for (const index of this.#byName(garbage)) {
      if (!garbage.has(index)) continue;
      removed.add(index);
      taken.push(index);
      if (!this.#isMetapackage(index)) continue;
      this.#makeManual(index, madeManual);
      this.#markSteps += this.#graph.packages.length;
      garbage = sweepPackages(this.#graph, this.#settings, state);
    }
    return taken.filter((index) => !this.#anyway.has(index));
  }

  #byName(packages: ReadonlySet<number>): readonly number[] {
    const nameOf = (index: number): string => this.#graph.packages[index]!.name;
    return [...packages].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }

  #isMetapackage(index: number): boolean {
    const section = this.#graph.packages[index]!.fields['Section'] ?? '';
    return this.#settings.neverMarkAutoSections.some(
      (name) => section === name || section.endsWith(`/${name.replace(/^\//, '')}`),
    );
  }

  #makeManual(index: number, madeManual: Set<number>): void {
    if (!this.#isMetapackage(index)) return;
    for (const need of this.#graph.packages[index]!.needs)
      if (isBinding(need) || (need.kind === 'recommends' && this.#settings.installsRecommends))
        for (const provider of need.alternatives.flat()) madeManual.add(provider);
  }

  #sumBytes(indices: readonly number[]): number {
    return indices.reduce((sum, index) => sum + this.#graph.packages[index]!.bytes, 0);
  }
}

/** Whether a need that was met is met no more. One that never was met breaks nothing now. */
function isBroken({ needs }: GraphPackage, removed: ReadonlySet<number>): boolean {
  return needs.some((need) => {
    if (!isBinding(need)) return false;
    const providers = need.alternatives.flat();
    return providers.length > 0 && providers.every((provider) => removed.has(provider));
  });
}

interface Asker {
  readonly by: number;
  readonly isOnly: boolean;
}

/** Equal needs share one list of providers, so that both sides are short where thousands ask thousands for the same. */
interface Dependents {
  /** For each package the lists that it is in. */
  readonly met: readonly (readonly (readonly number[])[])[];
  /** For each list those with a binding need that it meets, and whether nothing outside the list does. */
  readonly askers: ReadonlyMap<readonly number[], readonly Asker[]>;
}

function findDependents({ packages }: RelationGraph): Dependents {
  const met: (readonly number[])[][] = packages.map(() => []);
  const askers = new Map<readonly number[], Asker[]>();
  for (const [by, { needs }] of packages.entries())
    for (const need of needs)
      for (const alternative of isBinding(need) ? need.alternatives : []) {
        const asker = { by, isOnly: need.alternatives.length === 1 };
        const known = askers.get(alternative);
        if (known !== undefined) {
          known.push(asker);
          continue;
        }
        askers.set(alternative, [asker]);
        for (const provider of alternative) met[provider]!.push(alternative);
      }
  return { met, askers };
}

function byNumber(a: number, b: number): number {
  return a - b;
}
