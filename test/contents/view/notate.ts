// The short notation of layer-cases.ts.
import type { TarItem } from '../../../src/oci/tar/write-tar.ts';
import { hashContent, type Listing, type Shown } from './shown.ts';

/** What shows, in short; `expected` tells which directories are only implied, where the listing cannot know. */
export function notate(
  listing: Listing,
  layers: readonly (readonly TarItem[])[],
  expected: Listing = listing,
): string {
  const texts = new Map(
    layers.flat().map(({ content }) => {
      const bytes = content instanceof Uint8Array ? content : new Uint8Array();
      return [hashContent(bytes), Buffer.from(bytes).toString()] as const;
    }),
  );
  const names = new Map<unknown, number>();
  for (const { identity } of listing.values()) names.set(identity, (names.get(identity) ?? 0) + 1);
  const groups = new Map<unknown, number>();
  const parts: string[] = [];
  for (const [path, shown] of [...listing].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (path === '' && !isStated(expected.get(path), shown)) continue;
    const isGroup = (names.get(shown.identity) ?? 0) > 1;
    if (isGroup && !groups.has(shown.identity)) groups.set(shown.identity, groups.size);
    const group = isGroup ? `#${groups.get(shown.identity)}` : '';
    parts.push(`${notateOne(path, shown, texts, expected.get(path))}${group}`);
  }
  return parts.join(' ');
}

/** Whether an entry says what the root is like. */
function isStated(expected: Shown | undefined, shown: Shown): boolean {
  return (expected ?? shown).attributes !== null;
}

function notateOne(
  path: string,
  shown: Shown,
  texts: ReadonlyMap<string, string>,
  expected: Shown | undefined,
): string {
  switch (shown.type) {
    case 'directory': {
      const extras = notateAttributes(shown, 0o755);
      // An engine's listing knows no implied directories, but theirs look like this.
      const isImplied = shown.attributes === null || (expected?.attributes === null && extras === '');
      return `${path}/${isImplied || (expected === undefined && extras === '') ? '~' : extras}`;
    }
    case 'file':
      return `${path}${notateAttributes(shown, 0o644)}=${texts.get(shown.contentHash) ?? '?'}`;
    case 'symlink':
      return `${path}${notateAttributes(shown, 0o777)}->${shown.target}`;
    case 'fifo':
      return `${path}${notateAttributes(shown, 0o644)}|`;
    default:
      return `${path}${notateAttributes(shown, 0o644)}%${shown.device}`;
  }
}

function notateAttributes({ attributes }: Shown, ordinaryMode: number): string {
  if (attributes === null) return '';
  const { mode, uid, gid, xattrs } = attributes;
  return [
    mode === ordinaryMode ? '' : `[${mode.toString(8)}]`,
    uid === 0 && gid === 0 ? '' : `<${uid}:${gid}>`,
    xattrs.size === 0 ? '' : `{${[...xattrs.keys()].sort().join(' ')}}`,
  ].join('');
}
