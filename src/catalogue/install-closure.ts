// What installing packages would bring, as `apt-get install` decides it, without asking apt.
import { type AptSettings, DEFAULT_APT_SETTINGS } from '../contents/packages/closures/apt-settings.ts';
import type { Inventory } from '../contents/packages/inventory.ts';
import type { Catalogue } from './catalogue.ts';
import { InstallMarker } from './planning/mark-install.ts';
import { PackagePool } from './planning/package-pool.ts';
import {
  isCritical,
  isMet,
  isNegative,
  type PlanPackage,
  type PlanVersion,
} from './planning/plan-package.ts';

/** A version that would come. */
export interface PlannedPackage {
  readonly name: string;
  readonly version: string;
  /** As the index states it: an upper bound. */
  readonly installedBytes: number;
}

/** What would become of a system. */
export type InstallClosure =
  | {
      readonly kind: 'installable';
      /** New and upgraded packages by name. */
      readonly installed: readonly PlannedPackage[];
      /** Names of packages that would have to go. */
      readonly removed: readonly string[];
      /** What the new and upgraded ones take, less what those upgraded or removed took. */
      readonly addedBytes: number;
    }
  /** Names that nobody offers, or packages whose needs cannot be met. */
  | { readonly kind: 'unknown' | 'unsatisfiable'; readonly names: readonly string[] };

/** How to install. */
export interface InstallOptions {
  readonly recommends: boolean;
}

/** Plans installations on top of one system; the system and the catalogue are indexed once. */
export class InstallPlanner {
  readonly #pool: PackagePool;
  readonly #settings: AptSettings;

  constructor(catalogue: Catalogue, inventory: Inventory, settings: AptSettings = DEFAULT_APT_SETTINGS) {
    const installed = inventory.packages.filter(
      ({ state, record }) => state === 'installed' && record.type === 'deb',
    );
    this.#pool = new PackagePool(catalogue, installed);
    this.#settings = settings;
  }

  /** What would come with the packages named; virtual names stand for their only provider. */
  plan(targets: readonly string[], { recommends }: InstallOptions): InstallClosure {
    this.#pool.reset();
    const found = targets.map((name) => ({ name, choices: this.#pool.findNamed(name) }));
    const unknown = found.filter(({ choices }) => choices.length !== 1);
    if (unknown.length > 0) return { kind: 'unknown', names: unknown.map(({ name }) => name) };
    const packages = found.map(({ choices }) => choices[0]!);
    new InstallMarker(this.#pool, recommends).install(packages);
    const concerned = new Set([...this.#pool.installed(), ...this.#pool.touched()]);
    const broken = [...concerned].filter(isLeftBroken);
    if (broken.length > 0) return { kind: 'unsatisfiable', names: broken.map(({ name }) => name).sort() };
    this.#dropUnneeded();
    return describePlan(this.#pool.touched());
  }

  /** What came on a way that failed later is not installed: apt lets go of new packages that nothing needs. */
  #dropUnneeded(): void {
    const isNew = (known: PlanPackage): boolean => known.current === null && known.install !== null;
    const added = this.#pool.touched().filter(isNew);
    if (added.length === 0) return;
    const kept = new Set<PlanPackage>(added.filter((known) => !known.isAutomatic));
    this.#follow(kept);
    if (added.every((known) => kept.has(known))) return;
    for (const known of this.#pool.installed()) if (known.install !== null) kept.add(known);
    this.#follow(kept);
    for (const known of added) if (!kept.has(known)) Object.assign(known, { install: null, mode: 'keep' });
  }

  /** Adds all that the kept ones lead to. A set shows what is added while it is walked. */
  #follow(kept: Set<PlanPackage>): void {
    for (const { install } of kept)
      for (const group of install?.groups ?? []) {
        if (isNegative(group) || (!isCritical(group) && !this.#settings.isRecommendsImportant)) continue;
        for (const { targets } of group.alternatives)
          for (const target of targets) if (target.package.install === target) kept.add(target.package);
      }
  }
}

/** What installing would bring, for a single question; for many, one InstallPlanner answers faster. */
export function installClosure(
  catalogue: Catalogue,
  inventory: Inventory,
  targets: readonly string[],
  options: InstallOptions,
): InstallClosure {
  return new InstallPlanner(catalogue, inventory).plan(targets, options);
}

/** Broken by the plan: what was broken before is not its fault. */
function isLeftBroken({ install, current, mode }: PlanPackage): boolean {
  if (install === null || (mode === 'keep' && current === null)) return false;
  return install.groups.some(
    (group) => isCritical(group) && !isMet(group) && !wasUnmet(install, current, group),
  );
}

function wasUnmet(
  install: PlanVersion,
  current: PlanVersion | null,
  group: PlanVersion['groups'][number],
): boolean {
  if (install !== current) return false;
  const wasThere = group.alternatives.some(({ targets }) =>
    targets.some((version) => version.package.current === version),
  );
  return isNegative(group) === wasThere;
}

function describePlan(known: readonly PlanPackage[]): InstallClosure {
  const changed = known.filter(({ current, install }) => current !== install);
  const installed = changed
    .flatMap(({ name, install }) =>
      install === null ? [] : [{ name, version: install.version, installedBytes: install.installedBytes }],
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    kind: 'installable',
    installed,
    removed: changed
      .filter(({ install }) => install === null)
      .map(({ name }) => name)
      .sort(),
    addedBytes: changed.reduce(
      (sum, { current, install }) => sum + (install?.installedBytes ?? 0) - (current?.installedBytes ?? 0),
      0,
    ),
  };
}
