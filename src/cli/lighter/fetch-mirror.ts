// The indexes of the mirrors that an image's own apt sources name, fetched because the user said `--index mirror`. Each is
// compared with the SHA-256 that the release file states; the signature of the release file is not checked.
import type { Catalogue, CatalogueRelease } from '../../catalogue/catalogue.ts';
import { findSuites } from '../../catalogue/find-suites.ts';
import { addContentsText } from '../../catalogue/read-contents-index.ts';
import { INDEX_LIMIT_BYTES, unpackIndex } from '../../catalogue/read-index.ts';
import { readPackagesIndexes } from '../../catalogue/read-packages-index.ts';
import { PlimsollError } from '../../errors.ts';
import { digestBytes, digestHex } from '../../oci/bytes/digest.ts';
import type { OpenContents } from '../with-contents.ts';
import { keepCatalogue, recallCatalogue } from './kept-catalogue.ts';

/** Gets the bytes at a URL. */
export type FetchBytes = (url: URL, limitBytes: number) => Promise<Uint8Array>;

const RELEASE_LIMIT_BYTES = 8 * 2 ** 20;

interface WantedFile {
  readonly url: URL;
  readonly digest: string;
  readonly kind: 'packages' | 'contents';
}

/** Fetches release files, then what is new of their indexes; the parsed catalogue is kept by their digests. */
export async function fetchMirror(
  release: CatalogueRelease,
  { contents, cache, status }: Pick<OpenContents, 'contents' | 'cache' | 'status'>,
  fetchBytes: FetchBytes,
): Promise<{ readonly catalogue: Catalogue; readonly names: readonly string[] }> {
  const suites = findSuites(contents.view, release.architecture);
  if (suites.length === 0)
    throw new PlimsollError('USAGE', 'the image names no source of packages', {
      subject: '--index mirror',
      hint: 'Give the index itself: --index FILE or --index URL.',
    });
  const wanted: WantedFile[] = [];
  for (const { base, components } of suites) {
    const file = new URL('InRelease', base);
    const text = Buffer.from(await fetchBytes(file, RELEASE_LIMIT_BYTES)).toString('utf8');
    wanted.push(...chooseFiles(text, base, components, release.architecture));
  }
  const names = wanted.filter(({ kind }) => kind === 'packages').map(({ url }) => url.href);
  const key = `mirror ${JSON.stringify([release, wanted.map(({ kind, digest }) => [kind, digest])])}`;
  const known = recallCatalogue(key, cache);
  if (known !== undefined) return { catalogue: known, names };
  const packages: Uint8Array[] = [];
  const commands = new Map<string, string[]>();
  for (const { url, digest, kind } of wanted) {
    status.showStep(`fetching ${url.href}`);
    const bytes = await fetchBytes(url, INDEX_LIMIT_BYTES);
    if (digestHex(digestBytes(bytes)) !== digest)
      throw new PlimsollError('DIGEST_MISMATCH', 'it is not what the release file states', {
        subject: url.href,
        hint: 'A mirror may be in the middle of an update; run again later.',
      });
    if (kind === 'packages') packages.push(unpackIndex(url.pathname, bytes));
    else await addContentsText(bytes, commands);
  }
  status.clear();
  const isTold = wanted.some(({ kind }) => kind === 'contents');
  const catalogue = readPackagesIndexes(release, packages, isTold ? commands : null);
  keepCatalogue(key, catalogue, cache);
  return { catalogue, names };
}

const FILE = /^ ([0-9a-f]{64}) +\d+ (\S+)$/gm;

function chooseFiles(
  text: string,
  base: URL,
  components: readonly string[],
  architecture: string,
): readonly WantedFile[] {
  const digests = new Map([...text.matchAll(FILE)].map(([, digest, path]) => [path!, digest!]));
  const find = (kind: WantedFile['kind'], ...paths: readonly string[]): readonly WantedFile[] => {
    const path = paths.find((candidate) => digests.has(candidate));
    return path === undefined ? [] : [{ kind, url: new URL(path, base), digest: digests.get(path)! }];
  };
  return components.flatMap((component) => [
    ...find('packages', `${component}/binary-${architecture}/Packages.gz`),
    ...[architecture, 'all'].flatMap((name) =>
      find('contents', `${component}/Contents-${name}.gz`, `Contents-${name}.gz`),
    ),
  ]);
}
