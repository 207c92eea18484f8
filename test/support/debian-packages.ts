// Debian packages in an image made in code: stanzas of the database, lists of files, and the files.
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { file } from './layers.ts';

/** A package by what matters for a test. */
export interface DebianPackage {
  readonly name: string;
  readonly section?: string;
  /** Paths of its files without a leading slash, with their sizes in bytes. */
  readonly files: Readonly<Record<string, number>>;
  /** Further lines of its stanza. */
  readonly fields?: Readonly<Record<string, string>>;
  /** As apt notes it. */
  readonly isAutomatic?: boolean;
}

/** All files of these packages, their lists, and the database of which they are the whole. */
export function debianPackages(...packages: readonly DebianPackage[]): readonly TarItem[] {
  const automatic = packages.filter(({ isAutomatic }) => isAutomatic === true);
  return [
    file('var/lib/dpkg/status', packages.map(stanzaOf).join('\n')),
    file(
      'var/lib/apt/extended_states',
      automatic.map(({ name }) => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n`).join('\n'),
    ),
    ...packages.flatMap(({ name, files }) => [
      file(
        `var/lib/dpkg/info/${name}.list`,
        Object.keys(files)
          .map((path) => `/${path}\n`)
          .join(''),
      ),
      ...Object.entries(files).map(([path, bytes]) => file(path, Buffer.alloc(bytes, `${path}\n`))),
    ]),
  ];
}

function stanzaOf({ name, section = 'utils', fields = {} }: DebianPackage): string {
  const lines = {
    Package: name,
    Status: 'install ok installed',
    Section: section,
    Architecture: 'amd64',
    Version: '1-1',
    ...fields,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}
