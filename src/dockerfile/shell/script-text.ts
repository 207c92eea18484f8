// The text of a script with the way back to the Dockerfile.
import type { TextRange } from '../parsing/instruction.ts';
import { type MappedText, sourceEnd, sourceOffset } from '../parsing/logical-line.ts';

/** A script's text, and where it stands. */
export interface ScriptText {
  readonly text: string;
  /** Undefined where the text stands nowhere as it is; every range is then that of the whole. */
  readonly mapped: MappedText | undefined;
  readonly whole: TextRange;
  /** The Dockerfile's own text. */
  readonly source: string;
}

/** A text with its places. */
export function mappedScript(mapped: MappedText, source: string): ScriptText {
  const whole = rangeOf(mapped, 0, mapped.text.length);
  return { text: mapped.text, mapped, whole, source };
}

/** A text that was written otherwise: `range` is where what it came from stands. */
export function placelessScript(text: string, range: TextRange, source: string): ScriptText {
  return { text, mapped: undefined, whole: range, source };
}

/** Where a stretch of the script stands in the Dockerfile. */
export function placeOf({ mapped, whole }: ScriptText, start: number, end: number): TextRange {
  return mapped === undefined ? whole : rangeOf(mapped, start, end);
}

/** Whether the Dockerfile has exactly this value in this range. */
export function isWritten({ mapped, source }: ScriptText, { start, end }: TextRange, value: string): boolean {
  return mapped !== undefined && end - start === value.length && source.startsWith(value, start);
}

/** Where a stretch of a text stands. */
export function rangeOf(mapped: MappedText, start: number, end: number): TextRange {
  return { start: sourceOffset(mapped, start), end: sourceEnd(mapped, start, end) };
}

/** A stretch of a text as a text of its own. */
export function sliceMapped(mapped: MappedText, start: number, end: number): MappedText {
  const { pieceStarts, sourceStarts } = mapped;
  const pieces = [0];
  const sources = [sourceOffset(mapped, start)];
  for (let i = firstBehind(pieceStarts, start); i < pieceStarts.length && pieceStarts[i]! < end; i++) {
    pieces.push(pieceStarts[i]! - start);
    sources.push(sourceStarts[i]!);
  }
  return { text: mapped.text.slice(start, end), pieceStarts: pieces, sourceStarts: sources };
}

/** The index of the first piece that begins behind an offset. */
function firstBehind(pieceStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = pieceStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pieceStarts[middle]! > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Texts one behind the other. */
export function joinMapped(parts: readonly MappedText[]): MappedText {
  if (parts.length === 1) return parts[0]!;
  const pieceStarts: number[] = [];
  const sourceStarts: number[] = [];
  let length = 0;
  for (const part of parts) {
    if (part.text === '') continue;
    for (let i = 0; i < part.pieceStarts.length; i++) {
      pieceStarts.push(part.pieceStarts[i]! + length);
      sourceStarts.push(part.sourceStarts[i]!);
    }
    length += part.text.length;
  }
  if (pieceStarts.length === 0) return parts[0] ?? { text: '', pieceStarts: [0], sourceStarts: [0] };
  return { text: parts.map(({ text }) => text).join(''), pieceStarts, sourceStarts };
}
