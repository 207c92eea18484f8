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
const DIGEST_AT_END = /^[^$@]+@sha256:[0-9a-f]{64}$/;

/** By `entryName`: the key, or why there is none. Throws ABORTED only. */
export async function computeSourceKeys(
  { images, uses }: Pick<UpdateGraph, 'images' | 'uses'>,
  { lock, lockPath, resolveSource, signal }: SourceKeysOptions,
): Promise<ReadonlyMap<string, SourceKey | PlimsollError>> {
  const files = new FileHasher([lockPath, realPath(lockPath)]);
  const asked = resolveSource === undefined ? undefined : askOnce(resolveSource);
  const followed = findFollowed(uses);
  const items = images.flatMap(({ id, build }) =>
    build === undefined
      ? []
      : build.platforms.map((platform) => ({
          ...{ name: entryName(id, platform), build, platform },
          followed: [...(followed.get(id) ?? [])],
        })),
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

/** Names with a digest that mean images of the graph, by the image that has them. */
function findFollowed(uses: UpdateGraph['uses']): ReadonlyMap<string, ReadonlySet<string>> {
  const followed = new Map<string, Set<string>>();
  for (const { image, origin, written } of uses) {
    if (origin.kind !== 'image' || written === undefined || !DIGEST_AT_END.test(written)) continue;
    const names = followed.get(image);
    if (names === undefined) followed.set(image, new Set([written]));
    else names.add(written);
  }
  return followed;
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
