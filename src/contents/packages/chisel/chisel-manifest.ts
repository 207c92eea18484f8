// The manifest of an image that chisel cut (github.com/canonical/chisel, public/manifest and public/jsonwall): zstd, within it
// a JSON object a line. A slice is called PACKAGE_SLICE, and each path names the slices that brought it.
import type { Decompressor } from '../../../oci/compression/decompressor.ts';
import { createZstdDecompressor } from '../../../oci/compression/zstd.ts';
import { isFileNamed } from '../is-in-folder.ts';
import { keepText } from '../keep-text.ts';
import type { PackageRecord } from '../package-record.ts';
import type { RecordParser } from '../record-parser.ts';
import { readChiselWall } from './chisel-wall.ts';

/** What comes out of the compression; no manifest of a real image is a tenth of it. */
const WALL_LIMIT_BYTES = 128 * 1024 * 1024;

/** Keeps `var/lib/chisel/manifest.wall` as it is stored: zstd is not there at once, and parsers do not wait. */
export const chiselManifest: RecordParser = keepText({
  id: 'chisel-manifest',
  names: ['manifest.wall'],
  matches: (path) => isFileNamed(path, 'manifest.wall'),
  limitBytes: 16 * 1024 * 1024,
});

/** The packages of a stored manifest; undefined where it is none, or damaged. */
export async function readChiselManifest(
  stored: Uint8Array,
  signal?: AbortSignal,
): Promise<readonly PackageRecord[] | undefined> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  const decompressor: Decompressor = await createZstdDecompressor((output) => {
    sizeBytes += output.length;
    if (sizeBytes > WALL_LIMIT_BYTES) throw new RangeError('the manifest is too large');
    signal?.throwIfAborted();
    pieces.push(output.slice());
  });
  try {
    await decompressor.push(stored);
    await decompressor.end();
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
  return readChiselWall(Buffer.concat(pieces));
}
