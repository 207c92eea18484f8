// What splitting a Dockerfile is told beside the file: the files of the context, and what an image built from it holds.

/** The files of the build context; paths without a leading slash, the empty path is its root. */
export interface ProjectFiles {
  has(path: string): boolean;
  /** Names in a folder, sorted; empty where there is none. */
  list(folder: string): readonly string[];
  /** A small text file; undefined where it cannot be read. */
  read(path: string): string | undefined;
}

/** A library that programs of the image are linked with. */
export interface LinkedLibrary {
  readonly soname: string;
  /** Absolute; ends in the soname. */
  readonly path: string;
  /** The system package that has it. */
  readonly packageName?: string;
}

/** What ELF files need to be started. */
export interface Linking {
  readonly elfFiles: number;
  /** Paths of program loaders that are there. */
  readonly loaders: readonly string[];
  /** All the way: what libraries need in turn is among them. */
  readonly libraries: readonly LinkedLibrary[];
  /** Sonames that nothing in the image has. */
  readonly missing: readonly string[];
}

/** What an image built from the Dockerfile holds; paths are absolute. */
export interface ImageFacts {
  /** Symlinks are followed. */
  kindOf(path: string): 'file' | 'folder' | undefined;
  list(folder: string): readonly string[];
  /** The path of a program, as a shell with the image's PATH finds it. */
  findProgram(name: string): string | undefined;
  /** Of all ELF files at or below these paths. */
  linkingOf(paths: readonly string[]): Linking;
  /** Names of installed system packages. */
  readonly packages: ReadonlySet<string>;
}

/** All that a split may look at. */
export interface SplitInput {
  readonly project: ProjectFiles;
  readonly image?: ImageFacts;
  /** The user's choice of what production is built on. */
  readonly base?: string;
  /** Whether nothing smaller than a distribution is to be tried. */
  readonly onDistribution?: boolean;
}
