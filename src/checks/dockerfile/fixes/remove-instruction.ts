// An instruction taken out with its lines; the comments above it stay.
import type { TextEdit } from '../../../dockerfile/editing/text-edit.ts';
import type { Dockerfile, Instruction } from '../../../dockerfile/parsing/instruction.ts';

/** The edit that removes the lines of an instruction; undefined where a comment stands in them. */
export function removeInstruction(
  { start, end }: Instruction,
  { source: { text }, comments }: Dockerfile,
): TextEdit | undefined {
  if (comments.some((comment) => comment.start >= start && comment.end <= end)) return undefined;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  // The last line of the file may have no end: then that of the line before goes.
  if (newline < 0)
    return lineStart === 0 ? undefined : { start: beforeEnd(text, lineStart), end: text.length, text: '' };
  return { start: lineStart, end: newline + 1, text: '' };
}

function beforeEnd(text: string, lineStart: number): number {
  return text[lineStart - 2] === '\r' ? lineStart - 2 : lineStart - 1;
}
