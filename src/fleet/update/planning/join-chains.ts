// Chains of reasons, bounded: of a fleet with thousands of roots each image tells some, and of a very long way both ends.
import type { ReasonChain, ReasonStep } from './update-plan.ts';

const MOST_CHAINS = 8;
const MOST_STEPS = 32;
/** Reasons of the image itself, which need no step before them. */
const ABOUT_ITSELF: ReadonlySet<ReasonStep['kind']> = new Set([
  'never-built',
  'refresh-due',
  'forced',
  'assumed',
  'key-changed',
]);

/** Gathers the chains of one image; of chains to one root the shortest stays. */
export class ChainList {
  readonly #id: string;
  readonly #byRoot = new Map<string, ReasonChain>();
  hasMore = false;

  constructor(id: string) {
    this.#id = id;
  }

  get isEmpty(): boolean {
    return this.#byRoot.size === 0;
  }

  get chains(): readonly ReasonChain[] {
    return [...this.#byRoot.values()];
  }

  /** A cause of the image itself, or a base that changed. */
  addCause(cause: ReasonStep): void {
    const isItself = cause.subject === this.#id && ABOUT_ITSELF.has(cause.kind);
    this.#add(isItself ? [cause] : [{ subject: this.#id, kind: 'parent' }, cause]);
  }

  /** All that a base of the graph changes for. */
  addBase(chains: readonly ReasonChain[], hasMore: boolean): void {
    this.hasMore ||= hasMore;
    for (const chain of chains) this.#add(lengthen(this.#id, chain));
  }

  #add(chain: ReasonChain): void {
    const { subject, kind, after = '' } = chain.at(-1)!;
    const root = `${kind} ${subject} ${after}`;
    const known = this.#byRoot.get(root);
    if (known === undefined && this.#byRoot.size >= MOST_CHAINS) this.hasMore = true;
    else if (known === undefined || chain.length < known.length) this.#byRoot.set(root, chain);
  }
}

function lengthen(id: string, chain: ReasonChain): ReasonChain {
  const self: ReasonStep = { subject: id, kind: 'parent' };
  if (chain.length < MOST_STEPS) return [self, ...chain];
  const [first, second] = chain;
  const isCut = second!.kind === 'between';
  const left = isCut ? Number(second!.subject) + 1 : 2;
  return [self, { subject: `${left}`, kind: 'between' }, ...chain.slice(first === undefined ? 0 : 2)];
}
