// A package.json: an installed npm package, or the application itself (docs.npmjs.com/files/package.json).
import { asArray, asObject, asText, joinKeys, joinNames, keepFilled, readJson } from '../metadata-json.ts';
import { folderOf } from '../metadata-text.ts';
import { BARE_RECORD, type PackageFiles } from '../package-record.ts';
import type { ParsedMetadata, RecordParser } from '../record-parser.ts';

/** `node_modules/NAME` or `node_modules/@SCOPE/NAME`. */
const INSTALLED_FOLDER = /(?:^|\/)node_modules\/(?:@[^/]*\/)?[^/]*$/;
const NO_FILES: PackageFiles = { kind: 'paths', paths: new Uint8Array(0) };

/**
 * Every package.json with a name; those without only mark a folder's module type. Code copied into another package often has
 * no version in it.
 */
export const NPM_PACKAGE: RecordParser = {
  id: 'npm-package',
  names: ['package.json'],
  endings: [],
  matches: () => true,
  limitBytes: 8_000_000,
  parse: parsePackageJson,
};

function parsePackageJson(content: Uint8Array, path: string): ParsedMetadata | undefined {
  const json = asObject(readJson(content));
  if (json === undefined) return undefined;
  const name = asText(json['name']);
  if (name === '') return undefined;
  const folder = folderOf(path);
  return {
    kind: 'packages',
    packages: [
      {
        ...BARE_RECORD,
        type: 'npm',
        name,
        version: asText(json['version']),
        licence: readLicence(json['license']) || readLicence(json['licenses']),
        fields: keepFilled({
          dependencies: joinKeys(json['dependencies']),
          optionalDependencies: joinKeys(json['optionalDependencies']),
          peerDependencies: joinKeys(json['peerDependencies']),
          // An installed package's own are never installed with it.
          devDependencies: isInstalled(folder) ? '' : joinKeys(json['devDependencies']),
          // npm up to 6 notes in each installed package's file who asked for it.
          _id: asText(json['_id']),
          _requiredBy: joinNames(asArray(json['_requiredBy']).map(asText)),
          _development: json['_development'] === true ? 'true' : '',
        }),
        files: isPartOfAnother(folder) ? NO_FILES : { kind: 'folder', path: folder },
      },
    ],
  };
}

function isInstalled(folder: string): boolean {
  return `/${folder}/`.includes('/node_modules/');
}

/** Within an installed package, but in no node_modules of its own: its files came, and would go, with that one. */
function isPartOfAnother(folder: string): boolean {
  return isInstalled(folder) && !INSTALLED_FOLDER.test(folder);
}

/** `"MIT"`, or as it was before: `{"type": "MIT"}`, and lists of either. */
function readLicence(value: unknown): string {
  if (Array.isArray(value)) return joinTexts(value.map(readOneLicence));
  return readOneLicence(value);
}

function readOneLicence(value: unknown): string {
  const object = asObject(value);
  return object === undefined ? asText(value) : asText(object['type']) || asText(object['name']);
}

function joinTexts(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(', ');
}
