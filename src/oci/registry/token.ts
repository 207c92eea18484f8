// Getting a token (distribution-spec "Token Authentication" and "OAuth2 Token Authentication").
import { PlimsollError } from '../../errors.ts';
import { discardBody, readWhole } from './body.ts';
import type { Credential } from './credential.ts';
import type { HttpClient, HttpRequest } from './http-client.ts';
import { busyError, isBusyStatus } from './refusal.ts';
import type { RegistrySettings } from './settings.ts';

/** What to ask a token server for. */
export interface TokenWish {
  readonly realm: URL;
  readonly service: string | undefined;
  readonly scopes: readonly string[];
  readonly credential: Exclude<Credential, { kind: 'registry-token' }> | undefined;
  /** The host that the user wrote, for messages. */
  readonly host: string;
}

const ANSWER_LIMIT_BYTES = 256 * 1024;
const CLIENT_ID = 'plimsoll';

/** Asks for a token; follows no redirects. How long it lives is not kept: a registry says by 401 when it is over.
 * Throws REGISTRY_REFUSED, REGISTRY_INVALID or REGISTRY_UNREACHABLE. */
export async function fetchToken(
  wish: TokenWish,
  client: HttpClient,
  settings: RegistrySettings,
  signal: AbortSignal | undefined,
): Promise<string> {
  const { realm, credential, host } = wish;
  const response = await client.send(buildRequest(wish), signal);
  const status = response.statusCode ?? 0;
  if (status !== 200) {
    discardBody(response);
    if (isBusyStatus(status)) throw busyError(response, realm.host);
    if (status >= 400 && status < 500)
      throw new PlimsollError(
        'REGISTRY_REFUSED',
        credential === undefined
          ? `${host} gives no token without a login (${status})`
          : `${host} does not accept the stored credential (${status})`,
        { hint: `Check the name of the image, and run 'docker login ${host}'.` },
      );
    throw new PlimsollError(
      'REGISTRY_INVALID',
      `the token server ${realm.host} answers with status ${status}`,
    );
  }
  const bytes = await readWhole(response, ANSWER_LIMIT_BYTES, 'a token', {
    host: realm.host,
    stallLimitMs: settings.stallLimitMs,
    signal,
  });
  return parseToken(bytes, realm.host);
}

function buildRequest({ realm, service, scopes, credential }: TokenWish): HttpRequest {
  const headers = { accept: 'application/json' };
  if (credential?.kind === 'identity-token') {
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: CLIENT_ID });
    if (service !== undefined) form.set('service', service);
    if (scopes.length > 0) form.set('scope', scopes.join(' '));
    form.set('refresh_token', credential.token);
    return {
      method: 'POST',
      url: realm,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    };
  }
  const url = new URL(realm);
  url.hash = '';
  if (service !== undefined) url.searchParams.set('service', service);
  url.searchParams.delete('scope');
  for (const scope of scopes) url.searchParams.append('scope', scope);
  if (credential === undefined) return { method: 'GET', url, headers };
  url.searchParams.set('account', credential.username);
  return { method: 'GET', url, headers: { ...headers, authorization: formatBasic(credential) } };
}

/** The value of an Authorization header with user and password (RFC 7617, in UTF-8). */
export function formatBasic(credential: Extract<Credential, { kind: 'password' }>): string {
  return `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString('base64')}`;
}

/** Whether a token can stand in a header as it is. */
export function isSendable(token: string): boolean {
  return /^[\x21-\x7e]{1,65536}$/.test(token);
}

function parseToken(bytes: Uint8Array, host: string): string {
  let json: Readonly<Record<string, unknown>> | null;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // The parser's own message quotes the text, which is secret.
    throw new PlimsollError('REGISTRY_INVALID', `the token server ${host} does not answer in JSON`);
  }
  const text = json?.['token'] || json?.['access_token'];
  if (typeof text !== 'string' || !isSendable(text))
    throw new PlimsollError('REGISTRY_INVALID', `the token server ${host} gives no token`);
  return text;
}
