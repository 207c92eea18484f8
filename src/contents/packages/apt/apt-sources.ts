// Where apt takes packages from (sources.list(5)): lines in `sources.list` and `*.list`, stanzas in `*.sources`.
import { keepText } from '../keep-text.ts';
import type { RecordParser } from '../record-parser.ts';
import { readStanzas, type Stanza, wantFields } from '../stanzas.ts';
import { readLines, splitWords } from '../text-lines.ts';
import { isAptNo } from './apt-settings.ts';

/** Keeps `etc/apt/sources.list` and the files that apt reads in `sources.list.d`. */
export const aptSources: RecordParser = keepText({
  id: 'apt-sources',
  names: ['sources.list'],
  folders: ['sources.list.d'],
  matches: (path) =>
    path === 'etc/apt/sources.list' || /^etc\/apt\/sources\.list\.d\/[\w.-]+\.(?:list|sources)$/.test(path),
  limitBytes: 1024 * 1024,
});

/** A source that is not switched off. */
export interface AptSource {
  readonly types: readonly string[];
  readonly uris: readonly string[];
  readonly suites: readonly string[];
  readonly components: readonly string[];
  /** Empty where all of the system's architectures are meant. */
  readonly architectures: readonly string[];
}

const FIELDS = wantFields(['Types', 'URIs', 'Suites', 'Components', 'Architectures', 'Enabled']);

/** The sources of a file, whose path tells in which of the two formats it is. */
export function readAptSources(text: Uint8Array, path: string): readonly AptSource[] {
  return path.endsWith('.sources') ? readSourceStanzas(text) : readLines(text).flatMap(readSourceLine);
}

function readSourceStanzas(text: Uint8Array): readonly AptSource[] {
  const sources: AptSource[] = [];
  readStanzas(withoutComments(text), FIELDS, (stanza) => {
    if (isAptNo(stanza.get('Enabled') ?? '')) return;
    const source = {
      types: wordsOf(stanza, 'Types'),
      uris: wordsOf(stanza, 'URIs'),
      suites: wordsOf(stanza, 'Suites'),
      components: wordsOf(stanza, 'Components'),
      architectures: wordsOf(stanza, 'Architectures'),
    };
    if (source.types.length > 0 && source.uris.length > 0) sources.push(source);
  });
  return sources;
}

/** Comment lines may stand anywhere, between a field and its continuation too. */
function withoutComments(text: Uint8Array): Uint8Array {
  const lines = readLines(text).filter((line) => !line.startsWith('#'));
  return new TextEncoder().encode(lines.join('\n'));
}

function wordsOf(stanza: Stanza, field: string): readonly string[] {
  return splitWords(stanza.get(field) ?? '');
}

/** `deb [ arch=amd64 signed-by=/x ] http://deb.debian.org/debian bookworm main`. */
function readSourceLine(line: string): readonly AptSource[] {
  const comment = line.indexOf('#');
  const content = (comment === -1 ? line : line.slice(0, comment)).trim();
  const type = splitWords(content)[0];
  if (type !== 'deb' && type !== 'deb-src') return [];
  let rest = content.slice(type.length).trim();
  let options: readonly string[] = [];
  if (rest.startsWith('[')) {
    const close = rest.indexOf(']');
    if (close === -1) return [];
    options = splitWords(rest.slice(1, close));
    rest = rest.slice(close + 1);
  }
  const [uri, suite, ...components] = splitWords(rest);
  if (uri === undefined || suite === undefined) return [];
  const architectures = options.find((option) => option.startsWith('arch='))?.slice('arch='.length);
  return [
    {
      types: [type],
      uris: [uri],
      suites: [suite],
      components,
      architectures: architectures === undefined ? [] : architectures.split(','),
    },
  ];
}
