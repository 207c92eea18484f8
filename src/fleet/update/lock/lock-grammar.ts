// The form of plimsoll.lock: lines that are YAML too, of which no other form than the one that is written is read. One block an
// image and platform, a blank line before each, so that git merges changes of different images.

/** The version of the form. */
export const LOCK_VERSION = 1;

/** The lines above the blocks: nothing in them changes with an image. */
export const LOCK_HEAD = [
  '# What each image was made of when it was made last. Written by plimsoll: commit it, and let git merge it.',
  `version: ${LOCK_VERSION}`,
] as const;

/** The fields with one text each, in their order. */
export const TEXT_FIELDS = ['key', 'digest', 'reference', 'how', 'at'] as const;
/** The fields with a number each. */
export const NUMBER_FIELDS = ['seconds', 'pushedBytes'] as const;
/** The fields with names and texts below them; left out where they are empty. */
export const TABLE_FIELDS = ['parts', 'bases', 'sources', 'packages'] as const;

/** A field that has texts below it. */
export type TableField = (typeof TABLE_FIELDS)[number];
