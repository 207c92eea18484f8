// One request to a registry with all that belongs to it: redirects, and the answer to a challenge.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import type { Authorization } from './authorization.ts';
import { discardBody } from './body.ts';
import { isLoopback } from './host.ts';
import type { HttpClient, HttpRequest } from './http-client.ts';

/** A request; GET where no method is named. */
export interface TransportRequest {
  readonly method?: HttpRequest['method'];
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** It may have to be sent again. */
  readonly body?: Uint8Array | (() => AsyncIterable<Uint8Array>);
  readonly signal: AbortSignal | undefined;
  /** Null sends nothing that proves who asks, and answers no challenge. */
  readonly authorization: Authorization | null;
}

/** An answer of any status (the body of a 401 is gone already), and the server that gave it in the end. */
export interface TransportAnswer {
  readonly response: IncomingMessage;
  readonly url: URL;
}

const REDIRECT_LIMIT = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** The others would turn an upload into a download (RFC 9110, 15.4). */
const SAME_METHOD_REDIRECTS: ReadonlySet<number> = new Set([307, 308]);

/**
 * Sends the request; each server on the way gets only its own authorization. Throws REGISTRY_INVALID for circles of
 * redirects, REGISTRY_INSECURE for one that leads from https to plain http, and what the client throws.
 */
export async function sendFollowing(
  client: HttpClient,
  request: TransportRequest,
  insecure: boolean,
): Promise<TransportAnswer> {
  const { authorization, signal, method = 'GET', body } = request;
  const answered = new Set<string>();
  let { url } = request;
  let redirects = 0;
  for (;;) {
    const sent = authorization?.headerFor(url);
    const headers = { ...request.headers, ...(sent === undefined ? {} : { authorization: sent }) };
    const exchange = { method, url, headers, ...(body === undefined ? {} : { body }) };
    const response = await client.send(exchange, signal);
    const status = response.statusCode ?? 0;
    if (isReading(method) ? REDIRECTS.has(status) : SAME_METHOD_REDIRECTS.has(status)) {
      discardBody(response);
      redirects += 1;
      if (redirects > REDIRECT_LIMIT)
        throw new PlimsollError('REGISTRY_INVALID', `${request.url.host} redirects more than 5 times`);
      url = followLocation(url, response.headers.location, insecure);
    } else if (status === 401 && authorization !== null && !answered.has(url.origin)) {
      answered.add(url.origin);
      // At once, so that a token server on the same host can have the connection.
      discardBody(response);
      const challenge = response.headers['www-authenticate'];
      if (!(await authorization.answer(url, challenge, sent, signal))) return { response, url };
    } else return { response, url };
  }
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Where a Location leads; what it says of users and passwords is never sent. */
export function followLocation(from: URL, location: string | undefined, insecure: boolean): URL {
  if (location === undefined || !URL.canParse(location, from.href))
    throw new PlimsollError('REGISTRY_INVALID', `${from.host} redirects without saying where to`);
  const url = new URL(location, from);
  if (url.protocol === 'https:') return url;
  if (url.protocol !== 'http:')
    throw new PlimsollError('REGISTRY_INVALID', `${from.host} redirects to what is no web address`);
  if (!insecure && (from.protocol === 'https:' || !isLoopback(url.hostname)))
    throw new PlimsollError('REGISTRY_INSECURE', `${from.host} redirects to plain http (${url.host})`, {
      hint: 'If you trust the network between, allow it with --insecure.',
    });
  return url;
}
