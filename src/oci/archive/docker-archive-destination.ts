// A file that `docker load` takes, as a destination.
import { PlimsollError } from '../../errors.ts';
import type { DestinationOptions, ImageDestination } from '../image/destination.ts';
import { StagedFile } from '../staging/staged-file.ts';
import { DockerArchive } from './docker-archive.ts';
import { dockerNameOf } from './docker-manifest.ts';

/** Opens the file as a destination; throws DESTINATION_EXISTS, DESTINATION_UNWRITABLE or REFERENCE_INVALID. */
export async function openDockerArchiveDestination(
  path: string,
  name: string | undefined,
  options: DestinationOptions = {},
): Promise<ImageDestination> {
  const repoTag = name === undefined ? undefined : requireDockerName(name, path);
  const staged = await StagedFile.open(path, options.replace === true);
  const archive = new DockerArchive(repoTag, staged);
  return {
    kind: 'docker-archive',
    reference: `docker-archive:${path}${repoTag === undefined ? '' : `:${repoTag}`}`,
    layerForm: 'plain',
    takesIndexes: false,
    findLayer: async (diffId) => archive.findLayer(diffId),
    hasBlob: async (descriptor) => archive.hasBlob(descriptor),
    writeBlob: (blob, signal) => archive.writeBlob(blob, signal),
    locateBlob: (descriptor) => archive.locateBlob(descriptor),
    async commit(image) {
      const config = await archive.end(image);
      await staged.publish();
      return config;
    },
    close: () => staged.remove(),
  };
}

/** Docker's short form of the name; throws REFERENCE_INVALID where it is none. */
export function requireDockerName(name: string, subject: string): string {
  const found = dockerNameOf(name);
  if (found !== undefined) return found.familiar;
  throw new PlimsollError('REFERENCE_INVALID', `'${name.slice(0, 200)}' is no name that Docker takes`, {
    subject,
    hint: 'Write NAME:TAG, such as team/app:1.0.',
  });
}
