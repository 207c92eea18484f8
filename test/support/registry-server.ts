// A small registry on loopback for tests: real HTTP, honest unless a test's `intercept` takes a request over.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Environment } from '../../src/oci/docker-config.ts';
import type { OpenedImage } from '../../src/oci/image/image.ts';
import type { RegistryReference } from '../../src/oci/image/reference.ts';
import { DEFAULT_SETTINGS, type RegistrySettings } from '../../src/oci/registry/settings.ts';
import {
  describeImage,
  type IndexEntry,
  type MadeImage,
  makeTemporaryFolder,
  OCI_INDEX,
  sha256,
} from './image-files.ts';

/** Who may read, and how it is proven. */
export interface ServerAuth {
  readonly scheme: 'basic' | 'token';
  /** User names and passwords. */
  readonly users?: Readonly<Record<string, string>>;
  readonly identityTokens?: readonly string[];
  /** Whether a token is given without a credential. */
  readonly anonymous?: boolean;
  /** The token server, where it is not this server's own `/token`. */
  readonly realm?: string;
  /** Tokens that are accepted; shared between a registry and a token server of its own. */
  readonly tokens?: Set<string>;
}

export interface ServerSettings {
  /** Manifests and indexes by tag; each can be had by its digest, too. */
  readonly tags?: Readonly<Record<string, Uint8Array>>;
  readonly manifests?: readonly Uint8Array[];
  readonly blobs?: readonly Uint8Array[];
  readonly auth?: ServerAuth;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly ignoresRange?: boolean;
  /** Answers a request itself where it returns true. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export interface RegistryServer {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  readonly origin: string;
  readonly requests: SeenRequest[];
  /** Every Authorization header that arrived. */
  readonly authorizations: readonly string[];
  readonly tokens: Set<string>;
  refer(tag?: string): RegistryReference;
  close(): Promise<void>;
}

/** The repository that every test server holds. */
export const REPOSITORY = 'team/app';

/** Starts it; it stops after the tests of the file. */
export async function startRegistry(settings: ServerSettings = {}): Promise<RegistryServer> {
  const requests: SeenRequest[] = [];
  const tokens = settings.auth?.tokens ?? new Set<string>();
  const listener: RequestListener = (request, response) => {
    const url = new URL(request.url ?? '', 'http://registry');
    const { method = '', headers } = request;
    requests.push({ method, path: url.pathname, query: url.searchParams, headers });
    if (settings.intercept?.(request, response, url)) return;
    if (url.pathname === '/token') return void answerToken(settings, tokens, request, response, url);
    if (!isAllowed(settings, tokens, request)) return challenge(settings, origin, response);
    answer(settings, request, response, url);
  };
  const server =
    settings.tls === undefined ? createHttpServer(listener) : createHttpsServer(settings.tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const origin = `${settings.tls === undefined ? 'http' : 'https'}://${host}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  afterAll(close);
  return {
    host,
    origin,
    requests,
    get authorizations() {
      return requests.flatMap(({ headers }) => headers.authorization ?? []);
    },
    tokens,
    refer: (tag = 'latest') => ({ host, repository: REPOSITORY, tag }),
    close,
  };
}

/** What a registry holds of one image under the tag `latest`. */
export function holdImage(image: MadeImage): ServerSettings {
  return {
    tags: { latest: image.manifest },
    blobs: [image.config, ...image.layers.map(({ stored }) => stored)],
  };
}

/** What a registry holds of images under an index with the tag `latest`. */
export function holdIndex(
  images: readonly MadeImage[],
  manifests: readonly IndexEntry[] = images.map((image) => describeImage(image)),
): ServerSettings {
  return {
    tags: { latest: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests })) },
    manifests: images.map(({ manifest }) => manifest),
    blobs: images.flatMap((image) => [image.config, ...image.layers.map(({ stored }) => stored)]),
  };
}

function isAllowed({ auth }: ServerSettings, tokens: Set<string>, request: IncomingMessage): boolean {
  const header = request.headers.authorization ?? '';
  if (auth === undefined) return true;
  if (auth.scheme === 'basic') return isKnownUser(auth, header);
  return tokens.has(header.replace(/^Bearer /, ''));
}

function isKnownUser(auth: ServerAuth, header: string): boolean {
  const [user = '', password] = Buffer.from(header.replace(/^Basic /, ''), 'base64')
    .toString()
    .split(':');
  return header.startsWith('Basic ') && password !== undefined && auth.users?.[user] === password;
}

function challenge({ auth }: ServerSettings, origin: string, response: ServerResponse): void {
  const header =
    auth?.scheme === 'basic'
      ? 'Basic realm="registry"'
      : `Bearer realm="${auth?.realm ?? `${origin}/token`}",service="test",scope="repository:${REPOSITORY}:pull"`;
  response.writeHead(401, { 'www-authenticate': header });
  response.end('{"errors":[{"code":"UNAUTHORIZED"}]}');
}

async function answerToken(
  { auth }: ServerSettings,
  tokens: Set<string>,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (auth === undefined) return void response.writeHead(404).end();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const header = request.headers.authorization;
  const isAllowed =
    request.method === 'POST'
      ? form.get('grant_type') === 'refresh_token' &&
        auth.identityTokens?.includes(form.get('refresh_token') ?? '') === true
      : header === undefined
        ? auth.anonymous === true
        : isKnownUser(auth, header);
  const wish = request.method === 'POST' ? form : url.searchParams;
  const isFitting = wish.get('scope') === `repository:${REPOSITORY}:pull` && wish.get('service') === 'test';
  if (!isAllowed || !isFitting) return void response.writeHead(401).end();
  const token = randomUUID();
  tokens.add(token);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(request.method === 'POST' ? { access_token: token } : { token }));
}

function answer(
  settings: ServerSettings,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): void {
  if (url.pathname === '/v2/') return void response.writeHead(200).end('{}');
  const [, folder, name = ''] =
    new RegExp(`^/v2/${REPOSITORY}/(manifests|blobs)/([^/]+)$`).exec(url.pathname) ?? [];
  const manifests = [...Object.values(settings.tags ?? {}), ...(settings.manifests ?? [])];
  const found =
    folder === 'manifests'
      ? (settings.tags?.[name] ?? manifests.find((bytes) => sha256(bytes) === name))
      : settings.blobs?.find((bytes) => sha256(bytes) === name);
  if (folder === undefined || found === undefined)
    return void response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
  if (folder === 'manifests') {
    const { mediaType = 'application/vnd.oci.image.manifest.v1+json' } = JSON.parse(
      String(Buffer.from(found)),
    );
    response.writeHead(200, { 'content-type': mediaType });
    return void response.end(found);
  }
  sendBlob(found, request, response, settings.ignoresRange === true);
}

/** Sends a blob, or the rest of it where a range asks for that. */
export function sendBlob(
  bytes: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
  ignoresRange = false,
): void {
  const start = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  if (start === undefined || ignoresRange) {
    response.writeHead(200, { 'content-length': bytes.length });
    return void response.end(bytes);
  }
  const rest = bytes.subarray(Number(start));
  response.writeHead(206, {
    'content-length': rest.length,
    'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
  });
  response.end(rest);
}

/** Settings without pauses; `pauses` are those that would have been made. */
export interface FastSettings extends RegistrySettings {
  readonly pauses: number[];
}

export function makeFastSettings(more: Partial<RegistrySettings> = {}): FastSettings {
  const pauses: number[] = [];
  return {
    ...DEFAULT_SETTINGS,
    connectLimitMs: 10_000,
    answerLimitMs: 10_000,
    stallLimitMs: 10_000,
    // A home that is not there: the credentials of whoever runs the tests must not be sent.
    environment: { HOME: '/nonexistent', PATH: '' },
    delay: async (ms) => void pauses.push(ms),
    pauses,
    ...more,
  };
}

export async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** The stored bytes of one layer of an opened image. */
export function readLayer(image: OpenedImage, index: number, signal?: AbortSignal): Promise<Buffer> {
  const { location } = image.layers[index]!;
  if (location.kind !== 'stream') throw new Error('the layer is no stream');
  return readAll(location.open(signal ?? new AbortController().signal));
}

/** The environment of a user who has logged in; to be called with the host. */
export function withLogin(entry: object, more: object = {}): (host: string) => Environment {
  const folder = makeTemporaryFolder();
  return (host) => {
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths: { [host]: entry }, ...more }));
    return { DOCKER_CONFIG: folder, HOME: folder, PATH: '' };
  };
}
