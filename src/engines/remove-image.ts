// Taking away what a build made. Layers that the engine's build cache needs stay with it.
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BuiltImage } from './engine.ts';
import { runChild } from './program/run-child.ts';

const PATIENCE_MS = 120_000;

/** Removes the image; whether it is gone. One that others still use is left where it is, and that is no error. */
export async function removeImage({ engine, id, archivePath }: BuiltImage): Promise<boolean> {
  if (archivePath !== undefined) {
    await rm(dirname(archivePath), { recursive: true, force: true });
    return true;
  }
  const args = engine.kind === 'buildah' ? ['rmi', id] : ['image', 'rm', id];
  const { exitCode } = await runChild(engine.program, args, { env: engine.env, timeoutMs: PATIENCE_MS });
  return exitCode === 0;
}
