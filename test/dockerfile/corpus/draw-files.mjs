// Files of all repositories of the corpora in a seeded order: the same ones for the same seed, whatever the order on disk.
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readDockerfiles } from './corpus-files.mjs';

/** The first `count` of the order, each content once. */
export function drawFiles(corpora, seed, count) {
  const blobs = new Set();
  const folders = readdirSync(corpora)
    .sort()
    .map((name) => join(corpora, name))
    .filter((folder) => statSync(folder).isDirectory());
  const files = folders.flatMap(readDockerfiles).filter(({ blob }) => !blobs.has(blob) && blobs.add(blob));
  return orderBySeed(files, seed).slice(0, count);
}

/** All of the files in the order of a seed. */
export function orderBySeed(files, seed) {
  return files
    .map((file) => ({ file, rank: createHash('sha256').update(`${seed} ${file.blob}`).digest('hex') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ file }) => file);
}
