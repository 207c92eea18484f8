// Opens and reads one image for commands that ask further questions about it than a report answers.
import { FactsCache } from '../contents/cache/facts-cache.ts';
import type { ImageContents } from '../contents/image-contents.ts';
import { readImage } from '../contents/read-image.ts';
import type { OpenedImage, OpenOptions } from '../oci/image/image.ts';
import type { CliIo } from './cli-io.ts';
import type { ImageFlags } from './image-flags.ts';
import { openAnd } from './open-and.ts';
import { StatusLine } from './terminal/status-line.ts';

/** What a question may use: the image stays open while it is asked. */
export interface OpenContents {
  readonly image: OpenedImage;
  readonly contents: ImageContents;
  readonly options: OpenOptions;
  readonly cache: FactsCache | undefined;
  readonly status: StatusLine;
  readonly signal: AbortSignal;
}

/** Answers a question about the image that `name` means. */
export async function withContents<Answer>(
  name: string,
  flags: ImageFlags,
  io: CliIo,
  ask: (opened: OpenContents) => Promise<Answer>,
): Promise<Answer> {
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const cache = flags.cache
    ? new FactsCache(flags.cacheDir === undefined ? {} : { folder: flags.cacheDir })
    : undefined;
  return openAnd(name, { flags, cache, signal: io.signal, status }, async (image, options) => {
    const contents = await readImage(image, {
      ...(cache === undefined ? {} : { cache }),
      ...(flags.workers === undefined ? {} : { workers: flags.workers }),
      verify: flags.verify === true,
      readings: { packages: true, secretRules: null },
      signal: io.signal,
      onProgress: (progress) => status.showReading(name, progress),
    });
    status.clear();
    return ask({ image, contents, options, cache, status, signal: io.signal });
  });
}
