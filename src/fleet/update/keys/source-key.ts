// The half of a build key that does not change with the images below: what the team's own files and definitions say.

/** The parts of a source key, in the order in which it hashes them. */
export const KEY_PARTS = [
  'files',
  'ignore-file',
  'dockerfile',
  'front-end',
  'target',
  'arguments',
  'secrets',
  'platform',
  'named-contexts',
  'sources',
] as const;

/** One of them. */
export type KeyPart = (typeof KEY_PARTS)[number];

/** Content of elsewhere that an ADD or a named context fetches. */
export interface KeyedSource {
  /** As BuildKit would fetch it, with values put in. */
  readonly url: string;
  /**
   * What stands for its content: `checksum sha256:...`, `commit ...` or `etag ...`; undefined where nobody was asked, so that
   * the key does not change with it.
   */
  readonly content: string | undefined;
}

/** One image for one platform, without its bases. */
export interface SourceKey {
  readonly kind: 'source-key';
  /** 64 hex digits over all parts. */
  readonly hash: string;
  /** 64 hex digits each. */
  readonly parts: Readonly<Record<KeyPart, string>>;
  readonly sources: readonly KeyedSource[];
}

/** What stands for the content at a URL now; undefined where it cannot be told. Rejects with a PlimsollError. */
export type SourceResolver = (url: string, signal: AbortSignal) => Promise<string | undefined>;
