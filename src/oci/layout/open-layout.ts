// Opens an image of an OCI image layout (image-spec image-layout.md), in a folder or, by its files, in an archive.
import { PlimsollError, withSubject } from '../../errors.ts';
import { parseJsonObject } from '../image/config.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { FoundImage } from '../image/find-image.ts';
import type { LayerSource, OpenedImage, OpenOptions } from '../image/image.ts';
import {
  type ImageIndex,
  type ImageManifest,
  MANIFEST_LIMIT_BYTES,
  parseManifest,
} from '../image/manifest.ts';
import { isLayerType, isNonDistributableType } from '../image/media-types.ts';
import { chooseEntries, nameEntry } from './choose-entries.ts';
import { findLayoutImage } from './find-image.ts';
import { openFolder } from './folder-files.ts';
import type { ImageFiles } from './image-files.ts';
import { findBlob, nameBlob, readBlob } from './read-blob.ts';
import { streamRange } from './stream-range.ts';

const LAYOUT_LIMIT_BYTES = 4096;

/** Opens the image of a layout folder that `selector` (a tag, `@POSITION` or `@DIGEST`) and the options mean. */
export async function openLayout(
  path: string,
  selector: string | undefined,
  options: OpenOptions,
): Promise<OpenedImage> {
  return openLayoutFiles(openFolder(path), 'oci', selector, options);
}

/** The same for a layout whose files lie anywhere; `close` is the caller's to add. */
export async function openLayoutFiles(
  files: ImageFiles,
  transport: 'oci' | 'oci-archive',
  selector: string | undefined,
  options: OpenOptions,
): Promise<OpenedImage> {
  try {
    return await openChosen(files, transport, selector, options);
  } catch (error) {
    throw withSubject(error, files.subject);
  }
}

async function openChosen(
  files: ImageFiles,
  transport: 'oci' | 'oci-archive',
  selector: string | undefined,
  options: OpenOptions,
): Promise<OpenedImage> {
  const index = await readIndex(files);
  const entries = chooseEntries(index, selector, files.subject, transport);
  if (selector === undefined && entries.filter(isUnmarked).length > 1)
    options.onNotice?.(`${files.subject} lists several images without names; the first that fits is used`);
  return openEntries(files, transport, selector, entries, options);
}

/** Opens the image that the entries lead to; `close` is the caller's to add. */
export async function openEntries(
  files: ImageFiles,
  transport: 'oci' | 'oci-archive',
  selector: string | undefined,
  entries: readonly Descriptor[],
  options: OpenOptions,
): Promise<OpenedImage> {
  const found = await findLayoutImage(files, entries, options);
  const { platform: _, ...anyPlatform } = options;
  return {
    transport,
    reference: `${transport}:${files.subject}${selector === undefined ? '' : `:${selector}`}`,
    digest: found.digest,
    config: found.config,
    annotations: found.manifest.annotations,
    layers: await findLayers(files, found),
    diffIdsVouched: false,
    stored: {
      documents: found.documents,
      readDocument: (descriptor) => readBlob(files, descriptor, MANIFEST_LIMIT_BYTES, 'the manifest'),
      async *openBlob(descriptor, signal) {
        yield* streamRange(await findBlob(files, descriptor, 'a blob'), signal);
      },
      openImage: (descriptor) =>
        openEntries(files, transport, `@${descriptor.digest}`, [descriptor], anyPlatform),
    },
    close: async () => {},
  };
}

/** Reads index.json; throws NOT_AN_IMAGE, IMAGE_INVALID or IMAGE_UNSUPPORTED. */
export async function readIndex(files: ImageFiles): Promise<ImageIndex> {
  const location = await files.find('index.json');
  if (location === undefined)
    throw new PlimsollError('NOT_AN_IMAGE', 'it has no index.json, so it is no OCI image layout', {
      subject: files.subject,
      hint: "A layout is what 'skopeo copy' writes to oci:PATH.",
    });
  await checkLayoutVersion(files);
  const bytes = await files.read(location, MANIFEST_LIMIT_BYTES, 'index.json');
  const index = parseManifest(bytes, undefined, 'index.json');
  if (index.kind !== 'index')
    throw new PlimsollError('IMAGE_INVALID', 'index.json is no image index', { subject: files.subject });
  return index;
}

async function checkLayoutVersion(files: ImageFiles): Promise<void> {
  const location = await files.find('oci-layout');
  if (location === undefined) return;
  const json = parseJsonObject(await files.read(location, LAYOUT_LIMIT_BYTES, 'oci-layout'), 'oci-layout');
  const version = json['imageLayoutVersion'];
  if (typeof version !== 'string')
    throw new PlimsollError('IMAGE_INVALID', 'oci-layout states no imageLayoutVersion', {
      subject: files.subject,
    });
  if (!version.startsWith('1.'))
    throw new PlimsollError('IMAGE_UNSUPPORTED', `the layout's version is ${JSON.stringify(version)}`, {
      subject: files.subject,
      hint: 'Only version 1 of the OCI image layout is known.',
    });
}

async function findLayers(files: ImageFiles, { manifest, config }: FoundImage): Promise<LayerSource[]> {
  checkLayerCount(manifest, config.diffIds.length, files.subject);
  const layers: LayerSource[] = [];
  for (const [index, descriptor] of manifest.layers.entries()) {
    const what = `layer ${index}`;
    await refuseUnreadable(files, descriptor, what);
    layers.push({
      index,
      diffId: config.diffIds[index]!,
      descriptor,
      location: await findBlob(files, descriptor, what),
    });
  }
  return layers;
}

function checkLayerCount(manifest: ImageManifest, diffIds: number, subject: string): void {
  if (manifest.layers.length !== diffIds)
    throw new PlimsollError(
      'IMAGE_INVALID',
      `the manifest has ${manifest.layers.length} layers, the config has ${diffIds}`,
      { subject },
    );
}

async function refuseUnreadable(files: ImageFiles, descriptor: Descriptor, what: string): Promise<void> {
  if (descriptor.mediaType !== '' && !isLayerType(descriptor.mediaType))
    throw new PlimsollError(
      'IMAGE_UNSUPPORTED',
      `${what} has the type ${JSON.stringify(descriptor.mediaType)}, which is no tar that can be read`,
      { subject: files.subject, hint: 'Encrypted images must be decrypted first.' },
    );
  if (!isNonDistributableType(descriptor.mediaType)) return;
  if ((await files.find(nameBlob(descriptor.digest))) !== undefined) return;
  throw new PlimsollError('IMAGE_UNSUPPORTED', `${what} is non-distributable and its bytes are not here`, {
    subject: files.subject,
    hint: 'Copy the image again with its foreign layers included.',
  });
}

function isUnmarked(entry: Descriptor): boolean {
  return entry.platform === undefined && nameEntry(entry) === undefined;
}
