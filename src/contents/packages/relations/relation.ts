// What packages say of each other: the form that Debian's, Alpine's and rpm's relations have in common.

/** How a version is compared; empty where any version will do. `~` is Alpine's: begins with. */
export type VersionOperator = '' | '<' | '<=' | '=' | '>=' | '>' | '~';

/** One package or one thing provided, asked for by name. */
export interface Relation {
  readonly name: string;
  /** Debian's qualifier after the colon: `any`, `native`, an architecture; empty where there is none. */
  readonly architecture: string;
  readonly operator: VersionOperator;
  /** Empty where any version will do. */
  readonly version: string;
}

/** A thing that a package provides beside its own name. */
export interface Provision {
  readonly name: string;
  /** Debian's qualifier, as above. */
  readonly architecture: string;
  /** Empty where it has none: then it satisfies only relations that ask for none. */
  readonly version: string;
}

/** Orders two versions of one ecosystem: below 0 where the first is the older one. */
export type CompareVersions = (a: string, b: string) => number;

/** Whether a version is what a relation asks for. */
export function satisfiesVersion(version: string, relation: Relation, compare: CompareVersions): boolean {
  if (relation.operator === '') return true;
  if (version === '') return false;
  const order = compare(version, relation.version);
  switch (relation.operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '~':
      return order === 0 || beginsWith(version, relation.version);
  }
}

/** `~1.2` takes 1.2.3 and 1.2-r1, not 1.20. */
function beginsWith(version: string, prefix: string): boolean {
  return version.startsWith(prefix) && !/^[0-9]/.test(version.slice(prefix.length));
}
