// The checksum that GitHub and npm put into their tokens: the last six characters are the CRC-32 of what stands before them, in
// base 62 (https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/).
import { computeCrc32 } from './crc32.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ENDING_LENGTH = 6;

/** Whether the last six characters of `token` are the checksum of those between `prefix` and them. */
export function hasCrc32Ending(token: string, prefix: string): boolean {
  const split = token.length - ENDING_LENGTH;
  return (
    token.slice(split) ===
    formatBase62(computeCrc32(Buffer.from(token.slice(prefix.length, split), 'latin1')))
  );
}

/** A token with its checksum, for tests and examples. */
export function appendCrc32Ending(prefix: string, body: string): string {
  return prefix + body + formatBase62(computeCrc32(Buffer.from(body, 'latin1')));
}

function formatBase62(value: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = DIGITS[rest % 62]! + text;
  return text.padStart(ENDING_LENGTH, '0');
}
