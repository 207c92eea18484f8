// Lines with their continuations joined, and the way back from an offset in the joined text to the file.

/** A text that was put together from pieces of the file. */
export interface MappedText {
  readonly text: string;
  /** Offsets in `text` at which a piece of the file begins, rising. */
  readonly pieceStarts: readonly number[];
  /** Where each of these pieces begins in the file. */
  readonly sourceStarts: readonly number[];
}

/** The joined text of one instruction, without heredocs. */
export interface LogicalLine extends MappedText {
  readonly startLine: number;
}

/** The offset in the file of a character of the joined text. */
export function sourceOffset(line: MappedText, offset: number): number {
  let low = 0;
  let high = line.pieceStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (line.pieceStarts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return line.sourceStarts[low]! + offset - line.pieceStarts[low]!;
}

/** The offset in the file behind a stretch of the joined text that ends at `offset`. */
export function sourceEnd(line: MappedText, start: number, offset: number): number {
  return offset === start ? sourceOffset(line, start) : sourceOffset(line, offset - 1) + 1;
}

/** Part of a logical line, whose offsets lead to the same places. */
export function sliceLine(line: LogicalLine, start: number, end: number): LogicalLine {
  const first = sourceOffset(line, start);
  const later = [...line.pieceStarts.keys()].filter(
    (i) => line.pieceStarts[i]! > start && line.pieceStarts[i]! < end,
  );
  return {
    text: line.text.slice(start, end),
    pieceStarts: [0, ...later.map((i) => line.pieceStarts[i]! - start)],
    sourceStarts: [first, ...later.map((i) => line.sourceStarts[i]!)],
    startLine: line.startLine,
  };
}

/** The way back: the offset in the joined text of a character of the file that is part of it. */
export function joinedOffset(line: MappedText, source: number): number {
  let low = 0;
  let high = line.sourceStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (line.sourceStarts[middle]! <= source) low = middle;
    else high = middle - 1;
  }
  return line.pieceStarts[low]! + source - line.sourceStarts[low]!;
}
