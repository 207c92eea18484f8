// `var/lib/dpkg/diversions` (dpkg-divert(1)): paths whose file of all packages but one is put elsewhere. Three lines each.
import { isFileNamed } from '../is-in-folder.ts';
import { keepText } from '../keep-text.ts';
import type { RecordParser } from '../record-parser.ts';
import { readLines, withoutRoot } from '../text-lines.ts';

/** Keeps `lib/dpkg/diversions` under any root. */
export const dpkgDiversions: RecordParser = keepText({
  id: 'dpkg-diversions',
  names: ['diversions'],
  matches: (path) => isFileNamed(path, 'lib/dpkg/diversions'),
  limitBytes: 4 * 1024 * 1024,
});

/** A diversion; paths without a leading slash. */
export interface Diversion {
  /** As the packages' lists name it. */
  readonly path: string;
  /** Where the file of every other package is. */
  readonly divertedTo: string;
  /** The one package whose file stays at `path`; empty for a local diversion, which moves every package's. */
  readonly exceptPackage: string;
}

/** The diversions of a file; an entry that is cut off is left out. */
export function readDiversions(text: Uint8Array): readonly Diversion[] {
  const lines = readLines(text);
  const diversions: Diversion[] = [];
  for (let i = 0; i + 2 < lines.length; i += 3)
    diversions.push({
      path: withoutRoot(lines[i]!),
      divertedTo: withoutRoot(lines[i + 1]!),
      exceptPackage: lines[i + 2] === ':' ? '' : lines[i + 2]!,
    });
  return diversions;
}
