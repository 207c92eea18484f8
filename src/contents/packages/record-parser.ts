// How a kind of package metadata is found among a layer's files, and read. One parser a file of metadata: it is offered files
// by path while a layer streams by, gets their whole content, and gives records or keeps the content for the inventory.
import type { PackageRecord } from './package-record.ts';

/** What a parser gives of one file. */
export type ParsedMetadata =
  | { readonly kind: 'packages'; readonly packages: readonly PackageRecord[] }
  /** Facts that only the inventory can place: file lists, marks, `os-release`. Newlines and all as in the file. */
  | { readonly kind: 'text'; readonly text: Uint8Array };

/** A kind of metadata. */
export interface RecordParser {
  /** Names the kind in stored facts and in the inventory: `dpkg-status`, `npm-package`. Never renamed. */
  readonly id: string;
  /**
   * Where such files are, as cheap to ask as can be: exact base names, or endings of base names with their dot. A file whose
   * base name fits is offered to `matches` with its whole path.
   */
  readonly names: readonly string[];
  readonly endings: readonly string[];
  /** Exact names of folders whose files are offered whatever they are called (`status.d`). */
  readonly folders?: readonly string[];
  matches(path: string): boolean;
  /** Larger files are not read; the inventory says so. */
  readonly limitBytes: number;
  /**
   * Reads a whole file; undefined where it is none of that kind after all. Anything may be in it: damaged or hostile content
   * gives what can be read, or undefined, in time and memory linear in its length. Never throws on content.
   */
  parse(content: Uint8Array, path: string): ParsedMetadata | undefined;
}
