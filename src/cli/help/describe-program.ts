// The whole program as plain data, which the build writes to dist/commands.json.
import { createProgram } from '../program.ts';
import { type CommandDescription, describeCommands } from './describe-commands.ts';

/** Describes the program and all its commands. */
export function describeProgram(): CommandDescription {
  const silent = { columns: 100, write: () => true };
  const io = {
    stdout: silent,
    stderr: silent,
    env: {},
    version: '',
    signal: new AbortController().signal,
    now: new Date(0),
  };
  return describeCommands(createProgram(io, () => {}));
}
