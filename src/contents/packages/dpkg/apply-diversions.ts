// Where the files of a package are when others divert them (dpkg-divert(1)): lists name the paths of before the diversion.
import type { Diversion } from './dpkg-diversions.ts';

const NEWLINE = 0x0a;

/** The paths of package `name`, one a line, with those that are diverted named as they are on disk. */
export function applyDiversions(
  paths: Uint8Array,
  name: string,
  diversions: readonly Diversion[],
): Uint8Array {
  let text = Buffer.from(paths.buffer, paths.byteOffset, paths.byteLength);
  for (const { path, divertedTo, exceptPackage } of diversions) {
    if (exceptPackage === name || path === '') continue;
    const line = Buffer.from(path);
    for (let at = text.indexOf(line); at >= 0; at = text.indexOf(line, at + 1)) {
      const end = at + line.length;
      const isWhole =
        (at === 0 || text[at - 1] === NEWLINE) && (end === text.length || text[end] === NEWLINE);
      if (!isWhole) continue;
      text = Buffer.concat([text.subarray(0, at), Buffer.from(divertedTo), text.subarray(end)]);
      break;
    }
  }
  return text;
}
