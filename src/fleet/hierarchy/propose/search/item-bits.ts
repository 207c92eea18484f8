// Sets of items as bits, and the sums over a set by tables of eight bits at a time.

/** Sums of one weight an item. */
export class BitSums {
  readonly #table: Float64Array;
  readonly words: number;

  constructor(weights: ArrayLike<number>) {
    this.words = Math.max(1, Math.ceil(weights.length / 32));
    this.#table = new Float64Array(this.words * 4 * 256);
    for (let octet = 0; octet < this.words * 4; octet++)
      for (let bits = 1; bits < 256; bits++) {
        const lowest = 31 - Math.clz32(bits & -bits);
        this.#table[octet * 256 + bits] =
          this.#table[octet * 256 + (bits & (bits - 1))]! + (weights[octet * 8 + lowest] ?? 0);
      }
  }

  /** The sum over one word of a set. */
  ofWord(word: number, bits: number): number {
    if (bits === 0) return 0;
    const at = word * 1024;
    const table = this.#table;
    return (
      table[at + (bits & 255)]! +
      table[at + 256 + ((bits >>> 8) & 255)]! +
      table[at + 512 + ((bits >>> 16) & 255)]! +
      table[at + 768 + (bits >>> 24)]!
    );
  }

  /** The sum over a whole set. */
  of(set: Uint32Array): number {
    let sum = 0;
    for (let word = 0; word < this.words; word++) sum += this.ofWord(word, set[word]!);
    return sum;
  }
}

/** The members of a set, rising. */
export function membersOf(set: Uint32Array): number[] {
  const members: number[] = [];
  for (let word = 0; word < set.length; word++)
    for (let bits = set[word]!; bits !== 0; bits &= bits - 1)
      members.push(word * 32 + 31 - Math.clz32(bits & -bits));
  return members;
}

/** Puts a member into a set. */
export function addBit(set: Uint32Array, member: number): void {
  set[member >>> 5]! |= 1 << (member & 31);
}

/** Whether a set has a member. */
export function hasBit(set: Uint32Array, member: number): boolean {
  return ((set[member >>> 5]! >>> (member & 31)) & 1) === 1;
}

/** Whether a set has none. */
export function isEmptySet(set: Uint32Array): boolean {
  return set.every((bits) => bits === 0);
}
