// Sets of bytes: what one position of a pattern takes. Patterns run on bytes as Latin-1 text.

/** 256 entries, 1 for a member. Never changed once made. */
export type ByteSet = Uint8Array;

/** A letter or anything else beyond ASCII is two bytes or more of UTF-8, all of them from here on. */
export const FIRST_BYTE_BEYOND_ASCII = 0x80;
export const EMPTY_BYTES: ByteSet = new Uint8Array(256);
export const DIGIT_BYTES = makeByteSet([[0x30, 0x39]]);
export const WORD_BYTES = makeByteSet([
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]);
/** White space as Go's `\s` has it: no vertical tab. */
export const SPACE_BYTES = makeByteSet([
  [0x09, 0x0a],
  [0x0c, 0x0d],
  [0x20, 0x20],
]);

/** The set of ranges of code points, both ends included; one that holds anything beyond ASCII holds every byte there. */
export function makeByteSet(ranges: readonly (readonly [number, number])[]): ByteSet {
  const set = new Uint8Array(256);
  for (const [from, to] of ranges) {
    for (let byte = from; byte <= Math.min(to, FIRST_BYTE_BEYOND_ASCII - 1); byte++) set[byte] = 1;
    if (to >= FIRST_BYTE_BEYOND_ASCII) set.fill(1, FIRST_BYTE_BEYOND_ASCII);
  }
  return set;
}

/** The set of exactly one byte. */
export function makeSingleByte(byte: number): ByteSet {
  const set = new Uint8Array(256);
  set[byte] = 1;
  return set;
}

/** All that is in either. */
export function uniteBytes(a: ByteSet, b: ByteSet): ByteSet {
  return a.map((member, byte) => member | b[byte]!);
}

/** All that is not in `set`; what lies beyond ASCII is in both, as a set of code points there is never complete. */
export function invertBytes(set: ByteSet): ByteSet {
  return set.map((member, byte) => (byte < FIRST_BYTE_BEYOND_ASCII ? 1 - member : 1));
}

/** With both cases of each ASCII letter in it. */
export function foldBytes(set: ByteSet): ByteSet {
  const folded = Uint8Array.from(set);
  for (let upper = 0x41; upper <= 0x5a; upper++) {
    const either = set[upper]! | set[upper + 0x20]!;
    folded[upper] = either;
    folded[upper + 0x20] = either;
  }
  return folded;
}

/** Whether a byte is in both. */
export function bytesMeet(a: ByteSet, b: ByteSet): boolean {
  return a.some((member, byte) => member === 1 && b[byte] === 1);
}

/** The members in order. */
export function listBytes(set: ByteSet): number[] {
  const bytes: number[] = [];
  set.forEach((member, byte) => {
    if (member === 1) bytes.push(byte);
  });
  return bytes;
}
