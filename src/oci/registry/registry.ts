// A connection to one registry for one repository: which scheme it speaks, and requests with clear refusals.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import type { OpenOptions } from '../image/image.ts';
import type { RegistryReference } from '../image/reference.ts';
import {
  type Authorization,
  createAuthorization,
  explainWithheld,
  type RegistryActions,
} from './authorization.ts';
import { discardBody } from './body.ts';
import { readComplaint } from './complaint.ts';
import { findBase } from './find-base.ts';
import { apiHost } from './host.ts';
import { createHttpClient, type HttpClient, type HttpRequest } from './http-client.ts';
import { attemptPatiently } from './patience.ts';
import { busyError, isBusyStatus, refusal } from './refusal.ts';
import { DEFAULT_SETTINGS, type RegistrySettings } from './settings.ts';
import { sendFollowing } from './transport.ts';

/** What to ask for. */
export interface RegistryRequest {
  /** A path below `/v2/REPOSITORY/`, or below `/v2/` where there is no repository, or a URL elsewhere, which is asked without any proof of who asks. */
  readonly from: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** What it is, for messages. */
  readonly what: string;
  readonly signal: AbortSignal | undefined;
}

/** A request that may change something; a URL is asked with the registry's own proof where it is of its origin. */
export interface RegistryCommand extends RegistryRequest {
  readonly method: HttpRequest['method'];
  readonly body?: Uint8Array | (() => AsyncIterable<Uint8Array>);
  /** The statuses that are an answer; any other is thrown. */
  readonly accepts: readonly number[];
}

/** A registry that was reached. */
export interface Registry {
  readonly reference: RegistryReference;
  readonly settings: RegistrySettings;
  readonly insecure: boolean;
  readonly onNotice: ((line: string) => void) | undefined;
  /** The API's base; the scheme is settled. */
  readonly base: URL;
  /** One attempt; gives an answer of status 200 or 206, and throws what the user is to be told for any other. */
  get(request: RegistryRequest): Promise<IncomingMessage>;
  /** One attempt at something else than reading. */
  send(command: RegistryCommand): Promise<IncomingMessage>;
  /** Lets further answers to challenges ask for another repository too. */
  alsoRead(repository: string): void;
  close(): void;
}

/** Reaches the registry; `settings` are for tests. Throws REGISTRY_UNREACHABLE or REGISTRY_INSECURE. */
export async function connectRegistry(
  reference: RegistryReference,
  options: Pick<OpenOptions, 'insecure' | 'signal' | 'onNotice'>,
  settings: Partial<RegistrySettings> = {},
  actions: RegistryActions = 'pull',
): Promise<Registry> {
  const limits = { ...DEFAULT_SETTINGS, ...settings };
  const insecure = options.insecure === true;
  const client = createHttpClient(limits, insecure);
  try {
    const patience = { settings: limits, signal: options.signal, onNotice: options.onNotice };
    const host = apiHost(reference.host);
    const base = await attemptPatiently(patience, () =>
      findBase(host, client, insecure, limits, options.signal),
    );
    const authorization = createAuthorization({
      base,
      reference,
      actions,
      insecure,
      client,
      settings: limits,
      signal: options.signal,
      onNotice: options.onNotice,
    });
    const connection = { reference, client, authorization, base, insecure };
    return {
      reference,
      settings: limits,
      insecure,
      onNotice: options.onNotice,
      base,
      get: (request) => get(connection, request),
      send: (command) => send(connection, command),
      alsoRead: (repository) => authorization.widen(repository),
      close: () => client.close(),
    };
  } catch (error) {
    client.close();
    throw error;
  }
}

interface Connection {
  readonly reference: RegistryReference;
  readonly client: HttpClient;
  readonly authorization: Authorization;
  readonly base: URL;
  readonly insecure: boolean;
}

async function get(connection: Connection, request: RegistryRequest): Promise<IncomingMessage> {
  const { reference, client, authorization, base, insecure } = connection;
  const isOwn = typeof request.from === 'string';
  const url = isOwn ? ownUrl(reference, `${request.from}`, base) : new URL(request.from);
  const answer = await sendFollowing(
    client,
    {
      url,
      headers: request.headers ?? {},
      signal: request.signal,
      authorization: isOwn ? authorization : null,
    },
    insecure,
  );
  const { response } = answer;
  const status = response.statusCode ?? 0;
  if (status === 200 || status === 206) return response;
  discardBody(response);
  if (isBusyStatus(status)) throw busyError(response, answer.url.host);
  if (answer.url.origin !== base.origin && (status === 401 || status === 403))
    throw new PlimsollError(
      'REGISTRY_REFUSED',
      `${answer.url.host} does not give ${request.what} (${status})`,
      {
        hint: `It is not ${reference.host} itself but where it keeps its blobs; tell its operator.`,
      },
    );
  const { withheldFrom } = authorization;
  if (status === 401 && withheldFrom !== undefined) throw explainWithheld(reference.host, withheldFrom);
  throw refusal(status, request.what, isOwn ? reference.host : url.host);
}

async function send(connection: Connection, command: RegistryCommand): Promise<IncomingMessage> {
  const { reference, client, authorization, base, insecure } = connection;
  const { from, method, body, headers = {}, signal, accepts, what } = command;
  const url = typeof from === 'string' ? ownUrl(reference, from, base) : from;
  const request = { method, url, headers, signal, ...(body === undefined ? {} : { body }) };
  const isOwn = url.origin === base.origin;
  const answer = await sendFollowing(
    client,
    { ...request, authorization: isOwn ? authorization : null },
    insecure,
  );
  const { response } = answer;
  const status = response.statusCode ?? 0;
  if (accepts.includes(status)) return response;
  if (isBusyStatus(status)) {
    discardBody(response);
    throw busyError(response, answer.url.host);
  }
  const said = await readComplaint(response, answer.url.host, signal);
  const { withheldFrom } = authorization;
  if (status === 401 && withheldFrom !== undefined) throw explainWithheld(reference.host, withheldFrom);
  const verb = method === 'GET' || method === 'HEAD' ? 'read' : 'write';
  throw refusal(status, `${what}${said}`, isOwn ? reference.host : url.host, verb);
}

function ownUrl({ repository }: RegistryReference, path: string, base: URL): URL {
  return new URL(repository === '' ? `/v2/${path}` : `/v2/${repository}/${path}`, base);
}
