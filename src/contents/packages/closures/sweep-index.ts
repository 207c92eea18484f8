// The autoremover's answer for many removals of one graph: instead of marking all anew, only those that what is removed led
// to are looked at. Of Debian's and rpm's graphs; Alpine's `install_if` leads backwards and is marked anew.
import type { RelationGraph } from '../relations/relation-graph.ts';
import type { AptSettings } from './apt-settings.ts';
import { findKeepReason } from './keep-reason.ts';
import { chooseProviders, follows } from './sweep-packages.ts';

/** One way by which a package is kept: another's need that it is an alternative of. */
interface Lead {
  readonly by: number;
  readonly alternative: readonly number[];
}

const NONE = 0;
const DOUBTED = 1;
const GONE = 2;

/** What is known of a graph before anything is removed. */
export class SweepIndex {
  /** How many packages were looked at so far. */
  steps = 0;
  readonly #graph: RelationGraph;
  /** 1 for those kept by themselves, and for those that nothing keeps. */
  readonly #staysAsItIs: Uint8Array;
  /** One of the marks below for each package while an answer is found; all NONE between two. */
  readonly #marks: Uint8Array;
  readonly #leadsFrom: readonly (readonly number[])[];
  readonly #leadsTo: readonly (readonly Lead[])[];
  /** Those that nothing keeps as it is. */
  readonly #anyway: ReadonlySet<number>;
  /** Removing one of these may lead to what nothing keeps now: an older version of one source (apt's choice of providers). */
  readonly #rivals = new Set<number>();

  constructor(graph: RelationGraph, settings: AptSettings, anyway: ReadonlySet<number>) {
    const { packages } = graph;
    const leadsFrom = packages.map(() => new Set<number>());
    const leadsTo = packages.map((): Lead[] => []);
    for (const [by, { needs }] of packages.entries())
      for (const need of needs) {
        if (!follows(need, settings)) continue;
        for (const alternative of need.alternatives)
          for (const provider of alternative) {
            if (provider === by) continue;
            leadsFrom[by]!.add(provider);
            leadsTo[provider]!.push({ by, alternative });
          }
      }
    this.#graph = graph;
    this.#staysAsItIs = Uint8Array.from(packages, (found, index) =>
      anyway.has(index) || findKeepReason(graph, found, settings) !== null ? 1 : 0,
    );
    this.#marks = new Uint8Array(packages.length);
    this.#leadsFrom = leadsFrom.map((set) => [...set]);
    this.#leadsTo = leadsTo;
    this.#anyway = anyway;
    for (const index of anyway)
      for (const { alternative } of leadsTo[index]!)
        if (alternative.length > 1) for (const rival of alternative) this.#rivals.add(rival);
  }

  /**
   * What nothing would keep once these are removed, without what nothing keeps now; undefined where only marking all anew
   * can tell.
   */
  findUnkept(removed: ReadonlySet<number>): readonly number[] | undefined {
    if (this.#rivals.size > 0) for (const index of removed) if (this.#rivals.has(index)) return undefined;
    for (const index of removed) this.#marks[index] = GONE;
    const doubted = this.#collectDoubted(removed);
    this.steps += removed.size + doubted.length;
    // Those that a package beyond doubt leads to are kept, and so is all that they lead to.
    const kept = doubted.filter((index) =>
      this.#leadsTo[index]!.some((lead) => this.#isLed(index, lead, removed)),
    );
    for (const index of kept) this.#marks[index] = NONE;
    for (let index = kept.pop(); index !== undefined; index = kept.pop())
      for (const next of this.#leadsFrom[index]!)
        if (
          this.#marks[next] === DOUBTED &&
          this.#leadsTo[next]!.some((lead) => lead.by === index && this.#isLed(next, lead, removed))
        ) {
          this.#marks[next] = NONE;
          kept.push(next);
        }
    const unkept = doubted.filter((index) => this.#marks[index] === DOUBTED);
    for (const index of removed) this.#marks[index] = NONE;
    for (const index of unkept) this.#marks[index] = NONE;
    return unkept;
  }

  /** All that the removed ones lead to, as far as it is not kept by itself. */
  #collectDoubted(removed: ReadonlySet<number>): readonly number[] {
    const doubted: number[] = [];
    const addFrom = (index: number): void => {
      for (const next of this.#leadsFrom[index]!) {
        if (this.#marks[next] !== NONE || this.#staysAsItIs[next] === 1) continue;
        this.#marks[next] = DOUBTED;
        doubted.push(next);
      }
    };
    for (const index of removed) addFrom(index);
    // The list grows while it is walked.
    for (let i = 0; i < doubted.length; i++) addFrom(doubted[i]!);
    return doubted;
  }

  /** Whether a lead of a package that is kept beyond doubt leads here while these are removed. */
  #isLed(index: number, { by, alternative }: Lead, removed: ReadonlySet<number>): boolean {
    if (this.#marks[by] !== NONE || this.#anyway.has(by)) return false;
    return alternative.length === 1 || chooseProviders(this.#graph, alternative, removed).includes(index);
  }
}
