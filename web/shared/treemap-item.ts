// What a box of a treemap stands for.

/** One box. */
export interface TreemapItem {
  readonly key: string | number;
  readonly label: string;
  readonly bytes: number;
  /** Of those bytes, what is ballast and what is advice. */
  readonly ballastBytes: number;
  readonly adviceBytes: number;
  /** Drawn with stripes: all of it is hidden by a later layer. */
  readonly isHatched?: boolean;
  /** Drawn within, as far as there is room; they are not buttons. */
  readonly inner?: readonly TreemapItem[];
  /** A CSS colour instead of the filling by ballast and advice. */
  readonly fill?: string;
  /** Behind the label for those who do not see the box: `folder, 12 files`. */
  readonly note?: string;
}
