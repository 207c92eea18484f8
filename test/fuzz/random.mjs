// Random numbers from a seed: the same seed and case number give the same case on every machine.

/** A generator for one case (mulberry32 over a mix of both numbers). */
export function createRandom(seed, caseNumber) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(caseNumber + 1, 0x85ebca6b)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    /** An integer from 0 up to but not including `limit`. */
    below: (limit) => (limit <= 1 ? 0 : Math.floor((next() / 2 ** 32) * limit)),
    /** True once in `times`. */
    once: (times) => next() % times === 0,
    /** One of the list. */
    pick: (list) => list[next() % list.length],
    bytes(length) {
      const bytes = Buffer.allocUnsafe(length);
      for (let i = 0; i < length; i++) bytes[i] = next();
      return bytes;
    },
  };
}
