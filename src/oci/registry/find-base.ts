// http or https: settled before anything else is asked, because credentials belong to one origin.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import { discardBody, readWhole } from './body.ts';
import { isLoopback } from './host.ts';
import type { HttpClient } from './http-client.ts';
import { codeOf, isHang, isTlsMismatch, isTransient } from './network-error.ts';
import type { RegistrySettings } from './settings.ts';

const HINT_LIMIT_BYTES = 4096;
const TLS_WANTED = 'PLIMSOLL_TLS_WANTED';

/**
 * The base URL of a registry's API. Only https, unasked, for hosts beyond loopback; http and then https on loopback;
 * https and then http with `insecure`. The second is tried only where the first meets a server of the other kind.
 */
export async function findBase(
  host: string,
  client: HttpClient,
  insecure: boolean,
  settings: RegistrySettings,
  signal: AbortSignal | undefined,
): Promise<URL> {
  const https = new URL(`https://${host}/`);
  const http = new URL(`http://${host}/`);
  const isLocal = isLoopback(https.hostname);
  if (!isLocal && !insecure) return https;
  const [first, second] = isLocal ? [http, https] : [https, http];
  const failure = await probe(first, client, settings, signal);
  if (failure === undefined) return first;
  if (!isOtherKind(failure, first)) throw failure;
  const secondFailure = await probe(second, client, settings, signal);
  if (secondFailure === undefined) return second;
  // What neither understands says less than what the first one met.
  throw isTlsMismatch(secondFailure) || isTransient(secondFailure) ? failure : secondFailure;
}

/** Asks for the API's root; undefined where a server of this kind answers, whatever it says. */
async function probe(
  base: URL,
  client: HttpClient,
  settings: RegistrySettings,
  signal: AbortSignal | undefined,
): Promise<PlimsollError | undefined> {
  let response: IncomingMessage;
  try {
    response = await client.send({ method: 'GET', url: new URL('/v2/', base), headers: {} }, signal);
  } catch (error) {
    return error as PlimsollError;
  }
  if (base.protocol === 'https:' || response.statusCode !== 400) {
    discardBody(response);
    return undefined;
  }
  return (await wantsTls(response, base.host, settings, signal)) ? tlsWanted(base.host) : undefined;
}

/** Go's and nginx's servers answer plain http on a TLS port with status 400 and a sentence about it. */
async function wantsTls(
  response: IncomingMessage,
  host: string,
  { stallLimitMs }: RegistrySettings,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const bytes = await readWhole(response, HINT_LIMIT_BYTES, 'an error', { host, stallLimitMs, signal });
    return /\b(?:https|ssl|tls)\b/i.test(Buffer.from(bytes).toString('latin1'));
  } catch {
    return false;
  }
}

function tlsWanted(host: string): PlimsollError {
  return new PlimsollError('REGISTRY_UNREACHABLE', `${host} speaks https only`, {
    cause: Object.assign(new Error('https wanted'), { code: TLS_WANTED }),
  });
}

function isOtherKind(failure: PlimsollError, tried: URL): boolean {
  if (isHang(failure)) return false;
  const code = codeOf(failure.cause);
  if (code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('HPE_')) return true;
  return tried.protocol === 'http:' ? code === TLS_WANTED : isTlsMismatch(failure) || code === 'ECONNREFUSED';
}
