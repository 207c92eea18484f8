// A search of bytes at hand: what `plimsoll check` does with each file of a layer, for one file.
import { loadRuleSet } from './load-rule-set.ts';
import type { SecretRuleSet } from './rule-set.ts';
import { FileSearch } from './scan/file-search.ts';
import type { SecretReading } from './secret-match.ts';

/** How to search. */
export interface SearchBytesOptions {
  /** The file's name, without a leading slash: some files are read by their structure, and in tests and documentation some kinds do not count. */
  readonly path?: string;
  /** Our own where it is not given; `makeRuleSet` joins them with others. */
  readonly rules?: SecretRuleSet;
}

/** Where secrets stand in the bytes of one file, in archives and encodings within it too; never what they are. */
export async function searchBytes(
  bytes: Uint8Array,
  { path = '', rules }: SearchBytesOptions = {},
): Promise<SecretReading> {
  const search = new FileSearch(rules ?? (await loadRuleSet('')));
  const name = Buffer.from(path);
  search.start(name, 0, name.length, bytes.length);
  search.push(bytes);
  return search.finish();
}
