// Where the files of a package are when others divert them (dpkg-divert(1)): lists name the paths of before the diversion.
import { visitLines } from '../path-list.ts';
import type { Diversion } from './dpkg-diversions.ts';

/** Linux's PATH_MAX: nothing can be diverted to a longer path. */
const PATH_LIMIT_BYTES = 4096;

/** Diversions by the path that they move, so that a list is gone through once, however many there are. */
export class DiversionTable {
  readonly #byPath = new Map<string, Diversion[]>();

  constructor(diversions: readonly Diversion[]) {
    for (const diversion of diversions) {
      if (diversion.path === '' || diversion.divertedTo.length > PATH_LIMIT_BYTES) continue;
      const known = this.#byPath.get(diversion.path);
      if (known === undefined) this.#byPath.set(diversion.path, [diversion]);
      else known.push(diversion);
    }
  }

  /** The paths of package `name`, one a line, with those that are diverted named as they are on disk. */
  apply(paths: Uint8Array, name: string): Uint8Array {
    if (this.#byPath.size === 0) return paths;
    const text = Buffer.from(paths.buffer, paths.byteOffset, paths.byteLength);
    const pieces: Uint8Array[] = [];
    const moved = new Set<string>();
    let copied = 0;
    visitLines(text, (start, end) => {
      const path = text.toString('utf8', start, end);
      const diversion = this.#byPath.get(path)?.find(({ exceptPackage }) => exceptPackage !== name);
      // A list names each path once; a crafted one would grow without end.
      if (diversion === undefined || moved.has(path)) return;
      moved.add(path);
      pieces.push(text.subarray(copied, start), Buffer.from(diversion.divertedTo));
      copied = end;
    });
    return pieces.length === 0 ? paths : Buffer.concat([...pieces, text.subarray(copied)]);
  }
}
