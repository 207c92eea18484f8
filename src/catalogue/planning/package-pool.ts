// All packages that a plan can speak of: those of the catalogue and those installed, made when first asked for.
import type { InventoryPackage } from '../../contents/packages/inventory.ts';
import {
  parseDebianProvides,
  parseDebianRelations,
} from '../../contents/packages/relations/debian-relations.ts';
import { compareDebianVersions } from '../../contents/packages/relations/debian-version.ts';
import { type Relation, satisfiesVersion } from '../../contents/packages/relations/relation.ts';
import type { Catalogue } from '../catalogue.ts';
import { type CataloguePackage, PRIORITIES, readPriority, readSource } from '../catalogue-package.ts';
import {
  type DependencyGroup,
  type GroupKind,
  PlanPackage,
  type PlanRelation,
  type PlanVersion,
} from './plan-package.ts';

const FIELDS: readonly (readonly [kind: GroupKind, field: keyof CataloguePackage])[] = [
  ['pre-depends', 'preDepends'],
  ['depends', 'depends'],
  ['conflicts', 'conflicts'],
  ['breaks', 'breaks'],
  ['recommends', 'recommends'],
];

/** The packages of one system and one catalogue; packages of other architectures are not among them. */
export class PackagePool {
  readonly #catalogue: Catalogue;
  readonly #installed: ReadonlyMap<string, InventoryPackage>;
  readonly #packages = new Map<string, PlanPackage>();
  /** Who of those installed provides a name. */
  readonly #providers = new Map<
    string,
    { readonly name: string; readonly version: string; readonly architecture: string }[]
  >();
  /** Targets of relations already asked for; relations are often the same. */
  readonly #targets = new Map<string, readonly PlanVersion[]>();
  readonly #touched = new Set<PlanPackage>();
  #present: readonly PlanPackage[] | undefined;
  #upgradable: readonly PlanPackage[] | undefined;

  constructor(catalogue: Catalogue, installed: readonly InventoryPackage[]) {
    const { architecture } = catalogue.release;
    const own = installed.filter(({ record }) => [architecture, 'all', ''].includes(record.architecture));
    this.#catalogue = catalogue;
    this.#installed = new Map(own.map((item) => [item.record.name, item]));
    for (const { record } of own)
      for (const provision of parseDebianProvides(record.fields['Provides'] ?? '')) {
        const list = this.#providers.get(provision.name) ?? [];
        list.push({ ...provision, name: record.name });
        this.#providers.set(provision.name, list);
      }
  }

  /** Those installed. */
  installed(): readonly PlanPackage[] {
    this.#present ??= [...this.#installed.keys()].map((name) => this.find(name)!);
    return this.#present;
  }

  /** Those of them for which there is a newer version. */
  upgradable(): readonly PlanPackage[] {
    this.#upgradable ??= this.installed().filter(({ current, offered }) => current !== offered);
    return this.#upgradable;
  }

  /** Notes that a plan may have changed a package. */
  touch(found: PlanPackage): void {
    this.#touched.add(found);
  }

  /** All that the plan may have changed. */
  touched(): readonly PlanPackage[] {
    return [...this.#touched];
  }

  /** Forgets the plan. */
  reset(): void {
    for (const found of this.#touched) found.reset();
    this.#touched.clear();
  }

  find(name: string): PlanPackage | undefined {
    const known = this.#packages.get(name);
    if (known !== undefined) return known;
    const item = this.#installed.get(name);
    const offer = this.#catalogue.find(name);
    if (item === undefined && offer === undefined) return undefined;
    const made = new PlanPackage(name, this.#catalogue.rankOf(name), {
      isAutomatic: item?.isAutomatic === true,
      isHeld: item?.record.fields['Status']?.startsWith('hold ') === true,
    });
    this.#packages.set(name, made);
    const order =
      item === undefined || offer === undefined
        ? 0
        : compareDebianVersions(offer.version, item.record.version);
    const offered = offer === undefined ? null : this.#makeVersion(made, offer);
    const current =
      item === undefined
        ? null
        : order === 0 && offered !== null
          ? offered
          : this.#makeVersion(made, describe(item));
    made.setVersions(current, offered === null || order < 0 ? current : offered);
    return made;
  }

  /** The packages that a name can stand for: its own, or those that provide it. */
  findNamed(name: string): readonly PlanPackage[] {
    const own = this.find(name);
    if (own?.candidate) return [own];
    const relation: Relation = { name, architecture: '', operator: '', version: '' };
    return [...new Set(this.#findTargets(relation, null).map((version) => version.package))];
  }

  #makeVersion(owner: PlanPackage, from: CataloguePackage): PlanVersion {
    const readGroups = (): readonly DependencyGroup[] => this.#readGroups(owner, from);
    let groups: readonly DependencyGroup[] | undefined;
    return {
      package: owner,
      version: from.version,
      source: from.source,
      sourceVersion: from.sourceVersion,
      section: from.section,
      priorityRank: PRIORITIES.indexOf(from.priority),
      isEssential: from.isEssential || from.name === 'apt',
      multiArch: from.multiArch,
      installedBytes: from.installedBytes,
      get groups() {
        groups ??= readGroups();
        return groups;
      },
    };
  }

  #readGroups(owner: PlanPackage, from: CataloguePackage): readonly DependencyGroup[] {
    return FIELDS.flatMap(([kind, field]) => {
      const text = from[field] as string;
      if (text === '') return [];
      const isRefusal = kind === 'conflicts' || kind === 'breaks';
      return parseDebianRelations(text, this.#catalogue.release.architecture).map((alternatives) => ({
        kind,
        alternatives: alternatives.map((relation) => this.#makeRelation(relation, isRefusal ? owner : null)),
      }));
    });
  }

  /** A package does not conflict with itself, by whatever name. */
  #makeRelation(relation: Relation, except: PlanPackage | null): PlanRelation {
    const find = (): readonly PlanVersion[] => this.#findTargets(relation, except);
    let targets: readonly PlanVersion[] | undefined;
    return {
      relation,
      get targets() {
        targets ??= find();
        return targets;
      },
    };
  }

  #findTargets(relation: Relation, except: PlanPackage | null): readonly PlanVersion[] {
    const key = `${relation.name}:${relation.architecture} ${relation.operator} ${relation.version}`;
    let found = this.#targets.get(key);
    if (found === undefined) {
      found = this.#searchTargets(relation);
      this.#targets.set(key, found);
    }
    return except === null ? found : found.filter((version) => version.package !== except);
  }

  #searchTargets(relation: Relation): readonly PlanVersion[] {
    const { name, architecture } = relation;
    if (!['', 'any', 'native', this.#catalogue.release.architecture].includes(architecture)) return [];
    const found = new Set<PlanVersion>();
    const fits = (version: PlanVersion, stated: string, qualifier: string): boolean =>
      satisfiesVersion(stated, relation, compareDebianVersions) &&
      (architecture !== 'any' || version.multiArch === 'allowed' || qualifier === 'any');
    const own = this.find(name);
    for (const version of [own?.offered, own?.current])
      if (version && fits(version, version.version, '')) found.add(version);
    for (const provider of this.#catalogue.providersOf(name)) {
      const offered = this.find(provider.package.name)?.offered;
      // An installed version that is newer provides what it says itself.
      if (
        offered?.version === provider.package.version &&
        fits(offered, provider.version, provider.architecture)
      )
        found.add(offered);
    }
    for (const provider of this.#providers.get(name) ?? []) {
      const current = this.find(provider.name)!.current!;
      if (fits(current, provider.version, provider.architecture)) found.add(current);
    }
    return [...found];
  }
}

/** An installed package in the catalogue's words. */
function describe({ record }: InventoryPackage): CataloguePackage {
  const text = (field: string): string => record.fields[field] ?? '';
  const isYes = (field: string): boolean => text(field).toLowerCase() === 'yes';
  return {
    name: record.name,
    version: record.version,
    ...readSource(record.source, record.name, record.sourceVersion || record.version),
    section: text('Section'),
    priority: readPriority(text('Priority')),
    isEssential: isYes('Essential') || isYes('Protected') || isYes('Important'),
    multiArch: text('Multi-Arch') || 'no',
    installedBytes: record.claimedBytes,
    preDepends: text('Pre-Depends'),
    depends: text('Depends'),
    conflicts: text('Conflicts'),
    breaks: text('Breaks'),
    recommends: text('Recommends'),
    provides: text('Provides'),
    commands: null,
  };
}
