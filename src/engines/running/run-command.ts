// Running one command in an image, without network where that is asked for, for a limited time, and what it said.
import { randomBytes } from 'node:crypto';
import { PlimsollError } from '../../errors.ts';
import { type BuiltImage, isDocker } from '../engine.ts';
import { lastLine } from '../finding/probe.ts';
import { type ChildOptions, type ChildOutcome, runChild } from '../program/run-child.ts';
import { runInBuild } from './run-in-build.ts';

/** How a command is run. */
export interface RunOptions {
  readonly timeoutMs: number;
  /** The engine's own way where it is left out. */
  readonly network?: 'none' | 'host';
  readonly signal?: AbortSignal;
  readonly limitBytes?: number;
}

/** How a command ended. */
export interface RunOutcome {
  /** Undefined where time ran out, or a signal ended it. */
  readonly exitCode: number | undefined;
  readonly isTimedOut: boolean;
  readonly stdout: string;
  readonly stderr: string;
  readonly isCut: boolean;
}

/** Exit codes of `docker run` and `podman run` for what never came to the command. */
const ENGINE_FAILED = 125;
const CLEAN_UP_MS = 60_000;

/**
 * Runs a program of the image with its user, environment and working directory; the image's entry point is left aside.
 * Without `argv` the image is started as it starts itself. Throws ENGINE_REFUSED where the engine cannot run it, and ABORTED.
 */
export async function runCommand(
  image: BuiltImage,
  argv: readonly [program: string, ...args: string[]] | undefined,
  options: RunOptions,
): Promise<RunOutcome> {
  const { kind } = image.engine;
  if (kind === 'buildctl') {
    if (argv === undefined) throw refused(image, 'buildctl starts no images, it only runs commands');
    return runInBuild(image, argv, options);
  }
  return kind === 'buildah' ? runWithBuildah(image, argv, options) : runInContainer(image, argv, options);
}

async function runInContainer(
  image: BuiltImage,
  argv: readonly string[] | undefined,
  options: RunOptions,
): Promise<RunOutcome> {
  const { engine, id } = image;
  const name = `plimsoll-${randomBytes(8).toString('hex')}`;
  const [program, ...args] = argv ?? [];
  try {
    const outcome = await runChild(
      engine.program,
      [
        'run',
        '--rm',
        '--name',
        name,
        ...(options.network === undefined ? [] : ['--network', options.network]),
        ...(program === undefined ? [] : ['--entrypoint', program]),
        id,
        ...args,
      ],
      { ...childOptions(image, options), timeoutMs: options.timeoutMs },
    );
    if (outcome.isTimedOut) await removeContainer(image, name);
    else if (outcome.exitCode === ENGINE_FAILED)
      throw refused(image, lastLine(outcome.stderr.replace(/See '.*--help'\.?/g, '')));
    return toOutcome(outcome);
  } catch (error) {
    // Whoever is asked to stop has ended the client only.
    if (options.signal?.aborted) await removeContainer(image, name);
    throw error;
  }
}

async function runWithBuildah(
  image: BuiltImage,
  argv: readonly string[] | undefined,
  options: RunOptions,
): Promise<RunOutcome> {
  if (argv === undefined) throw refused(image, 'buildah starts no images, it only runs commands');
  const { engine, id } = image;
  const name = `plimsoll-${randomBytes(8).toString('hex')}`;
  const made = await runChild(engine.program, ['from', '--name', name, id], childOptions(image, options));
  if (made.exitCode !== 0) throw refused(image, lastLine(made.stderr));
  try {
    const network = options.network === undefined ? [] : ['--network', options.network];
    const outcome = await runChild(engine.program, ['run', ...network, name, '--', ...argv], {
      ...childOptions(image, options),
      timeoutMs: options.timeoutMs,
    });
    if (outcome.exitCode === ENGINE_FAILED) throw refused(image, lastLine(outcome.stderr));
    return toOutcome(outcome);
  } finally {
    await removeContainer(image, name);
  }
}

/** Without the signal, which may be why it is removed. */
async function removeContainer({ engine }: BuiltImage, name: string): Promise<void> {
  const force = isDocker(engine.kind) || engine.kind === 'podman' ? ['--force'] : [];
  await runChild(engine.program, ['rm', ...force, name], { env: engine.env, timeoutMs: CLEAN_UP_MS });
}

function childOptions({ engine }: BuiltImage, { signal, limitBytes }: RunOptions): ChildOptions {
  return {
    env: engine.env,
    keep: 'head',
    ...(signal === undefined ? {} : { signal }),
    ...(limitBytes === undefined ? {} : { limitBytes }),
  };
}

function toOutcome({ exitCode, isTimedOut, stdout, stderr, isCut }: ChildOutcome): RunOutcome {
  return { exitCode: isTimedOut ? undefined : exitCode, isTimedOut, stdout, stderr, isCut };
}

function refused({ engine, id }: BuiltImage, message: string): PlimsollError {
  return new PlimsollError('ENGINE_REFUSED', message || 'the engine cannot run it', {
    subject: id,
    hint: `See what ${engine.program} says when you run it yourself.`,
  });
}
