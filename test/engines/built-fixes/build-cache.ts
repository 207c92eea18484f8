// What builds leave in the cache of the engine's BuildKit, so that tests can take away what they left, and nothing else.
import { must, runProgram } from '../run-program.ts';

interface CacheRecord {
  readonly ID: string;
  readonly Parent: string;
  readonly Description: string;
}

/** The records that are there now, by their ids. */
export async function listBuildCache(docker: string): Promise<ReadonlyMap<string, CacheRecord>> {
  const text = await must(docker, ['system', 'df', '-v', '--format', '{{json .BuildCache}}']);
  const records = JSON.parse(text) as readonly CacheRecord[] | null;
  return new Map((records ?? []).map((record) => [record.ID.replace(/\*$/, ''), record]));
}

/** Removes what was built since on images that were new then: other builds of the time are left alone. */
export async function removeBuildCache(
  docker: string,
  known: ReadonlyMap<string, CacheRecord>,
): Promise<void> {
  // A record goes only when nothing stands on it any more, and one that was just let go may still be held for a moment.
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const own = listOwn(await listBuildCache(docker), known);
    if (own.length === 0 || own.length >= before) return;
    before = own.length;
    for (const id of own)
      await runProgram(docker, ['builder', 'prune', '--all', '--force', '--filter', `id=${id}`]);
  }
}

/** What stands on the most others comes first. */
function listOwn(
  records: ReadonlyMap<string, CacheRecord>,
  known: ReadonlyMap<string, CacheRecord>,
): readonly string[] {
  const isOwn = (id: string): boolean => {
    const record = records.get(id);
    if (record === undefined || known.has(id)) return false;
    return record.Description.startsWith('from local') || isOwn(record.Parent);
  };
  const depthOf = (id: string): number => {
    const record = records.get(id);
    return record === undefined ? 0 : 1 + depthOf(record.Parent);
  };
  return [...records.keys()].filter(isOwn).sort((a, b) => depthOf(b) - depthOf(a));
}
