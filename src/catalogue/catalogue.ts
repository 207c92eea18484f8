// What package indexes offer, put together: for each name its newest version, and who provides what.
import { parseDebianProvides } from '../contents/packages/relations/debian-relations.ts';
import { compareDebianVersions } from '../contents/packages/relations/debian-version.ts';
import type { CataloguePackage } from './catalogue-package.ts';

/** A package that provides a name other than its own. */
export interface CatalogueProvider {
  readonly package: CataloguePackage;
  /** Empty where it provides the name without a version. */
  readonly version: string;
  readonly architecture: string;
}

/** Which release, for which machine, and of what day an index is. */
export interface CatalogueRelease {
  /** `debian`, `ubuntu`. */
  readonly distribution: string;
  /** `bookworm`. */
  readonly codename: string;
  readonly architecture: string;
  /** The day of the index, `YYYY-MM-DD`; empty where it says none. */
  readonly date: string;
}

/** The packages that can be had, each in its newest version. */
export class Catalogue {
  readonly release: CatalogueRelease;
  /** In the order in which apt first meets their names: where nothing else tells, it prefers those met last. */
  readonly packages: readonly CataloguePackage[];
  readonly #ranks = new Map<string, number>();
  readonly #providers = new Map<string, CatalogueProvider[]>();
  readonly #bySource = new Map<string, CataloguePackage[]>();

  constructor(release: CatalogueRelease, packages: readonly CataloguePackage[]) {
    this.release = release;
    this.packages = packages;
    for (const [rank, found] of packages.entries()) {
      this.#ranks.set(found.name, rank);
      addTo(this.#bySource, found.source, found);
      if (found.provides === '') continue;
      for (const { name, version, architecture } of parseDebianProvides(found.provides))
        addTo(this.#providers, name, { package: found, version, architecture });
    }
  }

  find(name: string): CataloguePackage | undefined {
    const rank = this.#ranks.get(name);
    return rank === undefined ? undefined : this.packages[rank];
  }

  /** Where in the order a name is; after all others where it is unknown. */
  rankOf(name: string): number {
    return this.#ranks.get(name) ?? this.packages.length;
  }

  providersOf(name: string): readonly CatalogueProvider[] {
    return this.#providers.get(name) ?? [];
  }

  /** All packages built from a source package. */
  builtFrom(source: string): readonly CataloguePackage[] {
    return this.#bySource.get(source) ?? [];
  }
}

/** Of several packages of a name the newest, each name where it is met first in `order`. */
export function chooseNewest(
  packages: readonly CataloguePackage[],
  order: ReadonlyMap<string, number>,
): readonly CataloguePackage[] {
  const newest = new Map<string, CataloguePackage>();
  for (const found of packages) {
    const known = newest.get(found.name);
    if (known === undefined || compareDebianVersions(found.version, known.version) > 0)
      newest.set(found.name, found);
  }
  return [...newest.values()].sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0));
}

function addTo<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [item]);
  else list.push(item);
}
