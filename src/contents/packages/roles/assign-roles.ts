// The roles of all installed packages together: each by its own metadata, npm's by what lockfiles and applications say of them.

import type { MetadataFile } from '../metadata-history.ts';
import { baseNameOf, folderOf } from '../metadata-text.ts';
import { readNpmPurposes } from '../npm/npm-hidden-lockfile.ts';
import type { TrackedPackage } from '../track-packages.ts';
import { findRoles } from './find-roles.ts';
import { findNpmRoles } from './language-roles.ts';
import { findNpmDevelopment } from './npm-development.ts';
import type { PackageRole } from './package-role.ts';

const HIDDEN_LOCKFILE = '.package-lock.json';
/** They bring their own dependencies in a `node_modules` of theirs. */
const MANAGERS: ReadonlySet<string> = new Set(['npm', 'pnpm']);

/** The roles of each of the packages, in their order; `textAt` gives what a metadata file holds now. */
export function assignRoles(
  packages: readonly Pick<TrackedPackage, 'record'>[],
  files: ReadonlyMap<string, MetadataFile>,
  textAt: (path: string) => Uint8Array | undefined,
): readonly (readonly PackageRole[])[] {
  const records = packages.map(({ record }) => record);
  const marked = readLockfiles(files, textAt);
  const development = findNpmDevelopment(records);
  const managers = new Set(
    records.flatMap(({ type, name, files: own }) =>
      type === 'npm' && own.kind === 'folder' && MANAGERS.has(name) ? [`${own.path}/node_modules`] : [],
    ),
  );
  return records.map((record, position) => {
    const own = findRoles(record);
    if (record.type !== 'npm' || record.files.kind !== 'folder' || own.length > 0) return own;
    const folder = record.files.path;
    const manager = findAbove(managers, folder);
    if (manager !== undefined) return [{ role: 'package-manager', because: `in /${manager}` }];
    if (marked.folders.has(folder)) return findNpmRoles(record.name, "npm's lockfile marks it as dev");
    if (!development.has(position) || findAbove(marked.roots, folder) !== undefined) return own;
    return findNpmRoles(record.name, 'only devDependencies lead to it');
  });
}

/** The folders that hidden lockfiles mark as of development only, and the folders of modules that they speak for. */
function readLockfiles(
  files: ReadonlyMap<string, MetadataFile>,
  textAt: (path: string) => Uint8Array | undefined,
): { readonly folders: ReadonlySet<string>; readonly roots: ReadonlySet<string> } {
  const folders = new Set<string>();
  const roots = new Set<string>();
  for (const path of files.keys()) {
    if (baseNameOf(path) !== HIDDEN_LOCKFILE) continue;
    const text = textAt(path);
    if (text === undefined) continue;
    roots.add(folderOf(path));
    for (const [folder, purpose] of readNpmPurposes(text, path)) if (purpose === 'dev') folders.add(folder);
  }
  return { folders, roots };
}

/** The nearest folder above that is in the set. */
function findAbove(folders: ReadonlySet<string>, folder: string): string | undefined {
  for (let above = folderOf(folder); above !== ''; above = folderOf(above))
    if (folders.has(above)) return above;
  return undefined;
}
