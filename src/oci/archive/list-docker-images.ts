// All images of a docker-archive, with their names.
import type { OpenOptions } from '../image/image.ts';
import { throwIfAborted } from '../layout/check-abort.ts';
import type { ImageFiles } from '../layout/image-files.ts';
import type { ListedImage } from '../listed-image.ts';
import { openDockerArchiveFiles, readDockerManifest } from './open-docker-archive.ts';

/** Lists them; what cannot be read is told by a notice. */
export async function listDockerImages(
  files: ImageFiles,
  options: OpenOptions,
): Promise<readonly ListedImage[]> {
  const { platform: _, ...anyPlatform } = options;
  const listed: ListedImage[] = [];
  for (const [position, { repoTags }] of (await readDockerManifest(files)).entries()) {
    try {
      throwIfAborted(options.signal);
      const image = await openDockerArchiveFiles(files, `@${position}`, anyPlatform);
      const plainBytes = image.layers.map(({ location }) =>
        location.kind === 'file' || location.kind === 'packed' ? location.sizeBytes : undefined,
      );
      listed.push({ names: repoTags, isOneOfSeveral: false, documents: undefined, plainBytes, image });
    } catch (error) {
      throwIfAborted(options.signal);
      options.onNotice?.(`${files.subject}: image ${position} is left out (${(error as Error).message})`);
    }
  }
  return listed;
}
