// Debian's `Packages` indexes (repository format, "Packages Indices"), read into a catalogue.
import { Catalogue, type CatalogueRelease, chooseNewest } from './catalogue.ts';
import { type CataloguePackage, readPriority, readSource } from './catalogue-package.ts';

/** The relations in the order in which apt reads them, whatever their order in the index. */
const RELATIONS = [
  'Pre-Depends',
  'Depends',
  'Conflicts',
  'Breaks',
  'Recommends',
  'Suggests',
  'Replaces',
  'Enhances',
  'Provides',
] as const;

const WANTED: ReadonlySet<string> = new Set([
  ...RELATIONS,
  'Package',
  'Version',
  'Architecture',
  'Source',
  'Section',
  'Priority',
  'Essential',
  'Important',
  'Protected',
  'Multi-Arch',
  'Installed-Size',
]);

/**
 * Reads the indexes of a release in the order of its sources: apt's choice between equals depends on it. What is no package
 * is passed over. `commands` are the programs of each package, from the `Contents` indexes.
 */
export function readPackagesIndexes(
  release: CatalogueRelease,
  indexes: readonly Uint8Array[],
  commands: ReadonlyMap<string, readonly string[]> | null = null,
): Catalogue {
  const packages: CataloguePackage[] = [];
  const order = new Map<string, number>();
  const meet = (name: string): void => {
    if (!order.has(name)) order.set(name, order.size);
  };
  for (const index of indexes)
    for (const fields of readStanzas(index)) {
      const name = fields.get('Package');
      const version = fields.get('Version');
      if (name === undefined || version === undefined) continue;
      const architecture = fields.get('Architecture') ?? 'all';
      if (architecture !== 'all' && architecture !== release.architecture) continue;
      meet(name);
      for (const relation of RELATIONS) meetNames(fields.get(relation) ?? '', meet);
      packages.push({
        ...makePackage(name, version, fields),
        commands: commands === null ? null : (commands.get(name) ?? []).join(' '),
      });
    }
  return new Catalogue(release, chooseNewest(packages, order));
}

function makePackage(
  name: string,
  version: string,
  fields: ReadonlyMap<string, string>,
): Omit<CataloguePackage, 'commands'> {
  const text = (field: string): string => fields.get(field) ?? '';
  const isYes = (field: string): boolean => text(field).toLowerCase() === 'yes';
  return {
    name,
    version,
    ...readSource(text('Source'), name, version),
    section: text('Section'),
    priority: readPriority(text('Priority')),
    isEssential: isYes('Essential') || isYes('Protected') || isYes('Important'),
    multiArch: fields.get('Multi-Arch') ?? 'no',
    installedBytes: (Number.parseInt(text('Installed-Size'), 10) || 0) * 1024,
    preDepends: text('Pre-Depends'),
    depends: text('Depends'),
    conflicts: text('Conflicts'),
    breaks: text('Breaks'),
    recommends: text('Recommends'),
    provides: text('Provides'),
  };
}

const NAME = /(?:^|[,|])\s*([^\s,|():[\]<>]+)/g;

/** apt knows a package as soon as any other names it. */
function meetNames(field: string, meet: (name: string) => void): void {
  if (field !== '') for (const [, name] of field.matchAll(NAME)) meet(name!);
}

/** The wanted fields of each stanza. One map serves all: it is read before the next stanza is. */
function* readStanzas(index: Uint8Array): Generator<ReadonlyMap<string, string>> {
  const text = Buffer.from(index.buffer, index.byteOffset, index.byteLength).toString('utf8');
  const fields = new Map<string, string>();
  let last = '';
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    if (end === at) {
      if (fields.size > 0) yield fields;
      fields.clear();
      last = '';
    } else if (text[at] === ' ' || text[at] === '\t') {
      if (last !== '') fields.set(last, `${fields.get(last)} ${text.slice(at, end).trim()}`);
    } else {
      const colon = text.indexOf(':', at);
      const name = colon === -1 || colon > end ? '' : text.slice(at, colon);
      last = WANTED.has(name) ? name : '';
      if (last !== '') fields.set(last, text.slice(colon + 1, end).trim());
    }
    at = end + 1;
  }
  if (fields.size > 0) yield fields;
}
