// Who provides a name: packages by their own names, and by what they say they provide.
import { type CompareVersions, type Relation, satisfiesVersion } from './relation.ts';

/** One name that a package answers to. */
export interface Provider {
  readonly package: number;
  /** Empty where the name is provided without a version. */
  readonly version: string;
  /** The qualifier of a provided name (Debian); empty where there is none. */
  readonly architecture: string;
  readonly isOwnName: boolean;
}

/**
 * How many providers are looked at in all. Real images stay far below; a database made so that thousands of packages provide
 * one name and thousands ask for it in as many versions does not, and gets short answers from then on.
 */
const MOST_LOOKS = 1_000_000;
const LOOKS_BEYOND = 4;

/** Answers relations with positions of packages. */
export class ProviderTable {
  readonly #byName = new Map<string, Provider[]>();
  readonly #compare: CompareVersions;
  /** Equal questions get the same list. */
  readonly #answers = new Map<string, readonly number[]>();
  #looks = 0;

  constructor(compare: CompareVersions) {
    this.#compare = compare;
  }

  add(name: string, provider: Provider): void {
    const known = this.#byName.get(name);
    if (known === undefined) this.#byName.set(name, [provider]);
    else known.push(provider);
  }

  /** The packages that meet a relation, each once, in the order added; `fits` may refuse some, by what `scope` stands for. */
  find(
    relation: Relation,
    scope = '',
    fits: (provider: Provider) => boolean = () => true,
  ): readonly number[] {
    const key = `${relation.name} ${relation.architecture} ${relation.operator} ${relation.version} ${scope}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const all = this.#byName.get(relation.name) ?? [];
    const providers = this.#looks > MOST_LOOKS ? all.slice(0, LOOKS_BEYOND) : all;
    this.#looks += providers.length;
    const found = providers.filter(
      (provider) => satisfiesVersion(provider.version, relation, this.#compare) && fits(provider),
    );
    const answer = [...new Set(found.map((provider) => provider.package))];
    this.#answers.set(key, answer);
    return answer;
  }
}
