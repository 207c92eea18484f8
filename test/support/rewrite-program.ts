// The commands that rewrite images, in a process of their own, which a test may kill; and images whose rewriting takes a second
// or so.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDestination } from '../../src/oci/open-destination.ts';
import { type ProgramRun, runProgram } from '../cli/run-program.ts';
import { dir, file, layer, makeLayout, whiteout } from './layers.ts';
import type { WritableRegistry } from './writable-registry.ts';
import { makeImage, writeImage } from './written-images.ts';

/** The commands. */
export const REWRITES = ['squash', 'trim', 'rebase'] as const;

/**
 * Makes an image of three layers with so many random bytes below `folder`, of which each command has something to do, and the
 * bases that `rebase` needs; gives the command line, in which the image comes second.
 */
export async function makeRewrite(
  command: (typeof REWRITES)[number],
  folder: string,
  sizeBytes: number,
): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const part = (share: number): Buffer => randomBytes(Math.ceil(sizeBytes / share));
  const users = (...lines: readonly string[]) =>
    file('etc/passwd', ['root:x:0', ...lines].map(user).join(''));
  const caches = [dir('var'), dir('var/cache'), dir('var/cache/apt'), dir('var/cache/apt/archives')];
  const cache = (name: string) => [...caches, file(`var/cache/apt/archives/${name}.deb`, part(100))];
  const base = layer([dir('a'), file('a/kept', part(2)), dir('etc'), users(), ...cache('x')]);
  await makeLayout(join(folder, 'input'), [
    base,
    layer([dir('b'), file('b/kept', part(4)), file('b/hidden', part(8))]),
    layer([
      dir('c'),
      file('c/kept', part(8)),
      dir('b'),
      whiteout('b/hidden'),
      file('b/text', 'words '.repeat(10_000)),
      dir('etc'),
      users('app:x:7'),
      ...cache('y'),
    ]),
  ]);
  const image = `oci:${join(folder, 'input')}`;
  if (command !== 'rebase') return [command, image];
  await makeLayout(join(folder, 'old-base'), [base]);
  const added = file('a/added', part(8));
  await makeLayout(join(folder, 'new-base'), [
    layer([dir('a'), file('a/kept', part(2)), added, dir('etc'), users('other:x:8'), ...cache('x')]),
  ]);
  const bases = ['old-base', 'new-base'].map((name) => `oci:${join(folder, name)}`);
  return [command, image, '--old-base', bases[0]!, '--onto', bases[1]!];
}

function user(start: string): string {
  return `${start}:0::/:/bin/sh\n`;
}

/** Another small image under the name, as it was before. */
export async function writeOldImage(reference: string): Promise<void> {
  const destination = await openDestination(reference);
  try {
    await writeImage(destination, makeImage([layer([file('old', reference)])]));
  } finally {
    await destination.close();
  }
}

/** How a run differs from others. */
export interface RewriteSettings {
  readonly killAfterMs?: number;
  readonly args?: readonly string[];
  /** Where temporary files go; a folder below `home` where it is not given. */
  readonly temporary?: string;
}

/** Runs a command line with cache and temporary files below `home`; killed after a time where one is given. */
export function rewrite(
  commandLine: readonly string[],
  output: string,
  home: string,
  { killAfterMs, args = [], temporary = join(home, 'tmp') }: RewriteSettings = {},
): Promise<ProgramRun> {
  mkdirSync(temporary, { recursive: true });
  let timer: NodeJS.Timeout | undefined;
  const run = runProgram([...commandLine, '-o', output, '--format', 'json', ...args], {
    env: { HOME: home, XDG_CACHE_HOME: home, TMPDIR: temporary },
    ...(killAfterMs === undefined
      ? {}
      : {
          onStart: (kill) => {
            timer = setTimeout(() => kill('SIGKILL'), killAfterMs);
          },
        }),
  });
  return run.finally(() => clearTimeout(timer));
}

/** What a registry received between two moments, and what it has more of. */
export function watchRegistry(
  registry: WritableRegistry,
  repository: string,
): () => { readonly receivedBytes: number; readonly addedBytes: number } {
  const before = new Set(registry.blobs.get(repository)?.keys() ?? []);
  const { receivedBytes } = registry;
  return () => {
    const added = [...(registry.blobs.get(repository) ?? [])].filter(([digest]) => !before.has(digest));
    return {
      receivedBytes: registry.receivedBytes - receivedBytes,
      addedBytes: added.reduce((sum, [, bytes]) => sum + bytes.length, 0),
    };
  };
}
