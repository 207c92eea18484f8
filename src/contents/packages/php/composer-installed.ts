// vendor/composer/installed.json: what Composer installed beside it (its Repository/InstalledFilesystemRepository; a plain list
// before Composer 2). composer.lock only says what should be installed.
import {
  asArray,
  asObject,
  asText,
  type JsonObject,
  joinKeys,
  keepFilled,
  readJson,
} from '../metadata-json.ts';
import { folderOf, joinPath } from '../metadata-text.ts';
import { BARE_RECORD, type PackageFiles, type PackageRecord } from '../package-record.ts';
import type { ParsedMetadata, RecordParser } from '../record-parser.ts';

/** The packages of one vendor folder, whatever that is called. */
export const COMPOSER_INSTALLED: RecordParser = {
  id: 'composer-installed',
  names: ['installed.json'],
  endings: [],
  matches: () => true,
  limitBytes: 64_000_000,
  parse: parseInstalled,
};

function parseInstalled(content: Uint8Array, path: string): ParsedMetadata | undefined {
  const json = readJson(content);
  const root = asObject(json);
  const development = new Set(asArray(root?.['dev-package-names']).map(asText));
  const packages: PackageRecord[] = [];
  for (const value of asArray(root === undefined ? json : root['packages'])) {
    const entry = asObject(value);
    const record = entry && readPackage(entry, development, path);
    if (record !== undefined) packages.push(record);
  }
  return packages.length === 0 ? undefined : { kind: 'packages', packages };
}

function readPackage(
  entry: JsonObject,
  development: ReadonlySet<string>,
  path: string,
): PackageRecord | undefined {
  const name = asText(entry['name']);
  const version = asText(entry['version']);
  // Other tools have files of that name too; Composer's packages all have a vendor.
  if (!/^[^/\s]+\/[^/\s]+$/.test(name) || version === '') return undefined;
  return {
    ...BARE_RECORD,
    type: 'composer',
    name,
    version,
    licence: asArray(entry['license']).map(asText).filter(Boolean).join(', '),
    fields: keepFilled({
      dependencies: joinKeys(entry['require']),
      dev: development.has(name) ? 'true' : '',
    }),
    files: findFiles(entry, name, path),
  };
}

/** `install-path` is seen from the file's folder; it is null for a package that is only a list of others. */
function findFiles(entry: JsonObject, name: string, path: string): PackageFiles {
  const own = folderOf(path);
  const isList = entry['install-path'] === null || asText(entry['type']) === 'metapackage';
  const place = asText(entry['install-path']) || `../${name}`;
  const folder = isList ? undefined : joinPath(own, place);
  return folder === undefined || folder === ''
    ? { kind: 'paths', paths: new Uint8Array(0) }
    : { kind: 'folder', path: folder };
}
