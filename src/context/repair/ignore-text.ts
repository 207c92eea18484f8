// The text of an ignore file while lines are added and taken away: line ends, byte order mark and all other lines stay as they
// are, byte by byte.
import { decodePath, encodePath } from '../path-text.ts';

const BYTE_ORDER_MARK = '\uFEFF';

/** What to change in a text. */
export interface TextEdit {
  /** Lines in front of all others. */
  readonly top: readonly string[];
  /** Numbers of lines that go, from 1. */
  readonly removed: ReadonlySet<number>;
  /** Lines behind all others. */
  readonly bottom: readonly string[];
}

/** The bytes after the edit; the same where there is nothing to do. */
export function editIgnoreText(bytes: Uint8Array, { top, removed, bottom }: TextEdit): Uint8Array {
  if (top.length === 0 && bottom.length === 0 && removed.size === 0) return bytes;
  const whole = decodePath(bytes);
  const mark = whole.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const lines = whole.slice(mark.length).split('\n');
  const end = lines.length > 1 && lines[0]!.endsWith('\r') ? '\r\n' : '\n';
  const withEnds = lines.map((line, i) => (i < lines.length - 1 ? `${line}\n` : line));
  const kept = withEnds.filter((line, i) => !removed.has(i + 1) && line !== '').join('');
  const joint = kept === '' || kept.endsWith('\n') || bottom.length === 0 ? '' : end;
  const text = [...top.map((line) => line + end), kept, joint, ...bottom.map((line) => line + end)].join('');
  return encodePath(mark + text);
}
