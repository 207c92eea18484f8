// Which lighter packages would do what a heavy one does in this image: only what ships the programs in use, only what saves
// enough, with what would break. Every number is computed on top of what the image already has.
import type { RemovableClosure } from '../../contents/packages/closures/removable-closure.ts';
import type { GraphPackage } from '../../contents/packages/relations/relation-graph.ts';
import { type InstallClosure, InstallPlanner, type PlannedPackage } from '../install-closure.ts';
import { type Candidate, findCandidates } from './find-candidates.ts';
import type { Lighter, LighterQuestion } from './lighter-question.ts';

/** Smaller gains are not worth a change. */
export const LEAST_SAVED_BYTES = 1_000_000;
/** The same as a part of what the heavy package takes. */
export const LEAST_SAVED_PART = 0.05;

/** Packages that other programs need without any relation that says so. */
const SILENTLY_NEEDED: Readonly<Record<string, string>> = {
  'ca-certificates':
    'ca-certificates would be gone: it only comes as a recommendation, and without it no TLS connection is trusted; install it by name',
  tzdata: 'tzdata would be gone: times are shown in UTC only; install it by name where others are shown',
};

type Removable = Extract<RemovableClosure, { kind: 'removable' }>;

/**
 * What would be lighter than an installed package, the most saving first. Nothing where others need the package, where no
 * candidate ships what is used, or where too little is saved.
 */
export function findLighter(question: LighterQuestion, target: number): readonly Lighter[] {
  const { graph, closures, catalogue } = question;
  const closure = closures.find(target);
  if (closure.kind === 'refused' || closure.dependents.length > 0) return [];
  if (closure.freedBytes < LEAST_SAVED_BYTES) return [];
  const { name } = graph.packages[target]!;
  // An index that does not tell programs cannot show that anything ships those in use.
  if (toldCommands(question, name) === undefined) return [];
  const candidates = findCandidates(catalogue, name);
  if (candidates.length === 0) return [];
  const pricer = new Pricer(question, closure);
  const priced = candidates.flatMap((candidate) => pricer.price(candidate));
  return priced
    .filter((one) => !priced.some((other) => isPartOf(other, one)))
    .map(({ lighter }) => lighter)
    .sort((a, b) => b.savedBytes - a.savedBytes || (a.packages.join() < b.packages.join() ? -1 : 1));
}

/** An answer, with all that it would install. */
interface Priced {
  readonly lighter: Lighter;
  readonly planned: ReadonlySet<string>;
}

/** Whether one answer installs what another is, and more: then the smaller one does. */
function isPartOf(small: Priced, large: Priced): boolean {
  return (
    small.lighter.savedBytes > large.lighter.savedBytes &&
    small.lighter.packages.length > 0 &&
    small.lighter.packages.every((name) => large.planned.has(name))
  );
}

/** Prices candidates against one package that would go. */
class Pricer {
  readonly #question: LighterQuestion;
  readonly #closure: Removable;
  readonly #freed: ReadonlyMap<string, GraphPackage>;
  /** The image without what would be freed. */
  readonly #planner: InstallPlanner;
  /** Programs that must still be there. */
  readonly #needed: readonly string[];
  readonly #shipsAny: boolean;
  /** What the image calls the programs that would go, alternatives among them. */
  readonly #installed: readonly string[];

  constructor(question: LighterQuestion, closure: Removable) {
    const { graph, inventory, catalogue, usedCommands } = question;
    this.#question = question;
    this.#closure = closure;
    const freed = closure.freed.map((index) => graph.packages[index]!);
    this.#freed = new Map(freed.map((found) => [found.name, found]));
    const positions = new Set(freed.map(({ position }) => position));
    this.#planner = new InstallPlanner(catalogue, {
      ...inventory,
      packages: inventory.packages.filter((_, position) => !positions.has(position)),
    });
    const own = usedCommands === null ? [graph.packages[closure.target]!] : freed;
    const shipped = own.flatMap(({ name }) => commandsOf(question, name));
    this.#shipsAny = shipped.length > 0;
    this.#installed = freed.flatMap(({ name }) => question.installedCommands?.get(name) ?? []);
    this.#needed =
      usedCommands === null
        ? shipped
        : [...usedCommands].filter((command) => shipped.some((variant) => isVariant(variant, command)));
  }

  price(candidate: Candidate): readonly Priced[] {
    // What is not used at all has to go, not to be replaced; what ships no program is replaced only where a review says so.
    if (this.#needed.length === 0 && (this.#shipsAny || candidate.found !== 'same-job')) return [];
    const { kept } = this.#question;
    const targets = [...candidate.packages, ...[...this.#freed.keys()].filter((name) => kept.has(name))];
    const bare = this.#planner.plan(targets, { recommends: false });
    const full = this.#planner.plan(targets, { recommends: true });
    if (!isPlain(bare) || !isPlain(full)) return [];
    if (bare.installed.some(({ name }) => name === this.#question.graph.packages[this.#closure.target]!.name))
      return [];
    if (!this.#shipsNeeded(bare.installed, candidate)) return [];
    const { freedBytes } = this.#closure;
    const addedBytes = this.#sumAdded(bare.installed);
    const savedBytes = freedBytes - addedBytes;
    if (savedBytes < LEAST_SAVED_BYTES || savedBytes < freedBytes * LEAST_SAVED_PART) return [];
    const bareNames = new Set(bare.installed.map(({ name }) => name));
    const lighter: Lighter = {
      kind: 'lighter',
      packages: candidate.packages,
      found: candidate.found,
      freedBytes,
      addedBytes,
      savedBytes,
      savedBytesWithRecommends: freedBytes - this.#sumAdded(full.installed),
      onlyRecommended: full.installed.map(({ name }) => name).filter((name) => !bareNames.has(name)),
      renamed: Object.fromEntries(
        Object.entries(candidate.renames).filter(
          ([command]) => this.#needed.includes(command) || this.#installed.includes(command),
        ),
      ),
      warnings: this.#collectWarnings(candidate, bareNames),
    };
    return [{ lighter, planned: bareNames }];
  }

  #shipsNeeded(planned: readonly PlannedPackage[], { packages, renames, found }: Candidate): boolean {
    // Where nobody tells what it ships, only a review can.
    if (packages.some((name) => toldCommands(this.#question, name) === undefined))
      return found === 'same-job';
    const names = new Set([...packages, ...planned.map(({ name }) => name)]);
    const shipped = new Set([...names].flatMap((name) => commandsOf(this.#question, name)));
    const isUnknown = this.#question.usedCommands === null;
    return this.#needed.every((command) => {
      if (shipped.has(command) || Object.hasOwn(renames, command)) return true;
      // Which programs are in use is not known: a reviewed replacement need not have the rarest of them.
      return isUnknown && Object.keys(renames).length > 0;
    });
  }

  /** What is in the image already is counted as it is there, the rest as the index states it. */
  #sumAdded(planned: readonly PlannedPackage[]): number {
    return planned.reduce(
      (sum, { name, installedBytes }) => sum + (this.#freed.get(name)?.bytes ?? installedBytes),
      0,
    );
  }

  #collectWarnings({ warning }: Candidate, planned: ReadonlySet<string>): readonly string[] {
    const lost = Object.entries(SILENTLY_NEEDED).filter(
      ([name]) => this.#freed.has(name) && !planned.has(name),
    );
    return [...(warning === '' ? [] : [warning]), ...lost.map(([, text]) => text)];
  }
}

function isPlain(plan: InstallClosure): plan is Extract<InstallClosure, { kind: 'installable' }> {
  return plan.kind === 'installable' && plan.removed.length === 0;
}

function commandsOf(question: LighterQuestion, name: string): readonly string[] {
  return toldCommands(question, name) ?? [];
}

/** What the index says, else what the image shows; undefined where neither knows. */
function toldCommands(
  { catalogue, installedCommands }: LighterQuestion,
  name: string,
): readonly string[] | undefined {
  const commands = catalogue.find(name)?.commands ?? null;
  if (commands === null) return installedCommands?.get(name);
  return commands === '' ? [] : commands.split(' ');
}

/** `vim.basic` and `convert-im6.q16` are what alternatives call `vim` and `convert`. */
function isVariant(shipped: string, command: string): boolean {
  return shipped === command || shipped.startsWith(`${command}.`) || shipped.startsWith(`${command}-im`);
}
