// Random-looking text for examples, made from a seed: no literal in the tests looks like a secret, and every run sees the same.

/** Characters by the names that formats use. */
export const ALPHABET = {
  digits: '0123456789',
  hex: '0123456789abcdef',
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  lowerDigits: 'abcdefghijklmnopqrstuvwxyz0123456789',
  upperDigits: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  letters: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  lowerBase32: 'abcdefghijklmnopqrstuvwxyz234567',
  base32: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  alphanumeric: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  base64: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
  base64url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
} as const;

/** `length` characters of `alphabet` that follow from `seed` alone (xorshift32). */
export function makeText(alphabet: string, length: number, seed = 1): string {
  let state = Math.imul(seed, 2654435761) ^ Math.imul(length, 40503) ^ 0x9e3779b9 || 1;
  let text = '';
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    text += alphabet[(state >>> 0) % alphabet.length]!;
  }
  return text;
}
