// What installing packages brings to a Debian base, by the package index that the user named.
import { readFileSync, statSync } from 'node:fs';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type InstallClosure, InstallPlanner } from '../../catalogue/install-closure.ts';
import { INDEX_LIMIT_BYTES, readIndexes } from '../../catalogue/read-index.ts';
import type { DockerfilePricing, Price } from '../../checks/dockerfile/pricing.ts';
import { DEFAULT_APT_SETTINGS } from '../../contents/packages/closures/apt-settings.ts';
import type { Inventory } from '../../contents/packages/inventory.ts';
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
  const planner = new InstallPlanner(catalogue, NOTHING);
  const base = [...catalogue.packages.filter(({ priority }) => priority === 'required'), { name: 'apt' }].map(
    ({ name }) => name,
  );
  const plans = new Map<string, ReadonlyMap<string, number> | undefined>();
  const plan = (names: readonly string[], recommends: boolean): ReadonlyMap<string, number> | undefined => {
    const key = `${recommends} ${names.join(' ')}`;
    if (!plans.has(key)) plans.set(key, sizesOf(planner.plan([...base, ...names], { recommends })));
    return plans.get(key);
  };
  const added = (names: readonly string[], recommends: boolean): ReadonlyMap<string, number> | undefined => {
    const [whole, own] = [plan(names, recommends), plan([], recommends)];
    if (whole === undefined || own === undefined) return undefined;
    return new Map([...whole].filter(([name]) => !own.has(name)));
  };
  return {
    priceInstall: ({ stage, names, withRecommends }) =>
      stage.family === 'debian' ? toPrice(added(names, withRecommends)) : undefined,
    priceRecommends: ({ stage, names }) => {
      if (stage.family !== 'debian') return undefined;
      const [more, less] = [added(names, true), added(names, false)];
      if (more === undefined || less === undefined) return undefined;
      return toPrice(new Map([...more].filter(([name]) => !less.has(name))));
    },
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
