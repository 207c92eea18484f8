// Names of archive members: bytes as stored become paths below the archive's root, whatever they try.

/** Longer names are no image's; Linux itself has no longer paths. */
export const NAME_LIMIT_BYTES = 4096;

/** The name below the root: no `./`, no leading slash, and no `..`, which cannot climb above the root. */
export function normalizeName(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Where a symlink leads: from its own folder, or from the archive's root where its target is absolute. */
export function resolveSymlink(name: string, target: string): string {
  if (target.startsWith('/')) return normalizeName(target);
  return normalizeName(`${name.slice(0, name.lastIndexOf('/') + 1)}${target}`);
}
