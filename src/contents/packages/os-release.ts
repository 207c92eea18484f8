// Which distribution an image is of (os-release(5)): `etc/os-release`, and `usr/lib/os-release` where that is not there.
import type { Distribution } from './inventory.ts';
import { keepText } from './keep-text.ts';
import type { RecordParser } from './record-parser.ts';
import { readLines, splitWords } from './text-lines.ts';

/** Keeps both; the former is mostly a symlink to the latter. */
export const osRelease: RecordParser = keepText({
  id: 'os-release',
  names: ['os-release'],
  matches: (path) => path === 'etc/os-release' || path === 'usr/lib/os-release',
  limitBytes: 256 * 1024,
});

/** What the text says; `linux` is the id where it names none, as os-release(5) has it. */
export function readOsRelease(text: Uint8Array): Distribution {
  const values = new Map<string, string>();
  for (const line of readLines(text)) {
    const equals = line.indexOf('=');
    if (equals > 0 && !line.startsWith('#'))
      values.set(line.slice(0, equals).trim(), unquote(line.slice(equals + 1)));
  }
  return {
    id: values.get('ID') || 'linux',
    idLike: splitWords(values.get('ID_LIKE') ?? ''),
    versionId: values.get('VERSION_ID') ?? '',
    codename: values.get('VERSION_CODENAME') || values.get('UBUNTU_CODENAME') || '',
  };
}

/** A value as a shell would read it: quotes off, and within double quotes or none a backslash makes the next character plain. */
function unquote(text: string): string {
  const value = text.trim();
  const quote = value[0];
  if (quote === "'") return value.slice(1, value.length > 1 && value.endsWith("'") ? -1 : undefined);
  const isQuoted = quote === '"';
  const inner = isQuoted ? value.slice(1, value.length > 1 && value.endsWith('"') ? -1 : undefined) : value;
  return inner.replace(isQuoted ? /\\(["$`\\])/g : /\\(.)/g, '$1');
}
