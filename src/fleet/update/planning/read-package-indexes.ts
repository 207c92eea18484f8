// The digests of package indexes now: an InRelease of Debian or Ubuntu, or any other file of a mirror, by the URLs that the lock names. Only
// whether one is another than before is told, not whether the packages in it concern the image: a sure sign of no news, and a
// hint of some.
import { isPublicMirror } from '../../../catalogue/find-suites.ts';
import { PlimsollError } from '../../../errors.ts';
import { mapInOrder } from '../../scan/map-in-order.ts';
import type { UpdateLock } from '../lock/update-lock.ts';
import { askPackageIndex } from './ask-package-index.ts';

const JOBS = 4;

/** By URL; hosts that `mayAsk` refuses are not asked, as a lock may come with somebody's pull request. One that cannot be read is left out and told to `onUnreadable`. Throws ABORTED only. */
export async function readPackageIndexes(
  { entries }: UpdateLock,
  signal: AbortSignal,
  onUnreadable: (url: string, why: string) => void,
  mayAsk: (url: URL) => boolean = isPublicMirror,
): Promise<ReadonlyMap<string, string>> {
  const urls = [...new Set([...entries.values()].flatMap(({ packages }) => Object.keys(packages)))].sort();
  const digests = new Map<string, string>();
  let at = 0;
  for await (const digest of mapInOrder(urls, JOBS, (url) => readIndex(url, signal, onUnreadable, mayAsk))) {
    const url = urls[at++]!;
    if (digest !== undefined) digests.set(url, digest);
  }
  return digests;
}

async function readIndex(
  url: string,
  signal: AbortSignal,
  onUnreadable: (url: string, why: string) => void,
  mayAsk: (url: URL) => boolean,
): Promise<string | undefined> {
  try {
    const parsed = new URL(url);
    if (!mayAsk(parsed)) throw new Error('it is no URL of a public mirror');
    return (await askPackageIndex(parsed, signal)).digest;
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'ABORTED') throw error;
    onUnreadable(url, error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** Public mirrors, and hosts that the user has named. */
export function mayAskMirrors(mirrors: readonly string[] = []): (url: URL) => boolean {
  const named = new Set(mirrors);
  return (url) => isPublicMirror(url) || (/^https?:$/.test(url.protocol) && named.has(url.host));
}
