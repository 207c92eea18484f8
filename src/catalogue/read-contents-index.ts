// Debian's `Contents` indexes (repository format, "Contents Indices"): which package ships which program.
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PlimsollError } from '../errors.ts';

/** Java's programs are put in place by alternatives, which no index tells. */
const LINE = /^\.?\/?(?:usr\/(?:lib\/jvm\/[^/\s]+\/)?)?s?bin\/([^/\s]+)\s+(\S+)$/;

/** Adds what one line tells to the programs of its packages: `usr/bin/curl  web/curl`. Other files are passed over. */
export function addContentsLine(line: string, commands: Map<string, string[]>): void {
  if (!line.includes('bin/')) return;
  const [, command, packages = ''] = LINE.exec(line) ?? [];
  if (command === undefined) return;
  for (const qualified of packages.split(',')) {
    const name = qualified.slice(qualified.lastIndexOf('/') + 1);
    const known = commands.get(name);
    if (known === undefined) commands.set(name, [command]);
    else if (!known.includes(command)) known.push(command);
  }
}

/** Unpacked; Debian's largest has half a gigabyte. */
const CONTENTS_LIMIT_BYTES = 2 * 2 ** 30;

/** Adds what a whole index tells, compressed with gzip; it is never held unpacked. Throws CATALOGUE_INVALID. */
export async function addContentsText(packed: Uint8Array, commands: Map<string, string[]>): Promise<void> {
  const source = Readable.from([packed]);
  const unpacked = source.pipe(createGunzip());
  let bytes = 0;
  try {
    let rest = '';
    for await (const piece of unpacked) {
      bytes += (piece as Buffer).length;
      if (bytes > CONTENTS_LIMIT_BYTES) throw new Error('too large');
      const lines = (rest + (piece as Buffer).toString('latin1')).split('\n');
      rest = (lines.pop() ?? '').slice(0, 64 * 1024);
      for (const line of lines) addContentsLine(line, commands);
    }
    addContentsLine(rest, commands);
  } catch (cause) {
    unpacked.destroy();
    throw new PlimsollError('CATALOGUE_INVALID', 'the Contents index cannot be unpacked, or is too large', {
      cause,
    });
  }
}
