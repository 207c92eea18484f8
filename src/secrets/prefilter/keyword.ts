// What is searched for.

/** A text that a rule wants to be told of. */
export interface Keyword {
  /** Three bytes or more, ASCII; lower case where `ignoresCase`. */
  readonly text: string;
  readonly ignoresCase: boolean;
  /** By byte, 1 for what may stand before and behind it, anything where not given: only there are those of three or four bytes told for sure. */
  readonly previousBytes?: Uint8Array;
  readonly nextBytes?: Uint8Array;
}
