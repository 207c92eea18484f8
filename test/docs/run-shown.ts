// Runs a command of the docs in this process, in a folder, and gives all that a terminal would have shown.
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program.ts';
import { runCli } from '../../src/cli/run-cli.ts';

/** What a terminal shows of a run, both outputs as they come. */
export interface ShownRun {
  readonly exitCode: number;
  readonly shown: string;
}

/** The day of all runs, so that what they print stays. */
const NOW = new Date('2026-08-20T18:00:00Z');
const NOWHERE = { write: () => true };

/** Only looked at, and never run: it need not be new for each question. */
let looked: Command | undefined;

/** A program that only parses. */
export function makeProgram(): Command {
  const io = {
    stdout: NOWHERE,
    stderr: NOWHERE,
    env: {},
    version: '1',
    signal: new AbortController().signal,
    now: NOW,
  };
  return createProgram(io, () => {});
}

/** Runs `plimsoll ARGS` in `folder`, with a cache in `cache`, without an engine, and everything in this thread. */
export async function runShown(args: readonly string[], folder: string, cache: string): Promise<ShownRun> {
  const before = process.cwd();
  // The pages show what a machine of the most common kind prints.
  Object.defineProperty(process, 'arch', { value: 'x64' });
  let shown = '';
  const stream = {
    write(text: string, done?: (error?: Error | null) => void) {
      shown += text;
      done?.();
      return true;
    },
  };
  process.chdir(folder);
  try {
    const exitCode = await runCli([...args, ...ownThread(args)], {
      stdout: stream,
      stderr: stream,
      env: {
        PATH: process.env['PATH'],
        HOME: cache,
        XDG_CACHE_HOME: cache,
        DOCKER_HOST: `unix://${cache}/no-engine.sock`,
        TMPDIR: cache,
      },
      version: '1',
      signal: new AbortController().signal,
      now: NOW,
    });
    return { exitCode, shown: shown.replaceAll(folder, '/home/me/shop') };
  } finally {
    process.chdir(before);
  }
}

function ownThread(args: readonly string[]): readonly string[] {
  const command = findCommand(args);
  return command.options.some(({ long }) => long === '--workers') ? ['--workers', '0'] : [];
}

/** The command that these arguments begin with. */
export function findCommand(args: readonly string[]): Command {
  looked ??= makeProgram();
  let command = looked;
  for (const arg of args) {
    const next = command.commands.find((one) => one.name() === arg || one.aliases().includes(arg));
    if (next === undefined) break;
    command = next;
  }
  return command;
}
