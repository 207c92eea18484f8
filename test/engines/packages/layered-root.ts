// An image's file system as the engine's own layers make it, mounted for reading as it is after each layer.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findLayerFolders, mountLayers } from '../docker-overlay2.ts';
import { must } from '../run-program.ts';
import { RootFiles } from './root-files.ts';

/** A stack of mounted layers. */
export interface LayeredRoot {
  /** The folders with what each layer alone has. */
  readonly layers: readonly string[];
  /** What the image shows after each layer. */
  readonly roots: readonly RootFiles[];
  unmount(): Promise<void>;
}

/** Mounts an image of an engine with overlay2. */
export async function mountImage(image: string): Promise<LayeredRoot> {
  const layers = await findLayerFolders(image);
  const work = await mkdtemp(join(tmpdir(), 'plimsoll-mounts-'));
  const roots: RootFiles[] = [];
  const unmount = async (): Promise<void> => {
    for (const { folder } of roots) await must('umount', [folder]);
    await rm(work, { recursive: true, force: true });
  };
  for (let count = 1; count <= layers.length; count++) {
    const root = join(work, `after-${count - 1}`);
    await mountLayers(layers.slice(0, count), work, root);
    roots.push(new RootFiles(root));
  }
  return { layers, roots, unmount };
}
