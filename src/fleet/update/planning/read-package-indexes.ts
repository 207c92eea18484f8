// The digests of package indexes now: an InRelease of Debian or Ubuntu, or any other file of a mirror, by the URLs that the lock names. Only
// whether one is another than before is told, not whether the packages in it concern the image: a sure sign of no news, and a
// hint of some.
import { isPublicMirror } from '../../../catalogue/find-suites.ts';
import { PlimsollError } from '../../../errors.ts';
import { digestBytes } from '../../../oci/bytes/digest.ts';
import { discardBody, readWhole } from '../../../oci/registry/body.ts';
import { createHttpClient } from '../../../oci/registry/http-client.ts';
import { DEFAULT_SETTINGS } from '../../../oci/registry/settings.ts';
import { mapInOrder } from '../../scan/map-in-order.ts';
import type { UpdateLock } from '../lock/update-lock.ts';

const LARGEST_BYTES = 64 * 1024 * 1024;
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
  const client = createHttpClient(DEFAULT_SETTINGS, false);
  try {
    const parsed = new URL(url);
    if (!mayAsk(parsed)) throw new Error('it is no URL of a public mirror');
    const headers = { 'accept-encoding': 'identity' };
    const response = await client.send({ method: 'GET', url: parsed, headers }, signal);
    if (response.statusCode !== 200) {
      discardBody(response);
      throw new Error(`the mirror answers with status ${response.statusCode}`);
    }
    const { stallLimitMs } = DEFAULT_SETTINGS;
    return digestBytes(
      await readWhole(response, LARGEST_BYTES, url, { host: parsed.host, stallLimitMs, signal }),
    );
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'ABORTED') throw error;
    onUnreadable(url, error instanceof Error ? error.message : String(error));
    return undefined;
  } finally {
    client.close();
  }
}
