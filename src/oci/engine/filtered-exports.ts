// Exports of an image in containerd's store. From API 1.48 on an export can be of one platform alone, and is then so much
// shorter; which of several manifests for that platform it has is the engine's choice, so the whole export stands behind.
import type { Digest } from '../bytes/digest.ts';
import type { Platform } from '../image/descriptor.ts';
import type { OpenOptions } from '../image/image.ts';
import { speaks } from './engine-client.ts';
import type { EngineImage } from './engine-image.ts';
import { type ExportedDocuments, readExportedDocuments } from './exported-documents.ts';

/** Manifests and configs of an image, from whichever export has them. */
export interface FilteredExports {
  /** The document of this digest; `platform` is that of the manifest it belongs to. Undefined where no export has it. */
  find(digest: Digest, platform: Platform | undefined): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** Asks for no export before it is needed. */
export function openFilteredExports(place: EngineImage, options: OpenOptions): FilteredExports {
  const signal = options.signal ?? new AbortController().signal;
  const exports = new Map<string | undefined, ExportedDocuments>();
  const openExport = (filter: string | undefined): ExportedDocuments => {
    const open = (): AsyncIterable<Uint8Array> => streamExport(place, filter, signal);
    const documents = exports.get(filter) ?? readExportedDocuments(open, place.name, options.documents);
    exports.set(filter, documents);
    return documents;
  };
  return {
    async find(digest, platform) {
      for (const filter of listFilters(place, platform)) {
        const found = await openExport(filter).find(digest);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    async close() {
      for (const documents of exports.values()) await documents.close();
    },
  };
}

/** What to ask an export to be of, most special first; undefined is all. */
export function listFilters(
  { client }: EngineImage,
  platform: Platform | undefined,
): readonly (string | undefined)[] {
  if (platform === undefined || platform.os === '' || !speaks(client, 1, 48)) return [undefined];
  const { os, architecture, variant, osVersion } = platform;
  const filter = {
    os,
    architecture,
    ...(variant === undefined ? {} : { variant }),
    ...(osVersion === undefined ? {} : { 'os.version': osVersion }),
  };
  return [JSON.stringify(filter), undefined];
}

/** The export itself. The image is asked for by its id, because its name may have moved on since it was inspected. */
export function streamExport(
  { client, inspected }: EngineImage,
  filter: string | undefined,
  signal: AbortSignal,
): AsyncIterable<Uint8Array> {
  return client.getStream(`/images/${inspected.id}/get`, { platform: filter }, signal);
}
