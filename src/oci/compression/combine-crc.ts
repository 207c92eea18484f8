// The CRC-32 of two pieces from the CRC-32 of each, so that pieces can be summed up in different threads.
// Polynomials over GF(2) with the lowest power in the highest bit, as the CRC itself has them (RFC 1952, section 8).

const POLYNOMIAL = 0xedb88320;
const ONE = 0x80000000;

/** The CRC-32 of both pieces, one after the other. */
export function combineCrc(first: number, second: number, secondSizeBytes: number): number {
  return (multiply(powerOfX(secondSizeBytes * 8), first) ^ second) >>> 0;
}

/** x to the power of `exponent`, modulo the polynomial. */
function powerOfX(exponent: number): number {
  let result = ONE;
  let square = ONE >>> 1;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = multiply(square, result);
    square = multiply(square, square);
  }
  return result;
}

/** The product of two polynomials, modulo the polynomial. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= shifted;
    shifted = (shifted & 1) !== 0 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
  }
  return product >>> 0;
}
