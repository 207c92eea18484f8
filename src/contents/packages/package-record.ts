// What one file of an image says of packages: a system database, or the metadata of a language's package. A pure function of
// the file's bytes and path; what the image makes of it (state, layer, owner, size) is the inventory's.

/** The ecosystem, by the type that its package URLs have (package-url/purl-spec). */
export type PackageType =
  | 'deb'
  | 'apk'
  | 'rpm'
  | 'opkg'
  | 'npm'
  | 'pypi'
  | 'gem'
  | 'maven'
  | 'golang'
  | 'cargo'
  | 'composer';

/** One package as its own metadata describes it. Text fields are empty where the metadata has none. */
export interface PackageRecord {
  readonly type: PackageType;
  /** As the ecosystem spells it: `@babel/core`, `org.slf4j:slf4j-api`, `github.com/spf13/cobra`. */
  readonly name: string;
  readonly version: string;
  /** The ecosystem's own word: `amd64`, `all`, `x86_64`, `noarch`. */
  readonly architecture: string;
  /** The source package it was built from, where it has another name or version. */
  readonly source: string;
  readonly sourceVersion: string;
  /** Licences as stated, unparsed. */
  readonly licence: string;
  /** What the metadata claims that the files take on disk, or 0. */
  readonly claimedBytes: number;
  /**
   * Further fields that roles and dependencies are decided from, named as the database names them (dpkg: `Depends`,
   * `Pre-Depends`, `Recommends`, `Provides`, `Section`, `Priority`, `Essential`, `Maintainer`...; apk: `D`, `p`, `o`, `i`...;
   * rpm: `Requires`, `Provides`, `Group`, `Vendor`...). Only those that something reads.
   */
  readonly fields: Readonly<Record<string, string>>;
  /** Which files are the package's. */
  readonly files: PackageFiles;
}

/** Which files a package brought; paths without a leading slash, as the metadata spells them (`lib/x` on a merged /usr). */
export type PackageFiles =
  /** All of these, directories among them. */
  | { readonly kind: 'paths'; readonly paths: Uint8Array }
  /** The folder that holds the metadata file and all below it, up to the folder of another package of the same kind. */
  | { readonly kind: 'folder'; readonly path: string }
  /** The file that the record was read from alone: a jar, a binary. */
  | { readonly kind: 'itself' }
  /** Another file's list names them (dpkg's `info/NAME.list`). */
  | { readonly kind: 'elsewhere' };

/** Packages of one file beyond it are not read: no database of real ones has a tenth of that. */
export const RECORDS_LIMIT = 250_000;

/** No further facts: a start for parsers, which set what they know. */
export const BARE_RECORD = {
  architecture: '',
  source: '',
  sourceVersion: '',
  licence: '',
  claimedBytes: 0,
  fields: {},
} as const satisfies Partial<PackageRecord>;
