// One child process from its start to its end. Arguments are handed over as they are, never through a shell; output is bounded;
// a process that outlives its time or its signal is ended by its pid.
import { type ChildProcess, spawn } from 'node:child_process';
import { PlimsollError } from '../../errors.ts';
import type { Environment } from '../engine.ts';
import { KeptText } from './kept-text.ts';
import { LineReader } from './line-reader.ts';

/** How a process is run. */
export interface ChildOptions {
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** No limit where it is left out. */
  readonly timeoutMs?: number;
  readonly cwd?: string;
  /** What of the output is kept: the end where programs complain, the beginning where output is read. */
  readonly keep?: 'head' | 'tail';
  readonly limitBytes?: number;
  /** Each line of stdout and stderr, as they come. */
  readonly onLine?: (line: string) => void;
  /** Longer lines come in pieces. */
  readonly lineLimit?: number;
}

/** How a process ended. */
export interface ChildOutcome {
  /** Undefined where a signal ended it. */
  readonly exitCode: number | undefined;
  readonly signalName: string | undefined;
  readonly isTimedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether output was left out. */
  readonly isCut: boolean;
}

const LIMIT_BYTES = 256 * 1024;
/** Between asking a process to end and ending it. */
const GRACE_MS = 5000;

/** Runs a program to its end. Throws ENGINE_UNREACHABLE where it cannot be started, ABORTED where the signal was given. */
export async function runChild(
  program: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildOutcome> {
  const { signal, timeoutMs, keep = 'tail', limitBytes = LIMIT_BYTES } = options;
  throwIfStopped(signal);
  const stdout = new KeptText(keep, limitBytes);
  const stderr = new KeptText(keep, limitBytes);
  const child = start(program, args, options);
  const lines = [listen(child.stdout!, stdout, options), listen(child.stderr!, stderr, options)];
  let isTimedOut = false;
  let grace: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGTERM');
    grace ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          isTimedOut = true;
          stop();
        }, timeoutMs);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const [exitCode, signalName] = await ended(child, program);
    for (const reader of lines) reader?.end();
    throwIfStopped(signal);
    return {
      exitCode: exitCode ?? undefined,
      signalName: signalName ?? undefined,
      isTimedOut,
      stdout: stdout.read(),
      stderr: stderr.read(),
      isCut: stdout.isCut || stderr.isCut,
    };
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
    signal?.removeEventListener('abort', stop);
  }
}

function start(program: string, args: readonly string[], { env, cwd }: ChildOptions): ChildProcess {
  return spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env },
    windowsHide: true,
    ...(cwd === undefined ? {} : { cwd }),
  });
}

function listen(
  stream: NodeJS.ReadableStream,
  kept: KeptText,
  { onLine, lineLimit }: ChildOptions,
): LineReader | undefined {
  const reader = onLine === undefined ? undefined : new LineReader(onLine, lineLimit);
  stream.on('data', (piece: Buffer) => {
    kept.push(piece);
    reader?.push(piece);
  });
  return reader;
}

/** A grandchild may hold the pipes open; then the process's own end counts, a moment later. */
function ended(child: ChildProcess, program: string): Promise<readonly [number | null, string | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(cannotStart(program, cause)));
    child.once('close', (code, name) => resolve([code, name]));
    child.once('exit', (code, name) => {
      setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
        resolve([code, name]);
      }, GRACE_MS).unref();
    });
  });
}

function cannotStart(program: string, cause: Error): PlimsollError {
  return new PlimsollError(
    'ENGINE_UNREACHABLE',
    `cannot be started (${(cause as NodeJS.ErrnoException).code ?? cause.message})`,
    { subject: program, hint: 'See that it is installed and that you may run it.', cause },
  );
}

/** Throws ABORTED where the signal has been given. */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new PlimsollError('ABORTED', 'the run was stopped', { cause: signal.reason });
}
