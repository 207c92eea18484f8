// apt's configuration (apt.conf(5)): `etc/apt/apt.conf.d/*` in the order of their names, then `etc/apt/apt.conf`. Read for
// what decides on dependencies, such as `APT::Install-Recommends`.
import { keepText } from '../keep-text.ts';
import type { RecordParser } from '../record-parser.ts';
import { readAptTokens } from './apt-tokens.ts';

/** Keeps `etc/apt/apt.conf` and those files of `apt.conf.d` that apt reads: no extension but `.conf`, no odd characters. */
export const aptSettings: RecordParser = keepText({
  id: 'apt-settings',
  names: ['apt.conf'],
  folders: ['apt.conf.d'],
  matches: (path) =>
    path === 'etc/apt/apt.conf' || /^etc\/apt\/apt\.conf\.d\/(?:[\w-]+|[\w.-]+\.conf)$/.test(path),
  limitBytes: 1024 * 1024,
});

/** One assignment, its name in full: `APT::Install-Recommends`. Names are the same in any case. */
export interface AptSetting {
  readonly name: string;
  readonly value: string;
}

/** Names that are longer in full are none of apt's. */
const NAME_MAX = 256;

/** The assignments of one file in their order; the last of a name counts. */
export function readAptSettings(text: Uint8Array): readonly AptSetting[] {
  const settings: AptSetting[] = [];
  /** The full names of the blocks around, with `::`; undefined where too long. */
  const scopes: (string | undefined)[] = [''];
  let words: string[] = [];
  readAptTokens(text, (kind, word) => {
    if (kind === 'word') {
      words.push(word);
      return;
    }
    const [name, ...values] = words;
    words = [];
    const fullName = name === undefined ? undefined : join(scopes.at(-1), name);
    if (kind === '{') scopes.push(fullName === undefined ? undefined : `${fullName}::`);
    else if (kind === '}' && scopes.length > 1) scopes.pop();
    if (fullName !== undefined && values.length > 0)
      settings.push({ name: fullName, value: values.join(' ') });
  });
  return settings;
}

/**
 * Whether apt installs recommended packages, from the texts of all its files in the order it reads them; true where none says
 * otherwise (apt.conf(5), "Install-Recommends").
 */
export function installsRecommends(texts: readonly Uint8Array[]): boolean {
  const value = texts
    .flatMap(readAptSettings)
    .findLast(({ name }) => name.toLowerCase() === 'apt::install-recommends')?.value;
  return value === undefined || !isAptNo(value);
}

/** The words that apt takes for no (apt-pkg/contrib/strutl.cc, StringToBool). */
export function isAptNo(value: string): boolean {
  return /^(?:no|false|without|off|disable|0+)$/i.test(value);
}

function join(scope: string | undefined, name: string): string | undefined {
  return scope === undefined || scope.length + name.length > NAME_MAX ? undefined : `${scope}${name}`;
}
