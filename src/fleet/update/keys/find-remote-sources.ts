// What a build fetches by itself: sources of ADD, and named contexts that are URLs.
import type { ReadBuild } from '../../../context/inspection/read-build.ts';
import { placeOfSource } from '../../../dockerfile/evaluation/remote-source.ts';

/** One of them. */
export interface RemoteSource {
  readonly url: string;
  readonly place: 'http' | 'git';
  /** What its own text pins it to, in the words of `KeyedSource.content`. */
  readonly pinned: string | undefined;
}

const COMMIT = /#([0-9a-f]{40}|[0-9a-f]{64})(?::|$)/;

/** All of them for one build, sorted by URL, each once. */
export function findRemoteSources({ build }: ReadBuild): readonly RemoteSource[] {
  const found = new Map<string, RemoteSource>();
  const add = (url: string, checksum: string | undefined): void => {
    const place = placeOfSource(url);
    if (place === 'context') return;
    const commit = place === 'git' ? COMMIT.exec(url)?.[1] : undefined;
    const pinned =
      checksum !== undefined ? `checksum ${checksum}` : commit !== undefined ? `commit ${commit}` : undefined;
    found.set(`${url}\n${pinned ?? ''}`, { url, place, pinned });
  };
  for (const { steps } of build.stages)
    for (const { expanded } of steps)
      if (expanded.kind === 'add') for (const url of expanded.sources) add(url, expanded.checksum);
  for (const { value } of build.namedContexts) add(value, undefined);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, source]) => source);
}
