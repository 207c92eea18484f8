// An image out of its engine, as an archive that everything else can read.
import { copyFile } from 'node:fs/promises';
import { PlimsollError } from '../errors.ts';
import type { BuiltImage } from './engine.ts';
import { lastLine } from './finding/probe.ts';
import { runChild } from './program/run-child.ts';

/** Writes an archive as `docker save` does, or an OCI archive; throws ENGINE_REFUSED, ENGINE_UNREACHABLE or ABORTED. */
export async function exportImage(image: BuiltImage, path: string, signal?: AbortSignal): Promise<void> {
  const { engine, id, archivePath } = image;
  if (archivePath !== undefined) return copyFile(archivePath, path);
  const args: Readonly<Record<'podman' | 'buildah', readonly string[]>> = {
    podman: ['save', '--quiet', '--format', 'oci-archive', '--output', path, id],
    buildah: ['push', '--quiet', id, `oci-archive:${path}`],
  };
  const { exitCode, stderr } = await runChild(
    engine.program,
    engine.kind === 'podman' || engine.kind === 'buildah'
      ? args[engine.kind]
      : ['save', '--output', path, id],
    { env: engine.env, ...(signal === undefined ? {} : { signal }) },
  );
  if (exitCode !== 0)
    throw new PlimsollError('ENGINE_REFUSED', lastLine(stderr) || 'the image cannot be saved', {
      subject: id,
      hint: 'See that the engine still has it, and that the disk has room.',
    });
}
