// The same command in both images: production has to do what development does.
import type { BuiltImage } from '../../engines/engine.ts';
import { type RunOutcome, runCommand } from '../../engines/running/run-command.ts';
import { PlimsollError } from '../../errors.ts';
import type { SplitRun, SplitTrial } from '../../report/split-report.ts';

/** Engines take a while themselves where much goes on. */
const START_MS = 10_000;
const SMOKE_MS = 120_000;
/** Words that need no shell. */
const PLAIN = /^[\w@%+=:,./ -]+$/;

/** Starts both as they start themselves; null where the engine starts no images. Whatever development does, production must too. */
export async function tryStart(
  development: BuiltImage,
  production: BuiltImage,
  signal: AbortSignal,
): Promise<SplitTrial | null> {
  const { kind } = development.engine;
  if (kind === 'buildctl' || kind === 'buildah') return null;
  const runs = await inBoth(development, production, undefined, START_MS, signal);
  return { command: 'start', ...runs, passes: runs.development.exitCode === runs.production.exitCode };
}

/** Runs the user's command in both; it has to end well. */
export async function trySmoke(
  development: BuiltImage,
  production: BuiltImage,
  command: string,
  signal: AbortSignal,
): Promise<SplitTrial> {
  const words = PLAIN.test(command) ? command.trim().split(/ +/) : ['/bin/sh', '-c', command];
  const runs = await inBoth(development, production, words as [string, ...string[]], SMOKE_MS, signal);
  return { command, ...runs, passes: runs.development.exitCode === 0 && runs.production.exitCode === 0 };
}

async function inBoth(
  development: BuiltImage,
  production: BuiltImage,
  argv: readonly [string, ...string[]] | undefined,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<{ readonly development: SplitRun; readonly production: SplitRun }> {
  const run = async (image: BuiltImage): Promise<SplitRun> => {
    try {
      return toRun(await runCommand(image, argv, { timeoutMs, network: 'none', signal }));
    } catch (error) {
      if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
      return { exitCode: 125, said: error.message };
    }
  };
  return { development: await run(development), production: await run(production) };
}

function toRun({ exitCode, isTimedOut, stdout, stderr }: RunOutcome): SplitRun {
  const said = `${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? '';
  return { exitCode: isTimedOut ? null : (exitCode ?? 137), said: said.slice(0, 500) };
}
