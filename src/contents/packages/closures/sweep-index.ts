// The autoremover's answer for many removals of one graph: instead of marking all anew, only those that what is removed led
// to are looked at. Of Debian's and rpm's graphs; Alpine's `install_if` leads backwards and is marked anew.
import type { RelationGraph } from '../relations/relation-graph.ts';
import type { AptSettings } from './apt-settings.ts';
import { findKeepReason } from './keep-reason.ts';
import { chooseProviders, follows } from './sweep-packages.ts';

const NONE = 0;
/** Of packages. */
const DOUBTED = 1;
const GONE = 2;
/** Of leads: whether a package that is kept beyond doubt asks. */
const LIVE = 1;
const DEAD = 2;

/** What is known of a graph before anything is removed. Equal needs share one lead. */
export class SweepIndex {
  /** How many packages were looked at so far. */
  steps = 0;
  readonly #graph: RelationGraph;
  /** Those that meet a lead, and those that ask for it. */
  readonly #providers: (readonly number[])[] = [];
  readonly #askers: number[][] = [];
  /** For each package the leads that it asks for, and those that it meets. */
  readonly #asks: readonly (readonly number[])[];
  readonly #meets: readonly (readonly number[])[];
  /** 1 for those that nothing keeps as it is. */
  readonly #isIdle: Uint8Array;
  /** 1 for those kept by themselves, and for those that nothing keeps. */
  readonly #staysAsItIs: Uint8Array;
  /** Marks while an answer is found; all NONE between two. */
  readonly #marks: Uint8Array;
  readonly #leadMarks: Uint8Array;
  /** Removing one of these may lead to what nothing keeps now: an older version of one source (apt's choice of providers). */
  readonly #rivals = new Set<number>();

  constructor(graph: RelationGraph, settings: AptSettings, anyway: ReadonlySet<number>) {
    const { packages } = graph;
    const known = new Map<readonly number[], number>();
    const meets = packages.map((): number[] => []);
    this.#asks = packages.map(({ needs }, by) => {
      const asked = new Set<number>();
      for (const need of needs)
        for (const alternative of follows(need, settings) ? need.alternatives : []) {
          let lead = known.get(alternative);
          if (lead === undefined) {
            lead = this.#providers.push(alternative) - 1;
            this.#askers.push([]);
            known.set(alternative, lead);
            for (const provider of alternative) meets[provider]!.push(lead);
          }
          if (!asked.has(lead)) this.#askers[lead]!.push(by);
          asked.add(lead);
        }
      return [...asked];
    });
    this.#graph = graph;
    this.#meets = meets;
    this.#isIdle = Uint8Array.from(packages, (_, index) => (anyway.has(index) ? 1 : 0));
    this.#staysAsItIs = Uint8Array.from(packages, (found, index) =>
      anyway.has(index) || findKeepReason(graph, found, settings) !== null ? 1 : 0,
    );
    this.#marks = new Uint8Array(packages.length);
    this.#leadMarks = new Uint8Array(this.#providers.length);
    for (const index of anyway)
      for (const lead of meets[index]!) {
        const providers = this.#providers[lead]!;
        if (providers.length > 1) for (const rival of providers) this.#rivals.add(rival);
      }
  }

  /**
   * What nothing would keep once these are removed, without what nothing keeps now; undefined where only marking all anew
   * can tell.
   */
  findUnkept(removed: ReadonlySet<number>): readonly number[] | undefined {
    if (this.#rivals.size > 0) for (const index of removed) if (this.#rivals.has(index)) return undefined;
    for (const index of removed) this.#marks[index] = GONE;
    const doubted = this.#collectDoubted(removed);
    const leads: number[] = [];
    // Those that a package beyond doubt leads to are kept, and so is all that they lead to.
    const kept = doubted.filter((index) =>
      this.#meets[index]!.some((lead) => this.#isLive(lead, leads) && this.#isChosen(index, lead, removed)),
    );
    for (const index of kept) this.#marks[index] = NONE;
    for (let index = kept.pop(); index !== undefined; index = kept.pop())
      for (const lead of this.#asks[index]!) {
        if (this.#leadMarks[lead] === LIVE) continue;
        this.#leadMarks[lead] = LIVE;
        leads.push(lead);
        for (const next of this.#providers[lead]!) {
          this.steps++;
          if (this.#marks[next] !== DOUBTED || !this.#isChosen(next, lead, removed)) continue;
          this.#marks[next] = NONE;
          kept.push(next);
        }
      }
    const unkept = doubted.filter((index) => this.#marks[index] === DOUBTED);
    for (const index of removed) this.#marks[index] = NONE;
    for (const index of unkept) this.#marks[index] = NONE;
    for (const lead of leads) this.#leadMarks[lead] = NONE;
    return unkept;
  }

  /** All that the removed ones lead to, as far as it is not kept by itself. */
  #collectDoubted(removed: ReadonlySet<number>): readonly number[] {
    const doubted: number[] = [];
    const seen = new Set<number>();
    const addFrom = (index: number): void => {
      for (const lead of this.#asks[index]!) {
        if (seen.has(lead)) continue;
        seen.add(lead);
        for (const next of this.#providers[lead]!) {
          this.steps++;
          if (this.#marks[next] !== NONE || this.#staysAsItIs[next] === 1) continue;
          this.#marks[next] = DOUBTED;
          doubted.push(next);
        }
      }
    };
    for (const index of removed) addFrom(index);
    // The list grows while it is walked.
    for (let i = 0; i < doubted.length; i++) addFrom(doubted[i]!);
    return doubted;
  }

  /** Whether a package that is kept beyond doubt asks for it; `told` gets what was found out. */
  #isLive(lead: number, told: number[]): boolean {
    if (this.#leadMarks[lead] === NONE) {
      const isLive = this.#askers[lead]!.some((by) => {
        this.steps++;
        return this.#marks[by] === NONE && this.#isIdle[by] === 0;
      });
      this.#leadMarks[lead] = isLive ? LIVE : DEAD;
      told.push(lead);
    }
    return this.#leadMarks[lead] === LIVE;
  }

  /** Whether of all that meet a lead this one is followed while these are removed. */
  #isChosen(index: number, lead: number, removed: ReadonlySet<number>): boolean {
    const providers = this.#providers[lead]!;
    return providers.length === 1 || chooseProviders(this.#graph, providers, removed).includes(index);
  }
}
