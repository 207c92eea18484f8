// A catalogue's stored form: one line a package in the catalogue's order, fields apart by tabs. Small once compressed, since
// equal words stand close together; the compression is the caller's.
import { PlimsollError } from '../errors.ts';
import { Catalogue, type CatalogueRelease } from './catalogue.ts';
import { type CataloguePackage, PRIORITIES, readPriority } from './catalogue-package.ts';

const MARK = 'plimsoll-catalogue';
const FORMAT = '1';
/** In place of the programs: the index does not tell them. */
const NOT_TOLD = '-';

/** Writes a catalogue. The bytes depend on its packages and release alone. */
export function writeCatalogue({ release, packages }: Catalogue): Uint8Array {
  const { distribution, codename, architecture, date } = release;
  const lines = packages.map((found) =>
    [
      found.name,
      found.version,
      found.source === found.name ? '' : found.source,
      found.sourceVersion === found.version ? '' : found.sourceVersion,
      found.section,
      found.priority === 'optional' ? '' : String(PRIORITIES.indexOf(found.priority)),
      found.isEssential ? 'e' : '',
      found.multiArch === 'no' ? '' : found.multiArch,
      String(found.installedBytes / 1024),
      found.preDepends,
      found.depends,
      found.conflicts,
      found.breaks,
      found.recommends,
      found.provides,
      found.commands ?? NOT_TOLD,
    ]
      .map((field) => field.replace(/[\t\n]/g, ' '))
      .join('\t')
      .trimEnd(),
  );
  const head = [MARK, FORMAT, distribution, codename, architecture, date].join('\t');
  return Buffer.from(`${[head, ...lines].join('\n')}\n`, 'utf8');
}

/** Reads what writeCatalogue wrote; throws CATALOGUE_INVALID. */
export function readCatalogue(bytes: Uint8Array, subject: string): Catalogue {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const [head = '', ...lines] = text.split('\n');
  const [mark, format, distribution = '', codename = '', architecture = '', date = ''] = head.split('\t');
  if (mark !== MARK || format !== FORMAT)
    throw new PlimsollError('CATALOGUE_INVALID', 'this is not a package catalogue of this version', {
      subject,
      hint: "Build it anew with 'node tools/write-catalogue.mjs'.",
    });
  const release: CatalogueRelease = { distribution, codename, architecture, date };
  return new Catalogue(release, lines.filter((line) => line !== '').map(readLine));
}

function readLine(line: string): CataloguePackage {
  const fields = line.split('\t');
  const text = (i: number): string => fields[i] ?? '';
  return {
    name: text(0),
    version: text(1),
    source: text(2) || text(0),
    sourceVersion: text(3) || text(1),
    section: text(4),
    priority: text(5) === '' ? 'optional' : readPriority(PRIORITIES[Number(text(5))] ?? ''),
    isEssential: text(6) === 'e',
    multiArch: text(7) || 'no',
    installedBytes: (Number(text(8)) || 0) * 1024,
    preDepends: text(9),
    depends: text(10),
    conflicts: text(11),
    breaks: text(12),
    recommends: text(13),
    provides: text(14),
    commands: text(15) === NOT_TOLD ? null : text(15),
  };
}
