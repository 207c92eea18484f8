// Paths in an image as commands name them.

/** Whether a path, which may end in a pattern, is another one or within it. Both are absolute. */
export function isWithin(path: string, folder: string): boolean {
  const base = stripPattern(folder);
  if (base === '/' || base === '') return false;
  return path === base || path.startsWith(`${base}/`);
}

/** Without a slash at the end, and without `/*` and `/.` there. */
export function stripPattern(path: string): string {
  return path.replace(/(?:\/(?:\*|\.\[!\.\]\*|\.\*|\.)?)+$/, '') || '/';
}

/** Whether a path, or a folder that it is in, is what a pattern takes: `/tmp/*.tar.gz`, `/tmp/app-*`, `/tmp`. */
export function isTaken(path: string, pattern: string): boolean {
  if (isWithin(path, pattern)) return true;
  const base = stripPattern(pattern);
  if (base === '/' || !/[*?]/.test(base)) return false;
  const expression = base
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('?', '[^/]')
    .replaceAll('*', '[^/]*');
  return new RegExp(`^${expression}(?:/|$)`).test(path);
}

/** The last part. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

const ARCHIVE =
  /\.(?:tar|tgz|tbz2?|txz|tzst|zip|jar|7z|rar|gz|bz2|xz|zst|deb|rpm|apk|whl|run|bin|sh|dmg|pkg|iso)$|\.tar\.\w+$/i;
const PACKED = /\.(?:tar|tgz|tbz2?|txz|tzst|zip|7z|rar)$|\.tar\.\w+$/i;

/** Whether a name is of something that is there to be unpacked. */
export function isPackedName(path: string): boolean {
  return PACKED.test(path);
}

/** Whether a name is of something that is unpacked or installed once, and of no use then: no script, no program. */
export function isPackageName(path: string): boolean {
  return PACKED.test(path) || /\.(?:deb|rpm|apk|gz|bz2|xz|zst|iso)$/i.test(path);
}

/** Whether a name is of something that is there to be installed or unpacked. */
export function isInstallerName(path: string): boolean {
  return ARCHIVE.test(path);
}
