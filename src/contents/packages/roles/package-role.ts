// What a package is there for, where that is not to serve: building, finding faults, editing, fetching.

/** The kinds of use; a package may have several. */
export type RoleName =
  /** Headers, build tools, and what else only a build reads. */
  | 'development'
  /** Compilers, assemblers and linkers, with what is theirs alone. */
  | 'compiler'
  /** Debuggers, tracers, interactive monitors, debug symbols. */
  | 'debugger'
  | 'editor'
  | 'version-control'
  | 'package-manager'
  | 'network-tool'
  /** What lets somebody in, or lets whoever is in become root. */
  | 'remote-access'
  | 'documentation'
  | 'test-framework';

/** One verdict on a package. */
export interface PackageRole {
  readonly role: RoleName;
  /** What it is decided from: `Debian section libdevel`. */
  readonly because: string;
}

/** `because` of the tables that people keep. */
export const REVIEWED = 'reviewed list';
