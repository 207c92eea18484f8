// Walks a folder and reads each of its files, in two threads, and does nothing with what it reads.
import { closeSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const block = Buffer.allocUnsafeSlow(256 * 1024);
let files = 0;

if (isMainThread) {
  const folders = listFolders(process.argv[2], 3);
  const half = folders.length >> 1;
  const worker = new Worker(new URL(import.meta.url), { workerData: folders.slice(half) });
  worker.on('message', (other) => console.log(files + other));
  for (const folder of folders.slice(0, half)) walk(folder);
} else {
  for (const folder of workerData) walk(folder);
  parentPort.postMessage(files);
}

/** The folders `depth` levels down, and all that end before. */
function listFolders(folder, depth) {
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (depth === 0 || inner.length === 0) return [folder];
  return inner.flatMap(({ name }) => listFolders(`${folder}/${name}`, depth - 1));
}

function walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      walk(path);
      continue;
    }
    lstatSync(path);
    const file = openSync(path, 'r');
    readSync(file, block, 0, block.length, null);
    closeSync(file);
    files++;
  }
}
