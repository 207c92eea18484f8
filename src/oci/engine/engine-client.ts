// A client of the Docker Engine API, as far as images need it: requests over a socket, every wait bounded.
import { ANSWER_LIMIT_MS, readJson, readPieces, requireOk } from './engine-answer.ts';
import {
  type ClientOptions,
  type EngineAnswer,
  type EngineBody,
  refused,
  sendRequest,
} from './engine-request.ts';
import type { EngineEndpoint } from './find-endpoints.ts';

/** Docker to 28 writes a whole export to its disk before the first byte comes: 100 s for 2.7 GB from a cold disk. */
const EXPORT_START_LIMIT_MS = 30 * 60_000;
const EXPORT_IDLE_LIMIT_MS = 5 * 60_000;
/** The newest version whose answers are known; older servers are asked in their own. */
const NEWEST_API: ApiVersion = { major: 1, minor: 51 };
/** What is assumed of an engine that does not say. */
const OLDEST_API: ApiVersion = { major: 1, minor: 24 };

/** A version of the Engine API. */
export interface ApiVersion {
  readonly major: number;
  readonly minor: number;
}

/** A connection's settings once the engine has answered. */
export interface EngineClient {
  readonly version: ApiVersion;
  /** GETs a JSON answer; throws IMAGE_NOT_FOUND on 404, ENGINE_REFUSED on other errors. */
  getJson(path: string, query?: Query): Promise<unknown>;
  /** GETs a long stream, in the pieces it comes in; throws ENGINE_REFUSED where it stalls or breaks off. */
  getStream(path: string, query: Query, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** POSTs a long body, and gives the answer in the pieces it comes in; throws as `getStream`. */
  postStream(path: string, query: Query, body: EngineBody, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** Parameters of a request; those that are undefined are left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** Asks the engine for its version; throws ENGINE_UNREACHABLE where none answers. */
export async function connectEngine(endpoint: EngineEndpoint, options: ClientOptions): Promise<EngineClient> {
  const ask = (
    path: string,
    limitMs: number,
    signal: AbortSignal | undefined,
    body?: EngineBody,
  ): Promise<EngineAnswer> => {
    const common = { insecure: options.insecure === true, ...(signal === undefined ? {} : { signal }) };
    return sendRequest(endpoint, path, limitMs, common, body);
  };
  const pong = await ask('/_ping', ANSWER_LIMIT_MS, options.signal);
  const { statusCode } = pong.response;
  if (statusCode !== 200) {
    pong.response.destroy();
    throw refused(endpoint, `answers ${statusCode} to a ping`);
  }
  await requireOk(pong);
  const version = parseVersion(pong.response.headers['api-version']);
  const prefix = version === undefined ? '' : `/v${version.major}.${version.minor}`;
  return {
    version: version ?? OLDEST_API,
    async getJson(path, query = {}) {
      return readJson(await ask(`${prefix}${path}${formatQuery(query)}`, ANSWER_LIMIT_MS, options.signal));
    },
    async *getStream(path, query, signal) {
      const answer = await ask(`${prefix}${path}${formatQuery(query)}`, EXPORT_START_LIMIT_MS, signal);
      if (answer.response.statusCode !== 200) await requireOk(answer);
      yield* readPieces(answer, EXPORT_IDLE_LIMIT_MS);
    },
    async *postStream(path, query, body, signal) {
      const url = `${prefix}${path}${formatQuery(query)}`;
      const answer = await ask(url, EXPORT_START_LIMIT_MS, signal, body);
      if (answer.response.statusCode !== 200) await requireOk(answer);
      yield* readPieces(answer, EXPORT_IDLE_LIMIT_MS);
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
