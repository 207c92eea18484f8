// Paths as text without loss. Names on disk and lines of ignore files are bytes; where they are not UTF-8, each byte that
// fits nowhere becomes a lone surrogate U+DC80..U+DCFF (Python's surrogateescape), so that two different names never meet
// and every text leads back to its bytes.

const REPLACEMENT = '\uFFFD';
const LONE = /[\uDC80-\uDCFF]/;
const LONES = /(?<![\uD800-\uDBFF])[\uDC80-\uDCFF]/g;

/** The text of a path's bytes. */
export function decodePath(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  return text.includes(REPLACEMENT) ? decodeSlowly(buffer) : text;
}

/** The bytes of a path's text. */
export function encodePath(text: string): Buffer {
  if (!LONE.test(text)) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  let start = 0;
  for (const { index } of text.matchAll(LONES)) {
    parts.push(Buffer.from(text.slice(start, index), 'utf8'), Buffer.from([text.charCodeAt(index) - 0xdc00]));
    start = index + 1;
  }
  return Buffer.concat([...parts, Buffer.from(text.slice(start), 'utf8')]);
}

/** Whether a text stands for bytes that are not UTF-8. */
export function isNotUtf8(text: string): boolean {
  return LONE.test(text) && text.search(LONES) !== -1;
}

/** What a Go program reads rune by rune: each byte that is not UTF-8 is U+FFFD. */
export function asRunes(text: string): string {
  return LONE.test(text) ? text.replace(LONES, REPLACEMENT) : text;
}

/** What a text of a name or path is for the file system's functions: itself, or its bytes where it must be those. */
export function asFilePath(text: string): string | Buffer {
  return isNotUtf8(text) ? encodePath(text) : text;
}

/** Order by bytes, as Go sorts names. */
export function comparePaths(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    // Surrogates sort below U+E000..U+FFFF in UTF-16 and above them in UTF-8; bytes of no rune lie anywhere.
    if (x >= 0xd800 || y >= 0xd800) return Buffer.compare(encodePath(a), encodePath(b));
    if (x !== y) return x - y;
  }
  return a.length - b.length;
}

/** Goes rune by rune, as Go's decoder: too long forms, surrogates and what is beyond U+10FFFF are no UTF-8. */
function decodeSlowly(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = runeLength(bytes, at);
    text += length === 0 ? String.fromCharCode(0xdc00 + bytes[at]!) : bytes.toString('utf8', at, at + length);
    at += Math.max(1, length);
  }
  return text;
}

/** The bytes of the rune at `at`, or 0 where there is none. */
export function runeLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = 2; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}
