// Opens an image by what a user typed, and closes it again whatever becomes of the work on it.
import type { FactsCache } from '../contents/cache/facts-cache.ts';
import { PlaceMemory } from '../contents/cache/place-memory.ts';
import type { OpenedImage, OpenOptions } from '../oci/image/image.ts';
import { openImage } from '../oci/open-image.ts';
import type { SharedFlags } from './image-flags.ts';
import { refuseProject } from './refuse-project.ts';
import type { StatusLine } from './terminal/status-line.ts';

/** What opening an image takes of a run. */
export interface OpeningRun {
  readonly flags: SharedFlags;
  readonly cache: FactsCache | undefined;
  readonly signal: AbortSignal;
  readonly status: StatusLine;
}

/** Opens the image that `name` means and resolves to what `inspect` makes of it. */
export async function openAnd<T>(
  name: string,
  { flags, cache, signal, status }: OpeningRun,
  inspect: (image: OpenedImage, options: OpenOptions) => Promise<T>,
): Promise<T> {
  const memory = cache === undefined ? undefined : new PlaceMemory(cache);
  const options: OpenOptions = {
    ...(flags.platform === undefined ? {} : { platform: flags.platform }),
    insecure: flags.insecure === true,
    verify: flags.verify === true,
    ...(memory === undefined ? {} : { store: memory, documents: memory.documents }),
    signal,
    onNotice: (line) => status.notice(line),
  };
  try {
    await refuseProject(name);
    status.showStep(`opening ${name}`);
    const image = await openImage(name, options);
    try {
      return await inspect(image, options);
    } finally {
      await image.close();
      await memory?.keep();
    }
  } finally {
    status.clear();
  }
}
