// Finds a layout's image among its index's entries: the shared search over manifests and configs that are blobs here.
import { CONFIG_LIMIT_BYTES, parseImageConfig } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { type FoundImage, findImage, type ImageReader } from '../image/find-image.ts';
import type { OpenOptions } from '../image/image.ts';
import { MANIFEST_LIMIT_BYTES, parseManifest } from '../image/manifest.ts';
import { throwIfAborted } from './check-abort.ts';
import type { ImageFiles } from './image-files.ts';
import { readBlob } from './read-blob.ts';

/** The image of the options' platform; throws NOT_AN_IMAGE for artifacts, and what `findImage` and `readBlob` throw. */
export async function findLayoutImage(
  files: ImageFiles,
  entries: readonly Descriptor[],
  options: OpenOptions,
): Promise<FoundImage> {
  const reader: ImageReader = {
    subject: files.subject,
    codes: { artifact: 'NOT_AN_IMAGE', nothing: 'NOT_AN_IMAGE' },
    async readManifest(descriptor, signal) {
      throwIfAborted(signal);
      const bytes = await readBlob(files, descriptor, MANIFEST_LIMIT_BYTES, 'the manifest');
      return parseManifest(bytes, descriptor.mediaType, `the manifest ${descriptor.digest}`);
    },
    async readConfig(descriptor, signal) {
      throwIfAborted(signal);
      const bytes = await readBlob(files, descriptor, CONFIG_LIMIT_BYTES, 'the config');
      return parseImageConfig(bytes, `the config ${descriptor.digest}`);
    },
  };
  return findImage(reader, entries, options);
}
