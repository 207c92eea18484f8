// One package as an index offers it: what decides whether it can be installed, and what it then takes.

/** A package of an index. Relations are kept as text: most are never asked about. */
export interface CataloguePackage {
  readonly name: string;
  readonly version: string;
  /** The source package; the binary's own name and version where the index says nothing else. */
  readonly source: string;
  readonly sourceVersion: string;
  readonly section: string;
  readonly priority: Priority;
  readonly isEssential: boolean;
  /** `same`, `foreign`, `allowed` or `no`. */
  readonly multiArch: string;
  /** An upper bound: what all its files take, in blocks of 1 KiB. Slim images leave many of them out. */
  readonly installedBytes: number;
  readonly preDepends: string;
  readonly depends: string;
  readonly conflicts: string;
  readonly breaks: string;
  readonly recommends: string;
  readonly provides: string;
  /** The programs that it ships in the usual folders, by name, apart by blanks; null where the index does not tell. */
  readonly commands: string | null;
}

/** Debian's priorities (policy 2.5), the most important first. */
export const PRIORITIES = ['required', 'important', 'standard', 'optional', 'extra'] as const;

/** How important a package is for a whole system. */
export type Priority = (typeof PRIORITIES)[number];

/** The priority that a field names; `optional` where it names none. */
export function readPriority(text: string): Priority {
  return PRIORITIES.find((priority) => priority === text) ?? 'optional';
}

/** A `Source` field, `name` or `name (version)`. */
export function readSource(
  field: string,
  name: string,
  version: string,
): { readonly source: string; readonly sourceVersion: string } {
  const [, source = name, sourceVersion = version] = /^(\S+)(?:\s+\(([^)\s]+)\))?/.exec(field) ?? [];
  return { source, sourceVersion };
}
