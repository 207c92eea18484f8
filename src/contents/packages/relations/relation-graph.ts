// The installed packages of one ecosystem and what each needs of the others, in a form that all ecosystems share.
import type { PackageType } from '../package-record.ts';

/** How strongly a need binds: the first three must be met, the others are advice that removers may honour. */
export type NeedKind = 'pre-depends' | 'depends' | 'condition' | 'recommends' | 'suggests';

/** Something that a package needs: met while at least one provider is there. */
export interface Need {
  readonly kind: NeedKind;
  /** As the package states it. */
  readonly text: string;
  /** For each alternative, the installed packages that meet it (positions in `RelationGraph.packages`); all empty: never met. */
  readonly alternatives: readonly (readonly number[])[];
}

/** Something that a package does not bear beside it. */
export interface Refusal {
  /** As the package states it. */
  readonly text: string;
  /** The installed packages that it is about (positions in `RelationGraph.packages`). */
  readonly packages: readonly number[];
}

/** An installed package. */
export interface GraphPackage {
  /** Where it is in `Inventory.packages`. */
  readonly position: number;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly source: string;
  readonly sourceVersion: string;
  readonly bytes: number;
  /** Known to have come as a dependency only; false where nobody noted it. */
  readonly isAutomatic: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly needs: readonly Need[];
  /** Debian's `Breaks` and `Conflicts`, Alpine's `!name`; only what something installed meets. */
  readonly refusals: readonly Refusal[];
  /** Alpine's `install_if`: the package is there because all of these are; null for others. */
  readonly installedWith: readonly Need[] | null;
}

/** The installed packages of one ecosystem, in the order of the inventory. */
export interface RelationGraph {
  readonly type: PackageType;
  readonly packages: readonly GraphPackage[];
}

/** Whether a need must be met for the package to work. */
export function isBinding(need: Need): boolean {
  return need.kind === 'depends' || need.kind === 'pre-depends';
}

/** Finds an installed package by name, or by `name:architecture`. */
export function findGraphPackage(graph: RelationGraph, name: string): number | undefined {
  const colon = name.lastIndexOf(':');
  const exact = graph.packages.findIndex((found) => found.name === name);
  if (exact !== -1 || colon === -1) return exact === -1 ? undefined : exact;
  const [bare, architecture] = [name.slice(0, colon), name.slice(colon + 1)];
  const found = graph.packages.findIndex(
    (candidate) => candidate.name === bare && candidate.architecture === architecture,
  );
  return found === -1 ? undefined : found;
}
