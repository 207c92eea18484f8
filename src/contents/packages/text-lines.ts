// Metadata as text: UTF-8, with U+FFFD where it is none, so that no content takes longer than another.

const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
/** Below this a buffer is faster than the decoder, which is faster with whole files. */
const SHORT_BYTES = 1024;

/** Decodes bytes, all or a range. */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  if (end - start < SHORT_BYTES)
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
  return DECODER.decode(bytes.subarray(start, end));
}

/** The lines, without their ends; a last line that is empty is none. */
export function readLines(text: Uint8Array): readonly string[] {
  const lines = decodeText(text).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The words between blanks. */
export function splitWords(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** A path without its leading slash. */
export function withoutRoot(path: string): string {
  return path.startsWith('/') ? path.slice(1) : path;
}
