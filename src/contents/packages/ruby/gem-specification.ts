// An installed gem's specification: Ruby source that RubyGems itself wrote (Gem::Specification#to_ruby), so its lines have
// one form. Gems of the distribution and those that come with Ruby (`specifications/default`) have the same.
import { joinNames, keepFilled } from '../metadata-json.ts';
import { baseNameOf, decodeText, folderOf } from '../metadata-text.ts';
import { BARE_RECORD } from '../package-record.ts';
import type { ParsedMetadata, RecordParser } from '../record-parser.ts';

const EXTENSION = '.gemspec';
/** `# stub: rake 13.0.6 ruby lib`: what RubyGems reads where it only lists gems. */
const STUB = /^# stub: (\S+) (\S+) (\S+)/m;
const NAME = /\.name\s*=\s*(?:%q<|["'])([^"'<>\n]+)["'>]/;
const VERSION = /\.version\s*=\s*(?:Gem::Version\.new(?:\s*\()?\s*)?(?:%q<|["'])([^"'<>\n]+)["'>]/;
const PLATFORM = /\.platform\s*=\s*(?:Gem::Platform\.new(?:\s*\()?\s*)?(?:%q<|["'])([^"'<>\n]+)["'>]/;
const LICENCES = /\.licenses?\s*=\s*\[?([^\]\n]*)/;
const DEPENDENCY = /\.add_(?:runtime_)?dependency(?:\s*\()?\s*(?:%q<|["'])([^"'<>\n]+)["'>]/g;

/** The specifications of installed gems; a gem's own `NAME.gemspec` in its folder is its source's. */
export const GEM_SPECIFICATION: RecordParser = {
  id: 'gem-specification',
  names: [],
  endings: [EXTENSION],
  matches: (path) => `/${path}`.includes('/specifications/'),
  limitBytes: 8_000_000,
  parse: parseSpecification,
};

function parseSpecification(content: Uint8Array, path: string): ParsedMetadata | undefined {
  const text = decodeText(content).replaceAll('.freeze', '');
  const stub = STUB.exec(text);
  const name = NAME.exec(text)?.[1] ?? stub?.[1] ?? '';
  const version = VERSION.exec(text)?.[1] ?? stub?.[2] ?? '';
  if (name === '' || version === '') return undefined;
  const platform = PLATFORM.exec(text)?.[1] ?? stub?.[3] ?? 'ruby';
  const dependencies = [...text.matchAll(DEPENDENCY)].map((match) => match[1]!);
  return {
    kind: 'packages',
    packages: [
      {
        ...BARE_RECORD,
        type: 'gem',
        name,
        version,
        architecture: platform === 'ruby' ? '' : platform,
        licence: readLicences(text),
        fields: keepFilled({
          dependencies: joinNames([...new Set(dependencies)]),
          default: isDefault(path) ? 'true' : '',
        }),
        files: { kind: 'folder', path: findGemFolder(path) },
      },
    ],
  };
}

function readLicences(text: string): string {
  const list = LICENCES.exec(text)?.[1] ?? '';
  return [...list.matchAll(/["']([^"'\n]+)["']/g)].map((match) => match[1]!).join(', ');
}

/** Those that came with Ruby have their files in its library folder. */
function isDefault(path: string): boolean {
  return folderOf(path).endsWith('specifications/default');
}

/** `gems/NAME-VERSION` beside `specifications`; the file has the folder's name. */
function findGemFolder(path: string): string {
  const at = `/${path}`.lastIndexOf('/specifications/');
  const root = path.slice(0, at);
  return `${root}gems/${baseNameOf(path).slice(0, -EXTENSION.length)}`;
}
