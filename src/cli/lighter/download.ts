// Fetches a file over https, as registries are talked to: through the user's proxy, with limits on time and size.
import { PlimsollError } from '../../errors.ts';
import { discardBody, readWhole } from '../../oci/registry/body.ts';
import { isLoopback } from '../../oci/registry/host.ts';
import { createHttpClient } from '../../oci/registry/http-client.ts';
import { DEFAULT_SETTINGS } from '../../oci/registry/settings.ts';
import { sendFollowing } from '../../oci/registry/transport.ts';

/** The bytes at a URL. Throws USAGE for plain http beyond this machine, REGISTRY_REFUSED for other answers than 200. */
export async function download(
  url: URL,
  limitBytes: number,
  insecure: boolean,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && (insecure || isLoopback(url.hostname))))
    throw new PlimsollError('USAGE', 'indexes are fetched over https only', {
      subject: url.href,
      hint: 'Write https://, or allow plain http with --insecure.',
    });
  const client = createHttpClient(DEFAULT_SETTINGS, insecure);
  try {
    const headers = { 'accept-encoding': 'identity' };
    const { response, url: from } = await sendFollowing(
      client,
      { url, headers, signal, authorization: null },
      insecure,
    );
    if (response.statusCode !== 200) {
      discardBody(response);
      throw new PlimsollError('REGISTRY_REFUSED', `${from.host} answers with status ${response.statusCode}`, {
        subject: url.href,
      });
    }
    return await readWhole(response, limitBytes, url.pathname, {
      host: from.host,
      stallLimitMs: DEFAULT_SETTINGS.stallLimitMs,
      signal,
    });
  } finally {
    client.close();
  }
}
