// Docker Engine with overlay2: images loaded from archives made here, and what overlayfs shows of their layers.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestBytes } from '../../src/oci/bytes/digest.ts';
import { type TarItem, writeTar } from '../../src/oci/tar/write-tar.ts';
import { file, layer } from '../support/layers.ts';
import { must, runProgram } from './run-program.ts';

/** The client to use; another one can be named, since some machines have several. */
export const DOCKER = process.env['PLIMSOLL_DOCKER'] ?? 'docker';

/** A loaded image with its layers mounted, or the engine's words of refusal. */
export type Loaded = { readonly image: string; readonly root: string } | { readonly refusal: string };

/** Loads one stack as a docker-archive into the engine and mounts what overlayfs makes of its layers at `work/mount`. */
export async function loadStack(stack: readonly (readonly TarItem[])[], work: string): Promise<Loaded> {
  return loadTars(stack.map(layer), work);
}

/** The same for layers as tars. */
export async function loadTars(tars: readonly Uint8Array[], work: string): Promise<Loaded> {
  await mkdir(work, { recursive: true });
  const archive = join(work, 'archive.tar');
  const image = await writeArchive(tars, archive);
  const loaded = await runProgram(DOCKER, ['load', '--quiet', '--input', archive]);
  await rm(archive);
  if (!loaded.isDone) return { refusal: loaded.complaint.trim() };
  const root = join(work, 'mount');
  await mountLayers(await findLayerFolders(image), work, root);
  return { image, root };
}

/** The folders in which overlay2 keeps an image's layers, the base first. */
export async function findLayerFolders(image: string): Promise<readonly string[]> {
  const format = ['--format', '{{json .GraphDriver.Data}}'];
  const output = await must(DOCKER, ['image', 'inspect', ...format, image]);
  const { UpperDir, LowerDir } = JSON.parse(output) as { UpperDir: string; LowerDir?: string };
  return [UpperDir, ...(LowerDir?.split(':') ?? [])].reverse();
}

/** Mounts layers for reading as overlayfs shows them; `work` is for what it needs beside them. */
export async function mountLayers(layers: readonly string[], work: string, root: string): Promise<void> {
  const empty = join(work, 'empty');
  await mkdir(empty, { recursive: true });
  await mkdir(root, { recursive: true });
  // overlayfs wants two folders at least; the engine itself always adds its own ones.
  const folders = [...layers.toReversed(), empty].join(':');
  await must('mount', ['-t', 'overlay', 'overlay', '-o', `ro,lowerdir=${folders}`, root]);
}

/** Unmounts the layers and takes the image out of the engine. */
export async function unloadStack(loaded: Loaded): Promise<void> {
  if ('refusal' in loaded) return;
  await runProgram('umount', [loaded.root]);
  await runProgram(DOCKER, ['image', 'rm', '--force', loaded.image]);
}

/** Writes the archive that `docker save` writes, and returns the image's id. */
async function writeArchive(tars: readonly Uint8Array[], path: string): Promise<string> {
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: tars.map(digestBytes) },
    }),
  );
  const names = tars.map((_, i) => `${i}/layer.tar`);
  const manifest = JSON.stringify([{ Config: 'config.json', RepoTags: null, Layers: names }]);
  const items = [file('manifest.json', manifest), file('config.json', config)];
  await writeFile(path, writeTar([...items, ...tars.map((tar, i) => file(names[i] as string, tar))]));
  return digestBytes(config);
}
