// All images that a folder or a file holds, as `docker save`, `skopeo copy` and builders write them.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenOptions } from './image/image.ts';
import type { ImageFiles } from './layout/image-files.ts';
import type { ListedImage } from './listed-image.ts';

/** Images of one place, and what closes all of them. */
export interface ListedImages {
  readonly images: readonly ListedImage[];
  close(): Promise<void>;
}

/** Whether the folder is an OCI image layout. */
export async function isLayout(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, 'index.json'))).isFile();
  } catch {
    return false;
  }
}

/** Lists the images of a layout folder; throws as opening it does. */
export async function listFolderImages(folder: string, options: OpenOptions): Promise<ListedImages> {
  const [{ openFolder }, { listLayoutImages }] = await Promise.all([
    import('./layout/folder-files.ts'),
    import('./layout/list-images.ts'),
  ]);
  return { images: await listLayoutImages(openFolder(folder), 'oci', options), close: async () => {} };
}

/** Lists the images of an archive, whatever its form; throws as opening it does. */
export async function listArchiveImages(path: string, options: OpenOptions): Promise<ListedImages> {
  const { withArchiveFiles } = await import('./archive/open-archive.ts');
  const { result, close } = await withArchiveFiles(path, options, (files) => listFiles(files, options));
  return { images: result, close: close ?? (async () => {}) };
}

async function listFiles(files: ImageFiles, options: OpenOptions): Promise<readonly ListedImage[]> {
  if ((await files.find('index.json')) !== undefined) {
    const { listLayoutImages } = await import('./layout/list-images.ts');
    return listLayoutImages(files, 'oci-archive', options);
  }
  const { notAnArchive } = await import('./archive/open-archive.ts');
  if ((await files.find('manifest.json')) === undefined) throw await notAnArchive(files);
  const { listDockerImages } = await import('./archive/list-docker-images.ts');
  return listDockerImages(files, options);
}
