// The files of language packages in a mounted root, found anew: by the package's folder, by Python's RECORD, or the file itself.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PackageSummary } from '../../../src/contents/packages/package-summary.ts';
import type { RootFiles } from './root-files.ts';

/** The paths of a package's files; `folders` are those of all packages of npm. */
export function listLanguageFiles(
  { type, metadataPath }: PackageSummary,
  root: RootFiles,
  folders: ReadonlySet<string>,
): readonly string[] {
  if (type === 'npm') return listFolder(dirname(metadataPath), root, folders);
  if (type === 'pypi') return readRecord(dirname(metadataPath), root);
  return [metadataPath];
}

/** All below a folder but what is in a further package's folder. */
function listFolder(folder: string, root: RootFiles, folders: ReadonlySet<string>): readonly string[] {
  return root.list(folder).filter((path) => {
    for (let above = dirname(path); above.length > folder.length; above = dirname(above))
      if (folders.has(above)) return false;
    return true;
  });
}

/**
 * Where nothing lists the files, as in Debian's own Python packages, only the metadata's folder is known to be the package's.
 * PEP 376: `path,hash,size`, the path from the folder that holds the package's metadata, in quotes
 * where it has a comma.
 */
function readRecord(metadataFolder: string, root: RootFiles): readonly string[] {
  const record = join(metadataFolder, 'RECORD');
  if (root.stat(record) === undefined) return root.list(metadataFolder);
  const lines = readFileSync(join(root.folder, record), 'utf8').split(/\r?\n/);
  return lines
    .filter((line) => line !== '')
    .map((line) => /^(?:"((?:[^"]|"")*)"|([^,]*)),/.exec(line)!)
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!)
    .map((path) => (path.startsWith('/') ? path.slice(1) : join(dirname(metadataFolder), path)));
}

/** The lowest layer from which on a package's metadata is there and names the same version. */
export function findLayer({ type, metadataPath }: PackageSummary, roots: readonly RootFiles[]): number {
  const read = ({ folder }: RootFiles): string | undefined => {
    const path = join(folder, metadataPath);
    if (!existsSync(path)) return undefined;
    const content = readFileSync(path, 'latin1');
    // npm writes the file anew with each dependency of the project.
    return type === 'npm' ? ((JSON.parse(content) as { version?: string }).version ?? '') : content;
  };
  const content = read(roots.at(-1)!);
  let layer = roots.length - 1;
  while (layer > 0 && read(roots[layer - 1]!) === content) layer--;
  return layer;
}
