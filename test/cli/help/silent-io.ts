import type { CliIo } from '../../../src/cli/cli-io.ts';

/** The outer world of a program that is only asked what it is. */
export function silentIo(): CliIo {
  const silent = { columns: 100, write: () => true };
  return {
    stdout: silent,
    stderr: silent,
    env: {},
    version: '1.2.3',
    signal: new AbortController().signal,
    now: new Date(0),
  };
}
