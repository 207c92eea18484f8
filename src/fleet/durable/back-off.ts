// How long a step rests after a failed try: doubled each time, with a part by chance so that many that failed together do not
// come back together.

/** Milliseconds until the next try, after that many failures (from 1). */
export type BackOff = (failures: number) => number;

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** One second, two, four and so on up to a minute, each shorter by up to a quarter. */
export const backOff: BackOff = (failures) =>
  Math.min(FIRST_MS * 2 ** (failures - 1), LONGEST_MS) * (1 - Math.random() / 4);
