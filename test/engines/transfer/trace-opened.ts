// Which files of a folder a program opens for reading, as strace sees it.
import { lstatSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asFilePath, comparePaths, decodePath } from '../../../src/context/path-text.ts';
import { type Outcome, runProgram } from '../run-program.ts';

/** What a program opened. */
export interface Traced {
  readonly outcome: Outcome;
  /** The regular files below a folder, in order, each once. */
  openedIn(folder: string): readonly string[];
}

/** With -xx all strings are hexadecimal, so that no name can look like another one. */
const OPENED = /openat\(AT_FDCWD, "((?:\\x[0-9a-f]{2})*)"/g;

/** Runs a program and all that it starts under strace. */
export async function traceOpened(program: string, args: readonly string[]): Promise<Traced> {
  const log = join(mkdtempSync(join(tmpdir(), 'plimsoll-strace-')), 'log');
  const strace = ['-f', '-xx', '-s', '65535', '-e', 'trace=openat', '-o', log, '--', program, ...args];
  const outcome = await runProgram('strace', strace);
  const paths = [...readFileSync(log, 'latin1').matchAll(OPENED)].map(([, hex]) =>
    decodePath(Buffer.from(hex!.replaceAll('\\x', ''), 'hex')),
  );
  return {
    outcome,
    openedIn: (folder) => {
      const inside = paths.filter((path) => path.startsWith(`${folder}/`) && isFile(path));
      return [...new Set(inside.map((path) => path.slice(folder.length + 1)))].sort(comparePaths);
    },
  };
}

function isFile(path: string): boolean {
  return lstatSync(asFilePath(path), { throwIfNoEntry: false })?.isFile() === true;
}
