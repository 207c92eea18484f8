// What shows at each path, in one form for the view, for the model and for what engines unpacked, and as text to compare.
import { createXXHash128 } from 'hash-wasm';
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';

/** What one name shows. */
export interface Shown {
  readonly type: Exclude<TarItem['kind'], 'hardlink'>;
  /** Null for a directory that is only implied: no entry says what it is like. */
  readonly attributes: Attributes | null;
  /** False where an engine may set the time of the moment: a directory that changed after its entry. */
  readonly isMtimeKnown: boolean;
  readonly target: string;
  /** `major:minor` of a device. */
  readonly device: string;
  /** XXH3-128 of a regular file's content, zeros for an empty one. */
  readonly contentHash: string;
  /** Equal for all names of one file. */
  readonly identity: unknown;
}

/** An entry's attributes; xattrs by name, values in hex. */
export interface Attributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtimeSeconds: number;
  readonly xattrs: ReadonlyMap<string, string>;
}

/** By path, without a leading slash; the root is ''. */
export type Listing = ReadonlyMap<string, Shown>;

const hasher = await createXXHash128();
const EMPTY_HASH = '0'.repeat(32);

export function hashContent(content: Uint8Array): string {
  return content.length === 0 ? EMPTY_HASH : hasher.init().update(content).digest('hex');
}

/**
 * One line a path. What `expected` does not know is left out: times of directories that changed after their entry, and
 * all attributes of implied directories where they are the 0755 of root that engines give to them. Times are compared to the
 * millisecond: umoci sets them through microseconds and loses a few.
 */
export function renderListing(listing: Listing, expected: Listing): Record<string, string> {
  const names = new Map<unknown, string[]>();
  for (const [path, { identity }] of [...listing].sort(([a], [b]) => (a < b ? -1 : 1)))
    names.set(identity, [...(names.get(identity) ?? []), path]);
  const lines: Record<string, string> = {};
  for (const [path, shown] of listing) {
    const group = names.get(shown.identity) as string[];
    const known = expected.get(path);
    const parts = [
      shown.type,
      renderAttributes(path, shown, known),
      shown.target === '' ? '' : `-> ${shown.target}`,
      shown.device,
      shown.type === 'file' ? shown.contentHash.slice(0, 8) : '',
      group.length > 1 ? `names ${group.join(' ')}` : '',
    ];
    lines[path] = parts.filter((part) => part !== '').join(' ');
  }
  return lines;
}

function renderAttributes(path: string, shown: Shown, known: Shown | undefined): string {
  const { attributes } = shown;
  if (attributes === null) return 'implied';
  const { mode, uid, gid, mtimeSeconds, xattrs } = attributes;
  // In a directory with the setgid bit, the kernel gives a new one that bit and the group.
  const isOrdinary = (mode === 0o755 && gid === 0) || mode === 0o2755;
  const isImplied = known !== undefined && known.attributes === null;
  if (isImplied && ((isOrdinary && uid === 0 && xattrs.size === 0) || path === '')) return 'implied';
  // Engines make things of their own in the root.
  const time =
    path !== '' && (known === undefined || known.isMtimeKnown)
      ? ` @${Math.round(mtimeSeconds * 1000) / 1000}`
      : '';
  const list = [...xattrs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ` ${name}=${value}`);
  return `${mode.toString(8)} ${uid}:${gid}${time}${list.join('')}`;
}
