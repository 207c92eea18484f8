// Runs the built program, as users do.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeTemporaryFolder } from '../support/image-files.ts';

export const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface ProgramRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** A new empty folder where it is not given. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another Node than the one that runs the tests. */
  readonly node?: string;
  /** Called with a way to signal the program once it runs. */
  readonly onStart?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs `plimsoll ARGS` with an own cache, without a terminal and without the surrounding environment. */
export function runProgram(args: readonly string[], options: ProgramOptions = {}): Promise<ProgramRun> {
  if (!existsSync(PROGRAM)) throw new Error('the program is not built: npm run build');
  const folder = makeTemporaryFolder();
  const child = spawn(options.node ?? process.execPath, [PROGRAM, ...args], {
    cwd: options.cwd ?? folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      XDG_CACHE_HOME: folder,
      TMPDIR: folder,
      DOCKER_HOST: `unix://${folder}/no-engine.sock`,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  options.onStart?.((signal) => child.kill(signal));
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
