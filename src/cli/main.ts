#!/usr/bin/env node
// The program's door. `--version` and `--help` are answered before anything else is loaded; signals, a closed stdout and the exit code
// are settled here, so that nothing further in knows of the process.
import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const COULD_NOT_RUN = 2;

const args = process.argv.slice(2);
const abort = new AbortController();
// As many wait for it as there is work at the same time, which is no leak.
setMaxListeners(0, abort.signal);
let stoppedWith: number | undefined;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return abort.abort('EPIPE');
  if (stoppedWith === undefined) process.stderr.write(`plimsoll: stdout cannot be written (${error.code})\n`);
  stoppedWith ??= COULD_NOT_RUN;
  process.exitCode = stoppedWith;
});
// Whoever closes stderr wants no notices; there is nowhere left to complain.
process.stderr.on('error', () => {});

const only = args.length === 1 ? args[0] : undefined;
const known = only === '--version' || only === '-V' ? `${readVersion()}\n` : readHelp();
if (known === undefined) await run();
else process.stdout.write(known);

async function run(): Promise<void> {
  // Node 20's V8 optimises a thousand functions in a run of three seconds, and each thread its own: a sixth of the processor's
  // time (bench/NOTES.md). Later versions choose better, and do not know this flag.
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=400000');
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // A second signal means now; temporary files still go, at the process's exit.
      if (abort.signal.aborted) process.exit(SIGNAL_EXIT_CODES[signal]);
      stoppedWith = SIGNAL_EXIT_CODES[signal];
      abort.abort(signal);
    });
  // Node 20 can hang where nothing but WebAssembly is waited for (nodejs/node#54918); a timer keeps its loop going.
  const keepAlive = setInterval(() => {}, 1000);
  try {
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
  } catch (error) {
    // Only a damaged installation comes here; Node's own exit code for it would mean findings.
    process.stderr.write(
      `plimsoll: cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exitCode = COULD_NOT_RUN;
  } finally {
    clearInterval(keepAlive);
  }
}

/** The help as the build has printed it, which holds where there are 100 columns or nobody counts them; else undefined. */
function readHelp(): string | undefined {
  if ((only !== '--help' && only !== '-h') || (process.stdout.columns ?? 100) < 100) return undefined;
  try {
    return readFileSync(new URL('../help.txt', import.meta.url), 'utf8');
  } catch {
    return undefined;
  }
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
