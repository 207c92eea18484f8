// Builds one image with an engine and measures it: built, exported to an archive, read as any other image.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage } from '../../engines/building/build-image.ts';
import type { BuildRequest } from '../../engines/building/build-request.ts';
import type { BuiltImage, Engine } from '../../engines/engine.ts';
import { exportImage } from '../../engines/export-image.ts';
import { removeImage } from '../../engines/remove-image.ts';
import type { CliIo } from '../cli-io.ts';
import type { StatusLine } from '../terminal/status-line.ts';
import { type MeasuredImage, measureImage } from './measure-image.ts';
import type { SplitFlags } from './split-flags.ts';

/** An image that is there until it is removed. */
export interface BuiltAndMeasured extends MeasuredImage {
  readonly image: BuiltImage;
}

/** Builds and measures; the engine keeps the image, the archive goes. */
export async function buildMeasured(
  engine: Engine,
  request: BuildRequest,
  flags: SplitFlags,
  io: CliIo,
  status: StatusLine,
): Promise<BuiltAndMeasured> {
  const image = await buildImage(engine, {
    ...request,
    signal: io.signal,
    onLine: (line) => status.showStep(`${request.target ?? 'building'}: ${line}`),
  });
  status.clear();
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-split-'));
  try {
    const archive = join(folder, 'image.tar');
    await exportImage(image, archive, io.signal);
    // Nothing is kept of an archive that is gone in a moment.
    return { image, ...(await measureImage(archive, { ...flags, cache: false }, io)) };
  } catch (error) {
    await removeImage(image);
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
