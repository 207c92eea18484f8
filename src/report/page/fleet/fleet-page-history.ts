// What the page tells of a fleet's history: how much was pushed when, and what changed how often.

/** A history; `everBytes = stockBytes + pushedBytes`, and the pushed bytes of moments, months and images each add up to it. */
export interface FleetPageHistory {
  readonly from: string;
  readonly to: string;
  readonly months: number;
  readonly stockBytes: number;
  readonly pushedBytes: number;
  readonly everBytes: number;
  readonly pushedBytesPerMonth: number;
  readonly pushedImages: number;
  readonly basis: string | null;
  readonly byMonth: readonly {
    readonly month: string;
    readonly momentCount: number;
    readonly pushedBytes: number;
    readonly pushedImages: number;
  }[];
  readonly retention: readonly {
    readonly generations: number;
    readonly keptBytes: number;
    readonly mostBytes: number;
  }[];
  readonly moments: readonly {
    readonly at: string;
    readonly images: number;
    readonly changedImages: number;
    readonly pushedBytes: number;
  }[];
  /** Those that ever changed, the most bytes first. */
  readonly images: readonly {
    readonly name: string;
    readonly changes: number;
    readonly pushedBytes: number;
    readonly lastChange: string;
    readonly isThere: boolean;
  }[];
}
