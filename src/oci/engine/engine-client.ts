// A client of the Docker Engine API, as far as reading images needs it: GET over a socket, every wait bounded.
import type { IncomingMessage } from 'node:http';
import { PlimsollError } from '../../errors.ts';
import { type ClientOptions, refused, sendRequest } from './engine-request.ts';
import type { EngineEndpoint } from './find-endpoints.ts';

const ANSWER_LIMIT_MS = 60_000;
/** An engine writes a whole export to its disk before the first byte comes. */
const EXPORT_LIMIT_MS = 5 * 60_000;
const JSON_LIMIT_BYTES = 32 * 1024 * 1024;
/** The newest version whose answers are known; older servers are asked in their own. */
const NEWEST_API: ApiVersion = { major: 1, minor: 51 };

/** A version of the Engine API. */
export interface ApiVersion {
  readonly major: number;
  readonly minor: number;
}

/** A connection's settings once the engine has answered. */
export interface EngineClient {
  readonly endpoint: EngineEndpoint;
  readonly version: ApiVersion;
  /** GETs a JSON answer; throws IMAGE_NOT_FOUND on 404, ENGINE_REFUSED on other errors. */
  getJson(path: string, query?: Query): Promise<unknown>;
  /** GETs a long stream, in the pieces it comes in; throws ENGINE_REFUSED where it stalls or breaks off. */
  getStream(path: string, query: Query, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** Parameters of a request; those that are undefined are left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** Asks the engine for its version; throws ENGINE_UNREACHABLE where none answers. */
export async function connectEngine(endpoint: EngineEndpoint, options: ClientOptions): Promise<EngineClient> {
  const get = (path: string, limitMs: number, signal: AbortSignal | undefined): Promise<IncomingMessage> =>
    sendRequest(endpoint, path, limitMs, { ...options, ...(signal === undefined ? {} : { signal }) });
  const pong = await get('/_ping', ANSWER_LIMIT_MS, options.signal);
  await readLimited(pong, endpoint);
  if (pong.statusCode !== 200) throw refused(endpoint, `answers ${pong.statusCode} to a ping`);
  const version = parseVersion(pong.headers['api-version']);
  const prefix = version === undefined ? '' : `/v${version.major}.${version.minor}`;
  return {
    endpoint,
    version: version ?? { major: 1, minor: 24 },
    async getJson(path, query = {}) {
      const response = await get(`${prefix}${path}${formatQuery(query)}`, ANSWER_LIMIT_MS, options.signal);
      return parseJson(await requireOk(response, endpoint), endpoint);
    },
    async *getStream(path, query, signal) {
      const response = await get(`${prefix}${path}${formatQuery(query)}`, EXPORT_LIMIT_MS, signal);
      if (response.statusCode !== 200) await requireOk(response, endpoint);
      yield* readPieces(response, endpoint, EXPORT_LIMIT_MS);
    },
  };
}

/** Whether the engine speaks at least this version. */
export function speaks(client: EngineClient, major: number, minor: number): boolean {
  const { version } = client;
  return version.major > major || (version.major === major && version.minor >= minor);
}

function parseVersion(header: string | readonly string[] | undefined): ApiVersion | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})$/.exec(String(header ?? ''));
  if (match === null) return undefined;
  const version = { major: Number(match[1]), minor: Number(match[2]) };
  const isNewer =
    version.major > NEWEST_API.major ||
    (version.major === NEWEST_API.major && version.minor > NEWEST_API.minor);
  return isNewer ? NEWEST_API : version;
}

function formatQuery(query: Query): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

async function requireOk(response: IncomingMessage, endpoint: EngineEndpoint): Promise<Uint8Array> {
  const bytes = await readLimited(response, endpoint);
  if (response.statusCode === 200) return bytes;
  const said = readMessage(bytes);
  if (response.statusCode === 404)
    throw new PlimsollError('IMAGE_NOT_FOUND', `the engine has no such image${said}`, {
      subject: endpoint.address,
      hint: "'docker image ls' lists what the engine has.",
    });
  throw refused(endpoint, `answers ${response.statusCode}${said}`);
}

async function readLimited(response: IncomingMessage, endpoint: EngineEndpoint): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of readPieces(response, endpoint, ANSWER_LIMIT_MS)) {
    length += piece.byteLength;
    if (length > JSON_LIMIT_BYTES) throw refused(endpoint, 'gives an answer that does not end');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** The clock runs only while the engine is waited for, not while its bytes are worked on. */
async function* readPieces(
  response: IncomingMessage,
  endpoint: EngineEndpoint,
  idleMs: number,
): AsyncGenerator<Uint8Array> {
  const expire = (): void => {
    response.destroy(refused(endpoint, `sends nothing for ${idleMs / 1000} seconds`));
  };
  let timer = setTimeout(expire, idleMs);
  try {
    for await (const piece of response) {
      clearTimeout(timer);
      yield piece as Uint8Array;
      timer = setTimeout(expire, idleMs);
    }
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    if ((error as Error).name === 'AbortError')
      throw new PlimsollError('ABORTED', 'the run was stopped', { cause: error });
    throw refused(endpoint, `breaks off (${(error as Error).message})`, error);
  } finally {
    clearTimeout(timer);
    response.destroy();
  }
}

function parseJson(bytes: Uint8Array, endpoint: EngineEndpoint): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw refused(endpoint, 'answers with something that is not JSON', cause);
  }
}

function readMessage(bytes: Uint8Array): string {
  try {
    const { message } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { message?: unknown };
    return typeof message === 'string' ? `: ${message.replace(/[\x00-\x1f\x7f]+/g, ' ').slice(0, 300)}` : '';
  } catch {
    return '';
  }
}
