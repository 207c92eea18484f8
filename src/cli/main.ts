#!/usr/bin/env node
// The program's door. `--version` is answered before anything else is loaded; signals, a closed stdout and the exit code
// are settled here, so that nothing further in knows of the process.
import { readFileSync } from 'node:fs';

const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V'))
  process.stdout.write(`${readVersion()}\n`);
else await run();

async function run(): Promise<void> {
  const abort = new AbortController();
  let stoppedWith: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // A second signal means now; temporary files still go, at the process's exit.
      if (stoppedWith !== undefined) process.exit(stoppedWith);
      stoppedWith = SIGNAL_EXIT_CODES[signal];
      abort.abort(signal);
    });
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    abort.abort('EPIPE');
  });
  // Whoever closes stderr wants no notices; there is nowhere left to complain.
  process.stderr.on('error', () => {});
  const { runCli } = await import('./run-cli.ts');
  const exitCode = await runCli(args, {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    version: readVersion(),
    signal: abort.signal,
    now: new Date(),
  });
  process.exitCode = stoppedWith ?? exitCode;
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
