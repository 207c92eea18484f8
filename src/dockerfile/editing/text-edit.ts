// A change of a Dockerfile's text: one stretch of it replaced. Nothing is ever printed from a tree.
import type { DockerfileText } from '../dockerfile-text.ts';

/** What stands from `start` up to `end` becomes `text`; an insertion where both are the same. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** In the order of the text; an insertion comes before what is replaced at the same place. */
export function sortEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

/** Whether two lists change the same place. Insertions at one place count: nobody knows which comes first. */
export function doOverlap(some: readonly TextEdit[], others: readonly TextEdit[]): boolean {
  return some.some((a) => others.some((b) => isSamePlace(a, b)));
}

/** Whether a list can be applied: within the text, and no two edits at one place. */
export function areApplicable(edits: readonly TextEdit[], { text }: DockerfileText): boolean {
  const sorted = sortEdits(edits);
  return sorted.every(({ start, end }, i) => {
    if (!Number.isInteger(start) || !Number.isInteger(end)) return false;
    if (start < 0 || end < start || end > text.length) return false;
    if (isWithinCharacter(text, start) || isWithinCharacter(text, end)) return false;
    return i === 0 || !isSamePlace(sorted[i - 1]!, sorted[i]!);
  });
}

/** Applies edits that are applicable; every offset is that of the text before. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text: added } of sortEdits(edits)) {
    pieces.push(text.slice(at, start), added);
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}

/** Where what stands at an offset stands after edits that do not touch it. */
export function shiftOffset(offset: number, edits: readonly TextEdit[]): number {
  let shifted = offset;
  for (const { start, end, text } of edits) if (end <= offset) shifted += text.length - (end - start);
  return shifted;
}

/** The edits with the line ends that the text has: rules write `\n`. */
export function adoptLineEnds(edits: readonly TextEdit[], text: string): readonly TextEdit[] {
  if (!usesCarriageReturns(text)) return edits;
  return edits.map((edit) => ({ ...edit, text: edit.text.replace(/\r?\n/g, '\r\n') }));
}

/** Whether most lines end in a carriage return and a newline. */
export function usesCarriageReturns(text: string): boolean {
  const newlines = text.split('\n').length - 1;
  return newlines > 0 && (text.split('\r\n').length - 1) * 2 > newlines;
}

function isSamePlace(a: TextEdit, b: TextEdit): boolean {
  if (a.start === b.start) return true;
  return a.start < b.end && b.start < a.end;
}

/** Between the halves of a pair of UTF-16 units, or of a line end. */
function isWithinCharacter(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  if (before === 0x0d && after === 0x0a) return true;
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
