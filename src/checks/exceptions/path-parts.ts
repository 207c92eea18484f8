// Paths as rules see them: no leading slash, the empty one is the root.

/** A name in a folder. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folder a path is in; empty for what is in the root. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** An absolute path as rules see it. */
export function fromRoot(path: string): string {
  return path.split('/').filter(Boolean).join('/');
}

/** Whether a path is in one of the folders, or in a folder below. */
export function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path.startsWith(folder) && path[folder.length] === '/');
}

/** The part of a path below a folder it is in. */
export function relativeTo(path: string, folder: string): string {
  return folder === '' ? path : path.slice(folder.length + 1);
}
