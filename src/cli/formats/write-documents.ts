// Documents to files: all of them are whole before the first takes its place, and a run that fails leaves what was there.
import { mkdirSync, statSync } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import type { WrittenFormat } from './format-names.ts';
import type { Pieces } from './told-part.ts';

/** One document and how it is made. */
export interface MadeDocument {
  readonly file: string;
  readonly make: () => Pieces;
}

const PIECE_CHARACTERS = 1024 * 1024;

/** Throws DESTINATION_UNWRITABLE where a folder is in the way. */
export function checkDestinations(documents: readonly WrittenFormat[]): void {
  for (const { file } of documents)
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
      throw new PlimsollError('DESTINATION_UNWRITABLE', 'this is a folder', {
        subject: file,
        hint: 'Name a file in it.',
      });
}

/** Writes them; folders are made where there are none. Throws DESTINATION_UNWRITABLE, and then no file has changed. */
export async function writeDocuments(documents: readonly MadeDocument[], signal: AbortSignal): Promise<void> {
  const drafts: { readonly draft: string; readonly file: string }[] = [];
  try {
    for (const { file, make } of documents) {
      const pieces = await make();
      signal.throwIfAborted();
      await describeFailure(file, signal, async () => {
        const draft = await openDraft(file);
        if (draft.path !== undefined) drafts.push({ draft: draft.path, file: draft.target });
        await writeAll(draft.handle, pieces, signal);
      });
    }
    for (const { draft, file } of drafts) await describeFailure(file, signal, () => rename(draft, file));
  } finally {
    // Those that took their place are not there any more.
    for (const { draft } of drafts) await rm(draft, { force: true });
  }
}

/** A pipe or a device is written as it is; a link stays, and what it leads to is replaced. */
async function openDraft(
  file: string,
): Promise<{ readonly handle: FileHandle; readonly path?: string; readonly target: string }> {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) return { handle: await open(file, 'w'), target: file };
  const target = there === undefined ? file : await realpath(file);
  mkdirSync(dirname(target), { recursive: true });
  const path = `${target}.${process.pid}.tmp`;
  return { handle: await open(path, 'wx', there === undefined ? 0o666 : there.mode & 0o777), path, target };
}

async function writeAll(handle: FileHandle, pieces: Iterable<string>, signal: AbortSignal): Promise<void> {
  try {
    let buffered = '';
    for (const piece of pieces) {
      buffered += piece;
      if (buffered.length < PIECE_CHARACTERS) continue;
      signal.throwIfAborted();
      await handle.writeFile(buffered);
      buffered = '';
    }
    await handle.writeFile(buffered);
  } finally {
    await handle.close();
  }
}

async function describeFailure(file: string, signal: AbortSignal, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    if (cause instanceof PlimsollError || signal.aborted) throw cause;
    throw new PlimsollError('DESTINATION_UNWRITABLE', 'the report cannot be written', {
      subject: file,
      cause,
    });
  }
}
