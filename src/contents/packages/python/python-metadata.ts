// The metadata of an installed Python distribution: METADATA of a wheel, PKG-INFO of an egg, or a file `NAME.egg-info` alone
// (packaging.python.org, "Core metadata specifications" and "Recording installed projects").
import { keepFilled } from '../metadata-json.ts';
import { decodeText, folderOf } from '../metadata-text.ts';
import { BARE_RECORD, type PackageFiles } from '../package-record.ts';
import type { ParsedMetadata, RecordParser } from '../record-parser.ts';

/** The folder's name may be in capitals, as inside an `.egg`. */
const METADATA_PATH = /(?:dist-info|DIST-INFO)\/METADATA$|(?:egg-info|EGG-INFO)\/PKG-INFO$/;
/** Beyond it nothing of use is expected. */
const HEADER_LIMIT_BYTES = 1_000_000;

/** Whatever is installed with metadata, in a site-packages folder or for editing. */
export const PYTHON_METADATA: RecordParser = {
  id: 'python-metadata',
  names: ['METADATA', 'PKG-INFO'],
  endings: ['.egg-info'],
  matches: (path) => path.endsWith('.egg-info') || METADATA_PATH.test(path),
  limitBytes: 16_000_000,
  parse: parseMetadata,
};

function parseMetadata(content: Uint8Array, path: string): ParsedMetadata | undefined {
  const headers = readHeaders(decodeText(cutDescription(content)));
  const name = firstOf(headers, 'name');
  const version = firstOf(headers, 'version');
  if (name === '' || version === '') return undefined;
  // Python 2's own standard library came with such a file; it is no distribution.
  if (name === 'Python') return undefined;
  return {
    kind: 'packages',
    packages: [
      {
        ...BARE_RECORD,
        type: 'pypi',
        name,
        version,
        licence: readLicence(headers),
        fields: keepFilled({ 'Requires-Dist': readRequirements(headers) }),
        files: findFiles(path),
      },
    ],
  };
}

/** The bytes before the first empty line; the rest is a description, often longer than all else. */
function cutDescription(content: Uint8Array): Uint8Array {
  const bytes = Buffer.from(content.buffer, content.byteOffset, Math.min(content.length, HEADER_LIMIT_BYTES));
  let start = 0;
  while (bytes[start] === 0x0a || bytes[start] === 0x0d) start++;
  const ends = [bytes.indexOf('\n\n', start), bytes.indexOf('\n\r\n', start)].filter((end) => end >= 0);
  return bytes.subarray(start, Math.min(bytes.length, ...ends));
}

/** The fields of the mail-like header, by lower-case name, each with all its values; continuation lines are left out. */
function readHeaders(text: string): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  let at = 0;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).trimEnd();
    at = end + 1;
    const colon = line.indexOf(':');
    if (colon <= 0 || line.startsWith(' ') || line.startsWith('\t')) continue;
    const key = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const values = headers.get(key);
    if (values === undefined) headers.set(key, [value]);
    else values.push(value);
  }
  return headers;
}

function firstOf(headers: ReadonlyMap<string, readonly string[]>, key: string): string {
  return headers.get(key)?.[0] ?? '';
}

/** The expression, else the old free text (its first line: some put the whole text there), else the classifiers. */
function readLicence(headers: ReadonlyMap<string, readonly string[]>): string {
  const stated = firstOf(headers, 'license-expression') || firstOf(headers, 'license');
  if (stated !== '' && stated !== 'UNKNOWN') return stated;
  return (headers.get('classifier') ?? [])
    .filter((classifier) => classifier.startsWith('License ::'))
    .map((classifier) => classifier.slice(classifier.lastIndexOf('::') + 2).trim())
    .join(', ');
}

/** One a line, with their markers; those of extras are left out, since nothing tells whether an extra was asked for. */
function readRequirements(headers: ReadonlyMap<string, readonly string[]>): string {
  return (headers.get('requires-dist') ?? []).filter((line) => !isOfExtra(line)).join('\n');
}

function isOfExtra(line: string): boolean {
  const semicolon = line.indexOf(';');
  return semicolon >= 0 && /\bextra\s*==/.test(line.slice(semicolon));
}

/** RECORD or installed-files.txt beside it names the files, but an egg holds all its own and a lone file has no list. */
function findFiles(path: string): PackageFiles {
  if (path.endsWith('.egg-info')) return { kind: 'itself' };
  const folder = folderOf(path);
  if (folder.endsWith('.egg/EGG-INFO')) return { kind: 'folder', path: folderOf(folder) };
  return { kind: 'elsewhere' };
}
