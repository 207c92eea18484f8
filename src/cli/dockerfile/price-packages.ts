// What installing packages brings to a Debian base, by the package index that the user named.
import { readFileSync, statSync } from 'node:fs';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type InstallClosure, InstallPlanner } from '../../catalogue/install-closure.ts';
import { INDEX_LIMIT_BYTES, readIndexes } from '../../catalogue/read-index.ts';
import type { DockerfilePricing, PackageQuestion, Price } from '../../checks/dockerfile/pricing.ts';
import { DEFAULT_APT_SETTINGS } from '../../contents/packages/closures/apt-settings.ts';
import type { Inventory, InventoryPackage } from '../../contents/packages/inventory.ts';
import { BARE_RECORD } from '../../contents/packages/package-record.ts';
import { PlimsollError } from '../../errors.ts';

const NOTHING: Inventory = {
  distribution: null,
  packages: [],
  owners: new Int32Array(0),
  unread: [],
  sharedFiles: [],
  aptSettings: DEFAULT_APT_SETTINGS,
};

/** Prices installations in stages on Debian and Ubuntu, on top of what every base image of theirs has. */
export function priceByIndex(
  catalogue: Catalogue,
): Pick<DockerfilePricing, 'priceInstall' | 'priceRecommends'> {
  const planner = new InstallPlanner(catalogue, describeBase(catalogue));
  const plans = new Map<string, ReadonlyMap<string, number> | undefined>();
  const plan = (names: readonly string[], recommends: boolean): ReadonlyMap<string, number> | undefined => {
    const key = `${recommends} ${names.join(' ')}`;
    if (!plans.has(key)) plans.set(key, sizesOf(planner.plan(names, { recommends })));
    return plans.get(key);
  };
  // What a third party offers is in no index: it brings little of the distribution's own.
  const known = (names: readonly string[]): readonly string[] =>
    names.filter((name) => plan([name], false) !== undefined);
  return {
    priceInstall: ({ stage, names, withRecommends, beside = [], isAlone = false }) => {
      if (!isPlainBase(stage)) return undefined;
      const others = known(beside);
      const [more, less] = [plan([...others, ...names], withRecommends), plan(others, withRecommends)];
      const added = without(more, less);
      if (added === undefined || !isAlone) return toPrice(added);
      return toPrice(new Map([...added].filter(([name]) => names.includes(name))));
    },
    priceRecommends: ({ stage, names, beside = [] }) =>
      isPlainBase(stage)
        ? toPrice(without(plan(names, true), plan([...names, ...known(beside)], false)))
        : undefined,
  };
}

/**
 * Whether the base image holds what every one of the distribution does, and about nothing else: its own images, and what is
 * built on the slim ones. What others hold already is not known, and would be counted again.
 */
function isPlainBase({ family, baseImage }: PackageQuestion['stage']): boolean {
  if (family !== 'debian' || baseImage === undefined) return false;
  const { name, tag = '' } = baseImage;
  return (
    /^(?:[\w]+\/)?(?:debian|ubuntu)$/.test(name) || (!name.includes('/') && /(?:^|-)slim(?:-|$)/.test(tag))
  );
}

function without(
  more: ReadonlyMap<string, number> | undefined,
  less: ReadonlyMap<string, number> | undefined,
): ReadonlyMap<string, number> | undefined {
  if (more === undefined || less === undefined) return undefined;
  return new Map([...more].filter(([name]) => !less.has(name)));
}

/** What every base image of the distribution has, as its dpkg would tell it: what is required, and apt, with what they need. */
function describeBase(catalogue: Catalogue): Inventory {
  const required = catalogue.packages.filter(({ priority }) => priority === 'required');
  const names = new Set([...required.map(({ name }) => name), 'apt']);
  // What merges /usr in an old system, and brings Perl for it, is in no image of a merged one.
  if (catalogue.find('usr-is-merged') !== undefined && names.delete('usrmerge')) names.add('usr-is-merged');
  const closure = new InstallPlanner(catalogue, NOTHING).plan([...names], { recommends: false });
  if (closure.kind !== 'installable') return NOTHING;
  return {
    ...NOTHING,
    packages: closure.installed.map(({ name, version }): InventoryPackage => {
      const provides = catalogue.find(name)?.provides ?? '';
      return {
        kind: 'package',
        record: {
          ...BARE_RECORD,
          type: 'deb',
          name,
          version,
          fields: { Provides: provides },
          files: { kind: 'elsewhere' },
        },
        purl: '',
        layer: 0,
        state: 'installed',
        removedByLayer: null,
        metadataPath: '',
        bytes: 0,
        shippedBytes: 0,
        fileCount: 0,
        isAutomatic: false,
        roles: [],
      };
    }),
  };
}

/** Reads the index files that the user named; throws FILE_UNREADABLE and CATALOGUE_INVALID. */
export function readCatalogueFiles(names: readonly string[], architecture: string): Catalogue {
  const indexes = names.map((name) => ({ name, bytes: readIndexFile(name) }));
  return readIndexes(indexes, { distribution: 'debian', codename: '', architecture, date: '' });
}

function readIndexFile(name: string): Uint8Array {
  try {
    if (statSync(name).size > INDEX_LIMIT_BYTES)
      throw new PlimsollError('CATALOGUE_INVALID', 'it is larger than any index', { subject: name });
    return readFileSync(name);
  } catch (cause) {
    if (cause instanceof PlimsollError) throw cause;
    throw new PlimsollError('FILE_UNREADABLE', 'the index cannot be read', { subject: name, cause });
  }
}

function sizesOf(closure: InstallClosure): ReadonlyMap<string, number> | undefined {
  if (closure.kind !== 'installable') return undefined;
  return new Map(closure.installed.map(({ name, installedBytes }) => [name, installedBytes]));
}

function toPrice(sizes: ReadonlyMap<string, number> | undefined): Price | undefined {
  if (sizes === undefined) return undefined;
  let bytes = 0;
  for (const size of sizes.values()) bytes += size;
  return { kind: 'packages', bytes, packages: [...sizes.keys()] };
}
