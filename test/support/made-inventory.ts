// Inventories made by hand or from a dpkg database, for tests of what packages need of each other.
import { DEFAULT_APT_SETTINGS } from '../../src/contents/packages/closures/apt-settings.ts';
import type { Inventory, InventoryPackage } from '../../src/contents/packages/inventory.ts';
import { BARE_RECORD, type PackageType } from '../../src/contents/packages/package-record.ts';

/** A package as a test tells it; all but the name has a default. */
export interface MadePackage {
  readonly name: string;
  readonly version?: string;
  readonly architecture?: string;
  readonly source?: string;
  readonly bytes?: number;
  readonly isAutomatic?: boolean;
  readonly state?: 'installed' | 'removed';
  readonly fields?: Readonly<Record<string, string>>;
}

/** Makes an inventory of packages of one kind, in the order given. */
export function makeInventory(type: PackageType, packages: readonly MadePackage[]): Inventory {
  return {
    distribution: null,
    packages: packages.map((made): InventoryPackage => {
      const version = made.version ?? '1';
      return {
        kind: 'package',
        record: {
          ...BARE_RECORD,
          type,
          name: made.name,
          version,
          architecture: made.architecture ?? 'amd64',
          source: made.source ?? '',
          fields: made.fields ?? {},
          files: { kind: 'elsewhere' },
        },
        purl: `pkg:${type}/${made.name}@${version}`,
        layer: 0,
        state: made.state ?? 'installed',
        removedByLayer: null,
        metadataPath: '',
        bytes: made.bytes ?? 0,
        shippedBytes: made.bytes ?? 0,
        fileCount: 1,
        isAutomatic: made.isAutomatic ?? null,
        roles: [],
      };
    }),
    owners: new Int32Array(0),
    unread: [],
    sharedFiles: [],
    aptSettings: DEFAULT_APT_SETTINGS,
  };
}

/** The packages of `var/lib/dpkg/status` that are installed, with the marks of apt's `extended_states`. */
export function readDpkgStatus(status: string, extendedStates = ''): Inventory {
  const automatic = new Set(
    readStanzas(extendedStates)
      .filter((stanza) => stanza['Auto-Installed'] === '1')
      .map((stanza) => `${stanza['Package']}:${stanza['Architecture']}`),
  );
  const stanzas = readStanzas(status).filter((stanza) => / installed$/.test(stanza['Status'] ?? ''));
  const native = stanzas.find((stanza) => stanza['Package'] === 'dpkg')?.['Architecture'] ?? 'amd64';
  return makeInventory(
    'deb',
    stanzas.map((fields) => {
      const architecture = fields['Architecture'] ?? '';
      return {
        name: fields['Package']!,
        version: fields['Version']!,
        architecture,
        source: (fields['Source'] ?? '').replace(/ .*/, ''),
        bytes: Number(fields['Installed-Size'] ?? 0) * 1024,
        isAutomatic: automatic.has(`${fields['Package']}:${architecture === 'all' ? native : architecture}`),
        fields,
      };
    }),
  );
}

/** Stanzas of `Field: value` lines; lines that go on are joined. */
export function readStanzas(text: string): readonly Readonly<Record<string, string>>[] {
  return text
    .split(/\n\n+/)
    .filter((stanza) => stanza.trim() !== '')
    .map((stanza) =>
      Object.fromEntries(
        stanza
          .replace(/\n[ \t]+/g, ' ')
          .split('\n')
          .filter((line) => line.includes(':'))
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      ),
    );
}
