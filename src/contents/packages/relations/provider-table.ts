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

/** Answers relations with positions of packages. */
export class ProviderTable {
  readonly #byName = new Map<string, Provider[]>();
  readonly #compare: CompareVersions;

  constructor(compare: CompareVersions) {
    this.#compare = compare;
  }

  add(name: string, provider: Provider): void {
    const known = this.#byName.get(name);
    if (known === undefined) this.#byName.set(name, [provider]);
    else known.push(provider);
  }

  /** The packages that meet a relation, each once, in the order added; `fits` may refuse some. */
  find(relation: Relation, fits: (provider: Provider) => boolean = () => true): readonly number[] {
    const found = (this.#byName.get(relation.name) ?? []).filter(
      (provider) => satisfiesVersion(provider.version, relation, this.#compare) && fits(provider),
    );
    return [...new Set(found.map((provider) => provider.package))];
  }
}
