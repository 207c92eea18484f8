// Every regular file under a folder, as a layer's files would be read.
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Larger files than this do not fit a Buffer comfortably here; the real scanner streams them. */
const FILE_LIMIT_BYTES = 1 << 30;

/** Our matches under `root`, each with its path, and how much was read. */
export function scanTree(root, find) {
  const alarms = [];
  const tooLarge = [];
  let files = 0;
  let bytes = 0;
  const folders = [''];
  while (folders.length > 0) {
    const folder = folders.pop();
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      if (!entry.isFile()) continue;
      const { size } = lstatSync(join(root, path));
      if (size > FILE_LIMIT_BYTES) tooLarge.push(path);
      else for (const match of find(readFileSync(join(root, path)), path)) alarms.push({ path, ...match });
      files++;
      bytes += size;
    }
  }
  alarms.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.offsetBytes - b.offsetBytes));
  return { alarms, tooLarge, files, bytes };
}
