// What was found in one file: where secrets are, never what they are; and what was not looked at.

/** A secret at `offsetBytes` of the file, `lengthBytes` long; in an archive, of the member. */
export interface SecretMatch {
  /** The `id` of its kind. */
  readonly ruleId: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  /** Members from the outermost archive inwards, joined by `!/`, where the secret is in an archive: `lib/a.jar!/application.properties`. */
  readonly member?: string;
  /** Only where the searcher was asked for it; it is never kept. */
  readonly fingerprint?: string;
}

/** Bytes of a file, or of an archive's member, in which nothing was looked for, or not for everything. */
export interface UnreadPart {
  readonly member?: string;
  readonly bytes: number;
  /** Why, as it reads after "not searched:": `encrypted`, `nested deeper than 3 archives`. */
  readonly reason: string;
}

/** All that the search of one file gave. Matches are by offset within each member. */
export interface SecretReading {
  readonly matches: readonly SecretMatch[];
  readonly unread: readonly UnreadPart[];
}
