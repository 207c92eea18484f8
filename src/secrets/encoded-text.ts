// Text that somebody wrote, in base64: it looks random and is not.

const BASE64 = /^[A-Za-z0-9+/]{4,}={0,2}$/;
/** Shorter results are printable by chance. */
const LEAST_LENGTH = 4;

/** The printable text that `text` is the base64 of; undefined where it is none. */
export function readEncodedText(text: string): string | undefined {
  if (!BASE64.test(text) || text.replace(/=+$/, '').length % 4 === 1) return undefined;
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return decoded.length >= LEAST_LENGTH && /^[\x20-\x7e\r\n\t]+$/.test(decoded) ? decoded : undefined;
}

/** Whether `text` is the base64 of words: a sentence, or a name in one of the usual spellings. */
export function isEncodedProse(text: string): boolean {
  const decoded = readEncodedText(text);
  if (decoded === undefined) return false;
  const words = decoded.trim().split(/\s+/);
  return words.length >= 3 || /^[A-Za-z]+(?:[ _.-][A-Za-z]+)*\W?$/.test(decoded);
}
