// Where a package's list of files is, ecosystem by ecosystem, and what the list says.
import type { PackageExtent } from './assign-owners.ts';
import type { DiversionTable } from './dpkg/diversion-table.ts';
import { readDpkgConffiles, readDpkgList, readDpkgMd5sums } from './dpkg/dpkg-info.ts';
import type { InventoryBudget } from './inventory-budget.ts';
import { readOpkgList } from './opkg/opkg-list.ts';
import type { PackageRecord } from './package-record.ts';
import { listPythonFiles } from './python/python-file-list.ts';

type Paths = Extract<PackageExtent, { kind: 'paths' }>;

/** The text of a metadata file at a path, as it was when the package was there; undefined where there is none. */
export type TextAt = (path: string) => Uint8Array | undefined;

/** What there is beside a package's own metadata. */
export interface ExtentContext {
  readonly textAt: TextAt;
  readonly diversions: DiversionTable;
  readonly budget: InventoryBudget;
}

/** The files of a package by its metadata; undefined where nothing lists them. */
export function findExtent(
  { files, type, name, architecture }: PackageRecord,
  metadataPath: string,
  context: ExtentContext,
): PackageExtent | undefined {
  switch (files.kind) {
    case 'paths':
      return files;
    case 'folder':
      // Composer's file names all packages of a project.
      return { ...files, metadataPath: type === 'composer' ? null : metadataPath };
    case 'itself':
      return { kind: 'file', path: metadataPath };
    case 'elsewhere':
      break;
  }
  const folder = metadataPath.slice(0, metadataPath.lastIndexOf('/') + 1);
  const textAt = countTexts(context);
  switch (type) {
    case 'deb': {
      const extent = findDpkgFiles(metadataPath, folder, name, architecture, textAt);
      return extent && { ...extent, paths: context.diversions.apply(extent.paths, name) };
    }
    case 'opkg': {
      // The metadata is `status`, or a control file in `info` itself.
      const places = [`${folder}${name}.list`, `${folder}info/${name}.list`];
      return listed(places, textAt, readOpkgList);
    }
    case 'pypi':
      return (
        listed([`${folder}RECORD`, `${folder}installed-files.txt`], textAt, listPythonFiles) ?? {
          kind: 'folder',
          path: folder.slice(0, -1),
          metadataPath,
        }
      );
    default:
      return undefined;
  }
}

function countTexts({ textAt, budget }: ExtentContext): TextAt {
  return (path) => {
    const text = textAt(path);
    if (text !== undefined) budget.countList(text.length);
    return text;
  };
}

/** dpkg's `info/NAME.list` names all; distroless images have checksums only, and configuration files apart from them. */
function findDpkgFiles(
  metadataPath: string,
  folder: string,
  name: string,
  architecture: string,
  textAt: TextAt,
): Paths | undefined {
  const stems = [
    `${folder}info/${name}:${architecture}`,
    `${folder}info/${name}`,
    metadataPath,
    folder + name,
  ];
  const list = listed(
    stems.map((stem) => `${stem}.list`),
    textAt,
    readDpkgList,
  );
  if (list !== undefined) return list;
  const sums = listed(
    stems.map((stem) => `${stem}.md5sums`),
    textAt,
    readDpkgMd5sums,
  );
  const settings = listed(
    stems.map((stem) => `${stem}.conffiles`),
    textAt,
    readDpkgConffiles,
  );
  if (sums === undefined || settings === undefined) return sums ?? settings;
  return { kind: 'paths', paths: Buffer.concat([sums.paths, Buffer.from('\n'), settings.paths]) };
}

function listed(
  places: readonly string[],
  textAt: TextAt,
  read: (text: Uint8Array, path: string) => Uint8Array,
): Paths | undefined {
  for (const place of places) {
    const text = textAt(place);
    if (text !== undefined) return { kind: 'paths', paths: read(text, place) };
  }
  return undefined;
}
