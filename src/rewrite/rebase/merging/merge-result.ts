// What merging one file of two bases and an application gives.

/** The three contents of a file; undefined where it is not there. */
export interface FileVersions {
  readonly old: Buffer | undefined;
  readonly mine: Buffer | undefined;
  readonly theirs: Buffer | undefined;
}

/** The merged content, or why there is none: what clashes, by the names that the file itself uses. */
export type MergeResult =
  | { readonly kind: 'merged'; readonly content: Buffer }
  | { readonly kind: 'clash'; readonly what: readonly string[] };

/** Bytes as text without loss, for files whose structure is ASCII. */
export function textOf(content: Buffer | undefined): string {
  return content?.toString('latin1') ?? '';
}

/** A merged text, or the clash. */
export function resultOf(text: string, clashes: readonly string[]): MergeResult {
  return clashes.length > 0
    ? { kind: 'clash', what: clashes }
    : { kind: 'merged', content: Buffer.from(text, 'latin1') };
}
