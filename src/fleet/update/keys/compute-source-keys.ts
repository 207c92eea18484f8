// The source keys of a whole graph: every image for each of its platforms, every file read once.
import { realpathSync } from 'node:fs';
import { PlimsollError } from '../../../errors.ts';
import { mapInOrder } from '../../scan/map-in-order.ts';
import type { UpdateGraph, UpdateImage } from '../graph/update-graph.ts';
import { entryName, type UpdateLock } from '../lock/update-lock.ts';
import { computeSourceKey } from './compute-source-key.ts';
import { FileHasher } from './file-hasher.ts';
import type { SourceKey, SourceResolver } from './source-key.ts';

/** How they are computed. */
export interface SourceKeysOptions {
  /** What stood for content of elsewhere that nobody is asked for now. */
  readonly lock: UpdateLock;
  /** Where the lock lies: it counts for no image, though some context may hold it. */
  readonly lockPath: string;
  /** Asked for content of elsewhere; without it that of the lock counts on. */
  readonly resolveSource?: SourceResolver;
  readonly signal: AbortSignal;
}

const JOBS = 8;

/** By `entryName`: the key, or why there is none. Throws ABORTED only. */
export async function computeSourceKeys(
  { images }: Pick<UpdateGraph, 'images'>,
  { lock, lockPath, resolveSource, signal }: SourceKeysOptions,
): Promise<ReadonlyMap<string, SourceKey | PlimsollError>> {
  const files = new FileHasher([lockPath, realPath(lockPath)]);
  const asked = resolveSource === undefined ? undefined : askOnce(resolveSource);
  const items = images.flatMap(({ id, build }) =>
    build === undefined
      ? []
      : build.platforms.map((platform) => ({ name: entryName(id, platform), build, platform })),
  );
  const keys = new Map<string, SourceKey | PlimsollError>();
  let at = 0;
  const compute = async (item: (typeof items)[number]): Promise<SourceKey | PlimsollError> => {
    if (signal.aborted) throw new PlimsollError('ABORTED', 'the run was stopped', { cause: signal.reason });
    const kept = lock.entries.get(item.name)?.sources ?? {};
    const resolve: SourceResolver = async (url, stop) =>
      (await asked?.(url, stop)) ?? (Object.hasOwn(kept, url) ? kept[url] : undefined);
    return keyOrError({ ...item, files, resolveSource: resolve, signal });
  };
  for await (const key of mapInOrder(items, JOBS, compute)) keys.set(items[at++]!.name, key);
  return keys;
}

async function keyOrError(
  request: Parameters<typeof computeSourceKey>[0] & { readonly build: NonNullable<UpdateImage['build']> },
): Promise<SourceKey | PlimsollError> {
  try {
    return await computeSourceKey(request);
  } catch (error) {
    if (!(error instanceof PlimsollError) || error.code === 'ABORTED') throw error;
    return error;
  }
}

/** Many images may fetch one URL. */
function askOnce(resolve: SourceResolver): SourceResolver {
  const answers = new Map<string, Promise<string | undefined>>();
  return (url, signal) => {
    const answer = answers.get(url) ?? resolve(url, signal);
    answers.set(url, answer);
    return answer;
  };
}

/** The file need not be there yet. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
