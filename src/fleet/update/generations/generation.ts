// A generation: all images of a fleet that are current together, as one OCI index in one repository. The index says of each
// image which references belong to it, so that everything can be told and restored from the registry alone.
import { type Digest, isDigest } from '../../../oci/bytes/digest.ts';
import type { Descriptor } from '../../../oci/image/descriptor.ts';
import type { MadeHow } from '../running/made-image.ts';

/** What one platform of an image is, and how it came to be. */
export interface GenerationPlatform {
  /** `os/architecture[/variant]`. */
  readonly platform: string;
  readonly digest: Digest;
  /** The build key. */
  readonly key: string;
  readonly how: MadeHow;
  /** When it was made; ISO 8601. */
  readonly at: string;
  /** Why it was made, in one line. */
  readonly reason?: string;
}

/** One image of a generation: a manifest, or an index of its platforms. */
export interface GenerationImage {
  readonly id: string;
  /** The names whose tags mean this image while the generation is current. */
  readonly references: readonly string[];
  /** What its tags mean; without annotations. */
  readonly descriptor: Descriptor;
  readonly platforms: readonly GenerationPlatform[];
}

/** An image of elsewhere that images of the generation stand on, for one platform where it has several. */
export interface GenerationBase {
  readonly reference: string;
  /** The digest under which it was used: that of `descriptor`, or of the index that names it. */
  readonly usedDigest: Digest;
  readonly descriptor: Descriptor;
}

/** The whole generation. */
export interface Generation {
  readonly number: number;
  /** The one that was current before it; undefined for the first. */
  readonly previous: number | undefined;
  /** When it was promoted; ISO 8601. */
  readonly at: string;
  readonly images: readonly GenerationImage[];
  readonly bases: readonly GenerationBase[];
}

/** Moves atomically: what is current. */
export const CURRENT_TAG = 'current';
/** Names the same as `current` once all images' own tags have followed; until then a promotion is unfinished. */
export const SETTLED_TAG = 'settled';
const GENERATION_TAG = /^generation-([1-9]\d{0,8})$/;
const KEPT_TAG = /^kept-(sha256|sha512)-([0-9a-f]{64,128})$/;

/** The tag that keeps a generation. */
export function generationTag(number: number): string {
  return `generation-${number}`;
}

/** The number of a generation's tag; undefined for any other tag. */
export function parseGenerationTag(tag: string): number | undefined {
  const [, number] = GENERATION_TAG.exec(tag) ?? [];
  return number === undefined ? undefined : Number(number);
}

/**
 * The tag that each document of a generation has for itself: garbage collectors that look at tags only (Docker's registry of
 * version 2 with `--delete-untagged`) take the children of a tagged index away.
 */
export function keptTag(digest: Digest): string {
  return `kept-${digest.replace(':', '-')}`.slice(0, 128);
}

/** The digest of the document that a tag keeps; undefined for any other tag. */
export function parseKeptTag(tag: string): Digest | undefined {
  const [, algorithm, hex] = KEPT_TAG.exec(tag) ?? [];
  const digest = `${algorithm}:${hex}`;
  return isDigest(digest) ? digest : undefined;
}

/** Whether a tag is one that keeps a document. */
export function isKeptTag(tag: string): boolean {
  return KEPT_TAG.test(tag);
}
