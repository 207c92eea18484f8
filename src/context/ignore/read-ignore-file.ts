// Ignore files line by line: moby/patternmatcher's ignorefile.ReadAll (docker, BuildKit, kaniko), and imagebuilder's
// ParseIgnore (podman, buildah), which knows no byte order mark and cleans later.
import { PlimsollError } from '../../errors.ts';
import { cleanPath } from '../go-rules/clean-path.ts';
import { trimSpace } from '../go-rules/trim-space.ts';
import { decodePath } from '../path-text.ts';

/** A line of an ignore file that is a pattern. */
export interface IgnoreLine {
  /** From 1. */
  readonly line: number;
  /** As written, without the line's end. */
  readonly text: string;
  /** As the reader hands it to the compiler, with its '!'. */
  readonly pattern: string;
}

/** Which program's reading of the file: they differ in marks, slashes and the longest line. */
export type IgnoreReader = 'ignorefile' | 'imagebuilder';

/** Go's bufio.Scanner gives up on a line that fills its buffer of 64 KiB. */
const LONGEST_LINE_BYTES = 65_535;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;

/** The patterns of an ignore file; throws IGNORE_FILE_INVALID for a line that the program would not read. */
export function readIgnoreFile(bytes: Uint8Array, reader: IgnoreReader): readonly IgnoreLine[] {
  const lines: IgnoreLine[] = [];
  for (const [index, lineBytes] of splitLines(bytes).entries()) {
    if (reader === 'ignorefile' && lineBytes.length > LONGEST_LINE_BYTES)
      throw new PlimsollError('IGNORE_FILE_INVALID', 'a line is longer than the builder reads (64 KiB)', {
        line: index + 1,
        hint: 'The build fails here too. Split the line, or remove it.',
      });
    const isMarked =
      reader === 'ignorefile' && index === 0 && BYTE_ORDER_MARK.every((b, i) => lineBytes[i] === b);
    const read = decodePath(isMarked ? lineBytes.subarray(BYTE_ORDER_MARK.length) : lineBytes);
    const text = read.endsWith('\r') ? read.slice(0, -1) : read;
    const pattern = reader === 'ignorefile' ? readLine(text) : readPodmanLine(read);
    if (pattern !== undefined) lines.push({ line: index + 1, text, pattern });
  }
  return lines;
}

/** Comments begin in the first column only. A slash in front goes, one only, and only after cleaning. */
function readLine(text: string): string | undefined {
  if (text.startsWith('#')) return undefined;
  const trimmed = trimSpace(text);
  if (trimmed === '') return undefined;
  const isException = trimmed.startsWith('!');
  const path = isException ? trimSpace(trimmed.slice(1)) : trimmed;
  const cleaned = path === '' ? '' : cleanPath(path);
  const relative = cleaned.length > 1 && cleaned.startsWith('/') ? cleaned.slice(1) : cleaned;
  return isException ? `!${relative}` : relative;
}

function readPodmanLine(text: string): string | undefined {
  if (text === '' || text.startsWith('#')) return undefined;
  const bare = text.replace(/^\/+/, '').replace(/(?<!\/)\/+$/, '');
  return bare === '' ? undefined : bare;
}

function splitLines(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines;
}
