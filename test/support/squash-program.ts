// `plimsoll squash` in a process of its own, which a test may kill; and an image whose squashing takes a second or so.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDestination } from '../../src/oci/open-destination.ts';
import { type ProgramRun, runProgram } from '../cli/run-program.ts';
import { dir, file, layer, makeLayout, whiteout } from './layers.ts';
import type { WritableRegistry } from './writable-registry.ts';
import { makeImage, writeImage } from './written-images.ts';

/** Makes a layout of three layers with so many random bytes; gives what a user would type. */
export async function makeSquashInput(folder: string, sizeBytes: number): Promise<string> {
  const at = join(folder, 'input');
  mkdirSync(folder, { recursive: true });
  const part = (share: number): Buffer => randomBytes(Math.ceil(sizeBytes / share));
  await makeLayout(at, [
    layer([dir('a'), file('a/kept', part(2)), file('a/hidden', part(8))]),
    layer([dir('b'), file('b/kept', part(4)), whiteout('a/hidden')]),
    layer([dir('c'), file('c/kept', part(8)), file('b/text', 'words '.repeat(10_000))]),
  ]);
  return `oci:${at}`;
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
export interface SquashSettings {
  readonly killAfterMs?: number;
  readonly args?: readonly string[];
  /** Where temporary files go; a folder below `home` where it is not given. */
  readonly temporary?: string;
}

/** Squashes with cache and temporary files below `home`; killed after a time where one is given. */
export function squash(
  input: string,
  output: string,
  home: string,
  { killAfterMs, args = [], temporary = join(home, 'tmp') }: SquashSettings = {},
): Promise<ProgramRun> {
  mkdirSync(temporary, { recursive: true });
  let timer: NodeJS.Timeout | undefined;
  const run = runProgram(['squash', input, '-o', output, '--format', 'json', ...args], {
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
