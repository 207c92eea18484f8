// How the slow model reads one entry.
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import type { Attributes } from './shown.ts';

/** The names of a path, cleaned. */
export function split(path: string | Uint8Array): string[] {
  const parts: string[] = [];
  for (const part of Buffer.from(path as string)
    .toString('utf8')
    .split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return parts;
}

/** What an entry says. */
export function attributesOf(item: TarItem): Attributes {
  const mode = item.mode ?? (item.kind === 'directory' ? 0o755 : item.kind === 'symlink' ? 0o777 : 0o644);
  return {
    mode: item.kind === 'symlink' ? 0o777 : mode,
    uid: item.uid ?? 0,
    gid: item.gid ?? 0,
    mtimeSeconds: item.mtimeSeconds ?? 0,
    xattrs: new Map(
      (item.xattrs ?? []).map(({ name, value }) => [name, Buffer.from(value).toString('hex')] as const),
    ),
  };
}

export function areEqual(a: Attributes, b: Attributes): boolean {
  return (
    a.mode === b.mode &&
    a.uid === b.uid &&
    a.gid === b.gid &&
    a.mtimeSeconds === b.mtimeSeconds &&
    a.xattrs.size === b.xattrs.size &&
    [...a.xattrs].every(([name, value]) => b.xattrs.get(name) === value)
  );
}
