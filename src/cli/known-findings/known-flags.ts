// The options about known findings, and what a run does with them.
import type { Command } from 'commander';
import type { Judgement } from '../../report/judgements/judgement.ts';
import type { KnownFindings } from './known-file.ts';

/** As commander hands them over. */
export interface KnownFlags {
  readonly known?: string;
  readonly writeKnown?: string;
}

/** Adds them to a command's options about its verdict. */
export function addKnownOptions(command: Command): Command {
  return command
    .optionsGroup('Verdict:')
    .option('--known <file>', 'findings that do not count: those of a file that --write-known wrote')
    .option('--write-known <file>', 'write the findings of this run as known ones, and pass');
}

/** What a run takes out; undefined where nothing is known. */
export async function openKnown({ known }: KnownFlags): Promise<KnownFindings | undefined> {
  if (known === undefined) return undefined;
  return (await import('./known-file.ts')).readKnownFindings(known);
}

/** Writes what was found where that was asked for, and tells whether the run passes by that. */
export async function keepKnown(
  { writeKnown }: KnownFlags,
  judge: () => Promise<readonly Judgement[]>,
): Promise<boolean> {
  if (writeKnown === undefined) return false;
  await (await import('./known-file.ts')).writeKnownFindings(writeKnown, await judge());
  return true;
}
