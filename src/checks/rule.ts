// What a rule is. Most rules are data: patterns of paths, the exceptions that make a match belong there, words and a fix.
import type { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import type { ImageContents } from '../contents/image-contents.ts';
import type { RoleName } from '../contents/packages/roles/package-role.ts';
import type { Severity } from './finding.ts';
import type { Profile } from './profile.ts';

/** `ballast` rules take bytes out of what is needed; `advice` rules only point at bytes within it. */
export type RuleTier = 'ballast' | 'advice';

/** What every rule states of itself; the docs' table is made from it. */
export interface RuleMeta {
  /** The rule's name everywhere: in findings, in plimsoll.yaml, `docs/checks/ID.md`, `src/checks/ID.ts`. */
  readonly id: string;
  readonly title: string;
  readonly tier: RuleTier;
  /** The severity where the bytes reach the floor; below it a finding is advice and its bytes stay in needed. */
  readonly severity: Severity;
  /** Bytes of all the rule's findings of one origin together, below which they are not worth a warning. */
  readonly floorBytes: number;
}

/** What a fix may depend on. */
export interface FixContext {
  /** The layer's build instruction, or null where the history does not tell. */
  readonly instruction: string | null;
  /** The deepest folder that holds all of the finding's files. */
  readonly folder: string;
  readonly paths: readonly string[];
  /** Of duplicates: for each of the paths, the one whose bytes are needed; empty elsewhere. */
  readonly neededPaths: readonly string[];
}

/** What to change, in a sentence or two that work when they are taken literally. */
export type RuleFix = string | ((context: FixContext) => string);

/** A visible file that is offered to a path rule. */
export interface OfferedFile {
  readonly path: string;
  readonly name: string;
  /** The path of its folder; empty in the root. */
  readonly folder: string;
  /** The folder that a folder pattern matched, the file's own folder for a file pattern. */
  readonly matchedFolder: string;
  readonly sizeBytes: number;
  /** One of CONTENT_TYPE. */
  readonly contentType: number;
  /** Entry in the through numbering of the squashed view that holds the content. */
  readonly entry: number;
}

/** What a rule may ask about the image around a file. */
export interface ImageLook {
  /** What shows at a path (one of ENTRY_KIND's values), symlinks among the parents followed; undefined where nothing does. */
  kindAt(path: string): (typeof ENTRY_KIND)[keyof typeof ENTRY_KIND] | undefined;
  /** Names in a folder, in no order; empty where there is none. */
  namesIn(folder: string): readonly string[];
  /** A regular file's size in bytes, or undefined. */
  sizeAt(path: string): number | undefined;
  /** A file's time of modification in seconds since 1970, or undefined. */
  mtimeAt(path: string): number | undefined;
  /** The header of a compiled Python file (PEP 552): magic number, flags, source mtime and source size. */
  pycHeader(
    file: OfferedFile,
  ): { magic: number; flags: number; sourceMtime: number; sourceSize: number } | undefined;
  /** The image's environment variables. */
  readonly env: ReadonlyMap<string, string>;
  /** Entrypoint and command, the first word first. */
  readonly command: readonly string[];
  /** The working folder, without a leading slash; empty for the root. */
  readonly workingFolder: string;
}

/** A rule about visible files, by their paths. */
export interface PathRule extends RuleMeta {
  readonly kind: 'paths';
  /**
   * What the rule looks at. `/` separates segments; `*` stands for any bytes within one; a leading `** /` (without the
   * blank) means at any depth; a trailing `/` means the folder and all below it. Without a leading `** /` a pattern
   * begins at the root.
   */
  readonly patterns: readonly string[];
  /** Where given, file patterns take only files whose content is one of these CONTENT_TYPEs. */
  readonly contentTypes?: readonly number[];
  /** Whether a matched file is there for a reason, so that the next rule may look at it. */
  readonly isExcused?: (file: OfferedFile, image: ImageLook) => boolean;
  /** What the files are, for the message: `package lists and archives of apt`. */
  readonly what: string;
  /** For what a RUN left, or an unknown instruction. */
  readonly fix: RuleFix;
  /** For what a COPY or ADD brought; where there is none, the fix is to keep out what the patterns match. */
  readonly fixCopied?: RuleFix;
}

/** What the squashed view tells of a file: how it was hidden, that it is a copy of one below, or of one at another path. */
export type ViewState = 'deleted' | 'overwritten' | 'opaque' | 'copy' | 'duplicate';

/** What a view rule may ask about a layer. */
export interface LayerLook {
  readonly index: number;
  /** Whether the layer has the database of a package manager in it, so that packages were installed there. */
  readonly recordsPackages: boolean;
}

/** A file that is offered to a view rule. */
export interface ViewedFile {
  readonly path: string;
  readonly layer: LayerLook;
}

/** A rule whose files the squashed view itself tells: hidden bytes, copies, equal content. */
export interface ViewRule extends RuleMeta {
  readonly kind: 'view';
  readonly views: readonly ViewState[];
  /** Whether a file is as it must be, so that the next rule of its view takes it; `needed` is what a duplicate repeats. */
  readonly isExcused?: (file: ViewedFile, needed?: ViewedFile) => boolean;
  readonly what: string;
  readonly fix: RuleFix;
}

/** What a layer rule says of one layer. */
export interface LayerVerdict {
  readonly layer: number;
  readonly severity: Severity;
  /** One sentence without the place. */
  readonly message: string;
  readonly paths: readonly string[];
  /** How many paths there are, whether named or not. */
  readonly pathCount: number;
}

/** A rule about a layer as a whole; it prices no bytes. */
export interface LayerRule extends RuleMeta {
  readonly kind: 'layer';
  readonly fix: string;
  judge(contents: ImageContents): readonly LayerVerdict[];
}

/** A rule about what packages are there for: it takes the files of those that have one of its roles. */
export interface PackageRule extends RuleMeta {
  readonly kind: 'packages';
  /** The images that it judges. */
  readonly profiles: readonly Profile[];
  readonly roles: readonly RoleName[];
  /** What the packages are; their names follow. */
  readonly what: string;
  readonly fix: RuleFix;
}

/** A rule of any kind. */
export type Rule = PathRule | ViewRule | PackageRule | LayerRule;
