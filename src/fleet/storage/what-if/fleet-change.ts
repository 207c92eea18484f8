// What could be done to a fleet, as plain data.

/** One change. Patterns have `*` for any text; one without `:` and `/` is compared with tags alone, any other with names. */
export type FleetChange =
  /** Tags that are given up; an image that has none left goes. */
  | { readonly kind: 'drop'; readonly pattern: string }
  /** Of a history the last snapshots that a registry keeps; of one snapshot the newest images of each line of tags. */
  | { readonly kind: 'keep'; readonly generations: number }
  /** Images that are put on another image instead of what they are built on. */
  | { readonly kind: 'move'; readonly pattern: string; readonly parent: string }
  /** One system below all images of a platform: the one that an image has, by `osVersion` or name; the most used where undefined. */
  | { readonly kind: 'one-os'; readonly os: string | undefined }
  /** Images whose layers become one. */
  | { readonly kind: 'squash'; readonly pattern: string };

/** What a change did to the fleet as it is now. */
export interface AppliedChange {
  readonly change: FleetChange;
  /** Images that are other than before, or gone. */
  readonly imageCount: number;
  /** What was assumed, one sentence each. */
  readonly notes: readonly string[];
}

/** The order in which changes are made, whatever order they were asked for in. */
export const CHANGE_ORDER: readonly FleetChange['kind'][] = ['drop', 'keep', 'move', 'one-os', 'squash'];
