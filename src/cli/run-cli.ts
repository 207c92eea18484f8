// One run of the command line: arguments in, exit code out. 0 clean, 1 findings or a budget exceeded, 2 could not run.
import { CommanderError } from 'commander';
import type { CliIo } from './cli-io.ts';
import { formatPluginMetadata, PLUGIN_CALL, readPluginCall } from './docker-plugin/plugin-call.ts';
import { EXIT_CODE } from './exit-code.ts';
import { createProgram } from './program.ts';

/** Runs the arguments (without node and script); never throws. */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  return args[0] === PLUGIN_CALL ? runAsPlugin(args.slice(1), io) : runProgram(args, io);
}

/** What Docker's own options say holds for the whole process, as where they are given as variables. */
async function runAsPlugin(args: readonly string[], io: CliIo): Promise<number> {
  try {
    const call = readPluginCall(args);
    if (call.kind === 'run') {
      Object.assign(process.env, call.env);
      return await runProgram(call.args, io);
    }
    io.stdout.write(formatPluginMetadata(io.version));
    return EXIT_CODE.clean;
  } catch (error) {
    return await fail(error, args, io);
  }
}

async function runProgram(args: readonly string[], io: CliIo): Promise<number> {
  let exitCode: number = EXIT_CODE.clean;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return await fail(error, args, io);
    if (error.exitCode === 0) return EXIT_CODE.clean;
    // Without any argument the help is shown, and nothing was done.
    if (error.code === 'commander.help') return EXIT_CODE.couldNotRun;
    const { toUsageError } = await import('./usage/to-usage-error.ts');
    return await fail(toUsageError(error, args, program), args, io);
  }
}

async function fail(error: unknown, args: readonly string[], io: CliIo): Promise<number> {
  const isDebugging = args.includes('--debug');
  // Nobody reads on: neither the report nor a complaint is wanted, but what was not judged is not clean.
  if (io.signal.aborted && io.signal.reason === 'EPIPE') return EXIT_CODE.couldNotRun;
  // Whatever broke after the user said stop broke because of it.
  if (io.signal.aborted && !isDebugging) io.stderr.write('plimsoll: stopped\n');
  else await (await import('./print-error.ts')).printError(error, isDebugging, io);
  return EXIT_CODE.couldNotRun;
}
