// Which index the candidates come from: what the user named, else the lists that a layer of the image has. Nothing is fetched
// unless the user said so.
import { readFileSync, statSync } from 'node:fs';
import type { Catalogue, CatalogueRelease } from '../../catalogue/catalogue.ts';
import { INDEX_LIMIT_BYTES, readIndexes, type StoredIndex } from '../../catalogue/read-index.ts';
import { findPackageLists } from '../../contents/packages/apt/find-package-lists.ts';
import { readEntries } from '../../contents/read-entry.ts';
import { PlimsollError } from '../../errors.ts';
import { digestBytes } from '../../oci/bytes/digest.ts';
import type { OpenContents } from '../with-contents.ts';
import { download } from './download.ts';
import { fetchMirror } from './fetch-mirror.ts';
import { keepCatalogue, recallCatalogue } from './kept-catalogue.ts';

/** A catalogue and where it is from. */
export interface FoundCatalogue {
  readonly catalogue: Catalogue;
  readonly from: 'image' | 'given' | 'mirror';
  /** Paths in the image, files, URLs. */
  readonly names: readonly string[];
  /** The layer whose lists they are, or null. */
  readonly layer: number | null;
}

/** Finds it; null where the image has no lists and the user named none. Throws what reading and fetching throw. */
export async function findCatalogue(
  sources: readonly string[],
  architecture: string,
  opened: OpenContents,
  insecure: boolean,
): Promise<FoundCatalogue | null> {
  const { distribution } = opened.contents.inventory;
  const release: CatalogueRelease = {
    distribution: distribution?.id ?? 'debian',
    codename: distribution?.codename ?? '',
    architecture,
    date: '',
  };
  if (sources.length === 0) return readImageLists(release, opened);
  if (sources.includes('mirror')) {
    if (sources.length > 1)
      throw new PlimsollError('USAGE', "--index mirror stands alone: it reads all of the image's sources");
    const fetchBytes = (url: URL, limitBytes: number): Promise<Uint8Array> =>
      download(url, limitBytes, false, opened.signal);
    return { ...(await fetchMirror(release, opened, fetchBytes)), from: 'mirror', layer: null };
  }
  const indexes: StoredIndex[] = [];
  for (const name of sources)
    indexes.push({
      name,
      bytes: /^https?:\/\//.test(name)
        ? await download(parseUrl(name), INDEX_LIMIT_BYTES, insecure, opened.signal)
        : readIndexFile(name),
    });
  return { catalogue: keepParsed(indexes, release, opened), from: 'given', names: sources, layer: null };
}

async function readImageLists(
  release: CatalogueRelease,
  { image, contents, signal, cache }: OpenContents,
): Promise<FoundCatalogue | null> {
  const { view } = contents;
  const found = findPackageLists(view, release.architecture);
  if (found === undefined) return null;
  const { layer } = found;
  const { diffId } = view.layers[layer]!;
  const key = `lists ${JSON.stringify([release, diffId, found.lists.map(({ entry }) => entry)])}`;
  const known = recallCatalogue(key, cache);
  const names = found.lists.map(({ path }) => path);
  if (known !== undefined) return { catalogue: known, from: 'image', names, layer };
  const read = await readEntries(
    image,
    layer,
    view.layers[layer]!,
    found.lists.map(({ entry }) => entry),
    { limitBytes: INDEX_LIMIT_BYTES, signal },
  );
  const indexes = found.lists.flatMap(({ entry, path }) => {
    const bytes = read.get(entry);
    return bytes === undefined ? [] : [{ name: path, bytes }];
  });
  const catalogue = readIndexes(indexes, release);
  keepCatalogue(key, catalogue, cache);
  return { catalogue, from: 'image', names, layer };
}

/** A parsed index is kept under the digest of what it was parsed from. */
function keepParsed(
  indexes: readonly StoredIndex[],
  release: CatalogueRelease,
  { cache }: OpenContents,
): Catalogue {
  const digests = indexes.map(({ bytes }) => digestBytes(bytes));
  const key = `catalogue ${JSON.stringify([release, digests, indexes.map(({ name }) => name.endsWith('.br'))])}`;
  const known = recallCatalogue(key, cache);
  if (known !== undefined) return known;
  const catalogue = readIndexes(indexes, release);
  keepCatalogue(key, catalogue, cache);
  return catalogue;
}

function readIndexFile(path: string): Uint8Array {
  try {
    if (statSync(path).size > INDEX_LIMIT_BYTES)
      throw new PlimsollError('CATALOGUE_INVALID', 'it is larger than any index', { subject: path });
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    throw new PlimsollError('FILE_UNREADABLE', 'the index cannot be read', { subject: path, cause });
  }
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new PlimsollError('USAGE', 'this is no URL', { subject: text, cause });
  }
}
