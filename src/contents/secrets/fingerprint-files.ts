// Fingerprints of the secrets in files of layers: facts hold no value, so the files are read and searched again.
import type { OpenedImage } from '../../oci/image/image.ts';
import { type FingerprintKey, fingerprintSecret } from '../../secrets/fingerprint/fingerprint-key.ts';
import { loadRuleSet } from '../../secrets/load-rule-set.ts';
import { FileSearch } from '../../secrets/scan/file-search.ts';
import { SecretScanner } from '../../secrets/scan/secret-scanner.ts';
import type { SecretMatch } from '../../secrets/secret-match.ts';
import { pathText } from '../facts/layer-facts.ts';
import type { ImageContents } from '../image-contents.ts';
import { readEntries } from '../read-entry.ts';

/** A file of a layer, by its index there. */
export interface LayerFile {
  readonly layer: number;
  readonly entry: number;
}

/** Larger files are not held to be searched again; their secrets have no fingerprint. */
const LIMIT_BYTES = 128 * 2 ** 20;
const PIECE_BYTES = 64 * 1024;

/** The matches of each file with their fingerprints, in the order of `files`; none of a file that is too large. */
export async function fingerprintFiles(
  image: OpenedImage,
  { layers }: ImageContents,
  files: readonly LayerFile[],
  key: FingerprintKey,
  { addedRules, signal }: { readonly addedRules: string; readonly signal: AbortSignal },
): Promise<readonly (readonly SecretMatch[])[]> {
  const rules = await loadRuleSet(addedRules);
  const scanner = new SecretScanner(rules, (value) => fingerprintSecret(key, value));
  const found = new Map<string, readonly SecretMatch[]>();
  for (const layer of new Set(files.map((file) => file.layer))) {
    const { facts } = layers[layer]!;
    const entries = [...new Set(files.filter((file) => file.layer === layer).map(({ entry }) => entry))];
    const contents = await readEntries(image, layer, facts, entries, { limitBytes: LIMIT_BYTES, signal });
    const search = new FileSearch(rules, scanner);
    for (const [entry, content] of contents)
      found.set(`${layer} ${entry}`, searchContent(search, pathText(facts, entry), content));
  }
  return files.map(({ layer, entry }) => found.get(`${layer} ${entry}`) ?? []);
}

function searchContent(search: FileSearch, path: string, content: Buffer): readonly SecretMatch[] {
  const pathBytes = Buffer.from(path);
  search.start(pathBytes, 0, pathBytes.length, content.length);
  for (let at = 0; at < content.length; at += PIECE_BYTES)
    search.push(content.subarray(at, at + PIECE_BYTES));
  return search.finish().matches;
}
