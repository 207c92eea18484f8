// Proves of an edited Dockerfile that nothing but what was meant has changed. What cannot be proven is not to be written.
import { decodeDockerfile, encodeDockerfile } from '../dockerfile-text.ts';
import type { Dockerfile, Instruction } from '../parsing/instruction.ts';
import { applyEdits, areApplicable, shiftOffset, type TextEdit, usesCarriageReturns } from './text-edit.ts';

/** A Dockerfile and what its scripts are like. */
export interface ProvenText {
  readonly dockerfile: Dockerfile;
  /** By where a RUN starts, whether a shell can parse it; what is no script is not in it. */
  readonly shellValidity: ReadonlyMap<number, boolean>;
}

/** What was meant. */
export interface IntendedChange {
  readonly edits: readonly TextEdit[];
  readonly addedInstructions: number;
}

/** Why the edited text must not be written; undefined where all holds. `after` is the result, read anew. */
export function findFault(
  before: ProvenText,
  after: ProvenText,
  { edits, addedInstructions }: IntendedChange,
): string | undefined {
  const [old, now] = [before.dockerfile.source, after.dockerfile.source];
  if (!areApplicable(edits, old)) return 'the edits do not fit the text';
  if (applyEdits(old.text, edits) !== now.text) return 'more than the edits differs';
  const encoded = decodeDockerfile(encodeDockerfile(now));
  if (now.encoding !== old.encoding || encoded.text !== now.text || encoded.encoding !== now.encoding)
    return 'the result cannot be written in the encoding of the file';
  if (hasMark(old.text) !== hasMark(now.text)) return 'the byte order mark is lost';
  if (old.text.endsWith('\n') !== now.text.endsWith('\n')) return 'the end of the last line differs';
  if (!keepsLineEnds(old.text, now.text)) return 'the line ends differ';
  return (
    findLostDirective(before.dockerfile, after.dockerfile) ??
    findLostComment(old.text, now.text) ??
    compareInstructions(before, after, edits, addedInstructions)
  );
}

function hasMark(text: string): boolean {
  return text.startsWith('\uFEFF');
}

/** What is mixed may stay so; what is of one kind stays of one kind. */
function keepsLineEnds(before: string, after: string): boolean {
  const count = (text: string): readonly [all: number, withReturn: number] => [
    text.split('\n').length - 1,
    text.split('\r\n').length - 1,
  ];
  const [all, withReturn] = count(before);
  const [allAfter, withReturnAfter] = count(after);
  if (withReturn === 0) return withReturnAfter === 0;
  if (withReturn === all) return withReturnAfter === allAfter;
  return usesCarriageReturns(before) === usesCarriageReturns(after);
}

/** Directives stay; a `# syntax` line may come. */
function findLostDirective(before: Dockerfile, after: Dockerfile): string | undefined {
  if (before.escape !== after.escape) return 'the escape character differs';
  const isKept = before.directives.every(({ name, value }) =>
    after.directives.some((other) => other.name === name && other.value === value),
  );
  const added = after.directives.filter(
    ({ name }) => !before.directives.some((other) => other.name === name),
  );
  if (!isKept || added.some(({ name }) => name !== 'syntax')) return 'a parser directive differs';
  return undefined;
}

/** Lines that begin with `#`, those in heredocs and between continuation lines too. */
function findLostComment(before: string, after: string): string | undefined {
  const left = countComments(after);
  for (const [comment, count] of countComments(before))
    if ((left.get(comment) ?? 0) < count)
      return `the comment ${JSON.stringify(comment.slice(0, 60))} is lost`;
  return undefined;
}

function countComments(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [line] of text.matchAll(/^\uFEFF?[ \t]*#.*$/gm)) {
    const comment = line.replace('\uFEFF', '').trim();
    counts.set(comment, (counts.get(comment) ?? 0) + 1);
  }
  return counts;
}

function compareInstructions(
  before: ProvenText,
  after: ProvenText,
  edits: readonly TextEdit[],
  added: number,
): string | undefined {
  const [old, now] = [before.dockerfile.instructions, after.dockerfile.instructions];
  if (now.length !== old.length + added)
    return `there are ${now.length} instructions instead of ${old.length + added}`;
  const byStart = new Map(now.map((instruction) => [instruction.start, instruction]));
  let wasValid = true;
  for (const instruction of old) {
    if (isTouched(instruction, edits)) {
      wasValid &&= before.shellValidity.get(instruction.start) !== false;
      continue;
    }
    const start = shiftOffset(instruction.start, edits);
    const same = byStart.get(start);
    if (same === undefined || !isSame(instruction, same))
      return `the instruction in line ${instruction.startLine} differs, though it was not to be touched`;
    byStart.delete(start);
  }
  if (!wasValid) return undefined;
  const broken = [...byStart.keys()].find((start) => after.shellValidity.get(start) === false);
  return broken === undefined
    ? undefined
    : `no shell could read line ${byStart.get(broken)!.startLine} afterwards`;
}

/** An insertion right before an instruction does not touch it; one right behind may well go on with it. */
function isTouched({ start, end }: Instruction, edits: readonly TextEdit[]): boolean {
  return edits.some((edit) =>
    edit.start === edit.end ? edit.start > start && edit.start <= end : edit.start < end && edit.end > start,
  );
}

function isSame(a: Instruction, b: Instruction): boolean {
  return (
    a.name === b.name &&
    a.joined === b.joined &&
    a.end - a.start === b.end - b.start &&
    a.heredocs.length === b.heredocs.length &&
    a.heredocs.every(({ content }, i) => content === b.heredocs[i]!.content)
  );
}
