// The files of one context that a build really uses: what is sent, without what only lies on the way to it.
import type { InspectedContext } from '../../../context/inspection/inspect-context.ts';
import { encodePath } from '../../../context/path-text.ts';
import type { FileHasher } from './file-hasher.ts';
import { hashFields } from './hash-fields.ts';

/** Uses for which nothing of the context is read. */
const READS_NOTHING: ReadonlySet<string> = new Set(['add-git', 'tmpfs-mount']);

/** 64 hex digits over path, kind, mode and content of each used entry, in the order of sending. */
export async function hashContext(
  { uses, usesOf, listing }: InspectedContext,
  files: FileHasher,
  signal: AbortSignal,
): Promise<string> {
  const isRead = uses.map(({ kind }) => !READS_NOTHING.has(kind));
  const emptied = new Set(listing.emptiedPaths);
  const fields: (string | Uint8Array)[] = [];
  for (const [i, { path }] of listing.entries.entries()) {
    if (!usesOf[i]!.some((use) => isRead[use])) continue;
    const whole = `${listing.folder}/${path}`;
    if (files.isLeftOut(whole)) continue;
    const { kind, mode, content } = await files.hash(whole, emptied.has(path), signal);
    fields.push(encodePath(path), kind, mode.toString(8), content);
  }
  return hashFields('files', fields);
}

/** The patterns of the ignore file that decides over the context; none where nothing of it is sent. */
export function ignorePatterns({ listing }: InspectedContext): readonly string[] {
  if (listing.narrowing.kind === 'nothing') return [];
  return listing.ignoreFile?.lines.map(({ pattern }) => pattern) ?? [];
}
