// Parts of a walk as they go from one thread to another: one text and a few columns, because an object an entry takes as long
// as looking at the file.
import type { ContextEntry, EntryKind } from '../walk/context-entry.ts';
import type { WalkedPart } from './part-walker.ts';

/** Parts without their entries, and the entries of all. */
export interface PackedParts {
  readonly parts: readonly (Omit<WalkedPart, 'entries'> & { readonly count: number })[];
  /** Paths with a zero between them, which no path has. */
  readonly paths: string;
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly sizes: Float64Array<ArrayBuffer>;
}

const KINDS: readonly EntryKind[] = ['file', 'folder', 'symlink', 'special'];
const UNREADABLE = 0x80;

/** Packs parts that no failure ended; entries know no `hardLinkTo` yet. */
export function packParts(parts: readonly WalkedPart[]): PackedParts {
  const count = parts.reduce((sum, { entries }) => sum + entries.length, 0);
  const kinds = new Uint8Array(count);
  const sizes = new Float64Array(count);
  const paths: string[] = [];
  for (const { entries } of parts)
    for (const { path, kind, sizeBytes, isUnreadable } of entries) {
      kinds[paths.length] = KINDS.indexOf(kind) | (isUnreadable ? UNREADABLE : 0);
      sizes[paths.length] = sizeBytes;
      paths.push(path);
    }
  return {
    parts: parts.map(({ entries, ignored, links, left, files }) => ({
      count: entries.length,
      ignored,
      links,
      left,
      files: files && {
        rows: Int32Array.from(files.rows),
        found: files.found,
        fresh: Int32Array.from(files.fresh),
        identities: Float64Array.from(files.identities),
      },
    })),
    paths: paths.join('\0'),
    kinds,
    sizes,
  };
}

/** The parts that were packed. */
export function unpackParts({ parts, paths, kinds, sizes }: PackedParts): readonly WalkedPart[] {
  const each = paths.split('\0');
  let at = 0;
  return parts.map(({ count, ...part }) => {
    const entries: ContextEntry[] = [];
    for (const end = at + count; at < end; at++) {
      const [path, kind] = [each[at]!, KINDS[kinds[at]! & ~UNREADABLE]!];
      entries.push(
        (kinds[at]! & UNREADABLE) === 0
          ? { path, kind, sizeBytes: sizes[at]! }
          : { path, kind, sizeBytes: 0, isUnreadable: true },
      );
    }
    return { ...part, entries };
  });
}
