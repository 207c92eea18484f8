// The files of an image in a folder. Symlinks are followed, because layouts with a shared blob store use them; only
// regular files are read.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyFile } from '../image/file-identity.ts';
import type { FileLocation } from '../image/image.ts';
import { type ImageFiles, readLocation, unreadable } from './image-files.ts';

/** Opens a folder; names given to `find` must be fixed ones or made from a checked digest. */
export function openFolder(path: string): ImageFiles {
  return {
    subject: path,
    missingHint: undefined,
    find: (name) => findInFolder(path, name),
    read: readLocation,
  };
}

async function findInFolder(folder: string, name: string): Promise<FileLocation | undefined> {
  const path = join(folder, ...name.split('/'));
  try {
    const stats = await stat(path, { bigint: true });
    if (!stats.isFile()) return undefined;
    return {
      kind: 'file',
      path,
      offsetBytes: 0,
      sizeBytes: Number(stats.size),
      identity: identifyFile(stats),
    };
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw unreadable(path, cause);
  }
}
