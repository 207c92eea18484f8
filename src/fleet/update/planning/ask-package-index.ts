// One package index of a mirror as it is now: its digest, and when it was published.
import { PlimsollError } from '../../../errors.ts';
import { type Digest, digestBytes } from '../../../oci/bytes/digest.ts';
import { discardBody, readWhole } from '../../../oci/registry/body.ts';
import { createHttpClient } from '../../../oci/registry/http-client.ts';
import { DEFAULT_SETTINGS } from '../../../oci/registry/settings.ts';

const LARGEST_BYTES = 64 * 1024 * 1024;
const RELEASE_HEAD_BYTES = 64 * 1024;

/** An index as it is now. */
export interface PackageIndex {
  readonly digest: Digest;
  /** By its own `Date` or the mirror's `Last-Modified`; undefined where neither is told. */
  readonly publishedMs: number | undefined;
}

/** Reads it; `Release` where a mirror has no `InRelease`. Throws what the network does, and an Error where the mirror refuses. */
export async function askPackageIndex(url: URL, signal: AbortSignal): Promise<PackageIndex> {
  const client = createHttpClient(DEFAULT_SETTINGS, false);
  try {
    const whole = url.pathname.endsWith('/InRelease') ? new URL('Release', url) : undefined;
    const first = await ask(client, url, signal);
    const found = first === 404 && whole !== undefined ? await ask(client, whole, signal) : first;
    if (typeof found === 'number')
      throw new PlimsollError('REGISTRY_UNREACHABLE', `the mirror answers with status ${found}`);
    return found;
  } finally {
    client.close();
  }
}

async function ask(
  client: ReturnType<typeof createHttpClient>,
  url: URL,
  signal: AbortSignal,
): Promise<PackageIndex | number> {
  const headers = { 'accept-encoding': 'identity' };
  const response = await client.send({ method: 'GET', url, headers }, signal);
  if (response.statusCode !== 200) {
    discardBody(response);
    return response.statusCode ?? 0;
  }
  const { stallLimitMs } = DEFAULT_SETTINGS;
  const bytes = await readWhole(response, LARGEST_BYTES, url.href, { host: url.host, stallLimitMs, signal });
  const published = Date.parse(
    (url.pathname.endsWith('Release') ? dateOf(bytes) : undefined) ?? response.headers['last-modified'] ?? '',
  );
  return { digest: digestBytes(bytes), publishedMs: Number.isNaN(published) ? undefined : published };
}

/** The field of a release file. */
function dateOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, RELEASE_HEAD_BYTES)).toString('latin1');
  return /^Date: *([^\r\n]{1,64})/m.exec(head)?.[1];
}
