// Whether a layer has the database of a package manager: then packages were installed in it, whoever made it.
import { ENTRY_KIND, type LayerFacts } from '../../contents/facts/layer-facts.ts';

/** What dpkg, apk, rpm and pacman write whenever they install something, or the beginning of it. */
const DATABASES = [
  'var/lib/dpkg/status',
  'lib/apk/db/installed',
  'usr/lib/apk/db/installed',
  'var/lib/rpm/',
  'usr/lib/sysimage/rpm/',
  'var/lib/pacman/local/',
];

/** Whether a file of the layer is a package database or in one. */
export function hasPackageDatabase({ pathBytes, pathEnds, kinds }: LayerFacts): boolean {
  const bytes = Buffer.from(pathBytes.buffer, pathBytes.byteOffset, pathBytes.byteLength);
  return DATABASES.some((database) => {
    for (let at = bytes.indexOf(database); at >= 0; at = bytes.indexOf(database, at + 1))
      if (kinds[entryFrom(pathEnds, at)] === ENTRY_KIND.file) return true;
    return false;
  });
}

/** The entry whose path begins at an offset; -1 where none does: paths lie one after the other, and a match may span two. */
function entryFrom(pathEnds: Uint32Array, at: number): number {
  let [low, high] = [0, pathEnds.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (pathEnds[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  const start = low === 0 ? 0 : pathEnds[low - 1]!;
  return start === at ? low : -1;
}
