// All images of a layout, of every platform, with their names.
import type { Digest } from '../bytes/digest.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { OpenOptions } from '../image/image.ts';
import { MANIFEST_LIMIT_BYTES, parseManifest } from '../image/manifest.ts';
import { walkManifests } from '../image/walk-manifests.ts';
import type { ListedImage } from '../listed-image.ts';
import { throwIfAborted } from './check-abort.ts';
import { nameEntry, REFERRER_TAG } from './choose-entries.ts';
import type { ImageFiles } from './image-files.ts';
import { openEntries, readIndex } from './open-layout.ts';
import { readBlob } from './read-blob.ts';

/** Lists them; what cannot be read is told by a notice. */
export async function listLayoutImages(
  files: ImageFiles,
  transport: 'oci' | 'oci-archive',
  options: OpenOptions,
): Promise<readonly ListedImage[]> {
  const { platform: _, ...anyPlatform } = options;
  const found = new Map<Digest, { names: Set<string>; listed: Omit<ListedImage, 'names'> }>();
  const skip = ({ digest }: Descriptor, error: Error): void =>
    options.onNotice?.(`${files.subject}: ${digest} is left out (${error.message})`);
  const { manifests } = await readIndex(files);
  for (const entry of manifests) {
    const name = nameEntry(entry);
    if (name !== undefined && REFERRER_TAG.test(name)) continue;
    const walked = await walkManifests(entry, {
      signal: options.signal,
      onUnreadable: skip,
      reader: {
        async readManifest(descriptor, signal) {
          throwIfAborted(signal);
          const bytes = await readBlob(files, descriptor, MANIFEST_LIMIT_BYTES, 'the manifest');
          return parseManifest(bytes, descriptor.mediaType, `the manifest ${descriptor.digest}`);
        },
      },
    });
    for (const { descriptor, above, manifest } of walked) {
      const known = found.get(descriptor.digest);
      if (name !== undefined) known?.names.add(name);
      if (known !== undefined || manifest === undefined) continue;
      try {
        const image = await openEntries(files, transport, `@${descriptor.digest}`, [descriptor], anyPlatform);
        found.set(descriptor.digest, {
          names: new Set(name === undefined ? [] : [name]),
          listed: {
            isOneOfSeveral: walked.length > 1,
            documents: [...above, descriptor, manifest.config],
            image,
          },
        });
      } catch (error) {
        throwIfAborted(options.signal);
        skip(descriptor, error as Error);
      }
    }
  }
  return [...found.values()].map(({ names, listed }) => ({ names: [...names], ...listed }));
}
