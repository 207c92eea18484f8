// A registry on loopback that takes images, as the distribution spec has it, and has bad days where a test wants them.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import type { RegistryReference } from '../../src/oci/image/reference.ts';
import { sha256 } from './image-files.ts';

/** What becomes of a request: dropped before it is looked at, done but never answered, cut within its body, or refused. */
export type Fault =
  | 'drop'
  | 'lose-answer'
  | 'cut-body'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

export interface WritableSettings {
  /** Asked for each request, which are counted from 1. */
  readonly fault?: (count: number, request: IncomingMessage, url: URL) => Fault | undefined;
  /** A request is carried out once this is settled. */
  readonly hold?: (method: string, path: string) => Promise<void> | undefined;
  /** How long a request waits before it is carried out, and its answer after that. */
  readonly delayMs?: () => number;
  /** Asks for tokens, each of which is good for so many requests. */
  readonly requestsAToken?: number;
  readonly knowsMounts?: boolean;
  /** False where a blob has to come in one request. */
  readonly takesChunks?: boolean;
  readonly knowsReferrers?: boolean;
  /** What can be deleted: tags and digests, only digests (as Docker's own registry has it), or nothing. */
  readonly deletes?: 'all' | 'digests' | 'nothing';
}

export interface WritableRegistry {
  readonly host: string;
  /** `METHOD PATH` of each request, without the names of uploads. */
  readonly log: string[];
  readonly blobs: ReadonlyMap<string, ReadonlyMap<string, Buffer>>;
  readonly manifests: ReadonlyMap<string, ReadonlyMap<string, Buffer>>;
  /** Bytes of blobs that came in by PATCH, PUT. */
  readonly receivedBytes: number;
  readonly scopes: readonly string[];
  refer(tag?: string, repository?: string): RegistryReference;
  /** Remembers all that it holds; the result puts it back. */
  save(): () => void;
}

interface Stored {
  readonly blobs: Map<string, Map<string, Buffer>>;
  readonly manifests: Map<string, Map<string, Buffer>>;
  readonly uploads: Map<string, Buffer>;
}

const UPLOAD = /^\/v2\/(.+)\/blobs\/uploads\/([^/]*)$/;
const BLOB = /^\/v2\/(.+)\/blobs\/(sha256:[0-9a-f]+)$/;
const TAGS = /^\/v2\/(.+)\/tags\/list$/;
const MANIFEST = /^\/v2\/(.+)\/manifests\/([^/]+)$/;

/** Starts it; it stops after the tests of the file. */
export async function startWritableRegistry(settings: WritableSettings = {}): Promise<WritableRegistry> {
  const stored: Stored = { blobs: new Map(), manifests: new Map(), uploads: new Map() };
  const log: string[] = [];
  const scopes: string[] = [];
  const tokens = new Map<string, number>();
  const state = { receivedBytes: 0, count: 0, names: 0 };
  const server = createServer((request, response) => void handle(request, response).catch(() => {}));

  // As Go's servers do: a body is only asked for when it is wanted.
  server.on('checkContinue', (request, response) => {
    const wanted = (): void => response.writeContinue();
    handle(request, response, wanted).catch(() => {});
  });

  async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    wantBody = (): void => {},
  ): Promise<void> {
    const url = new URL(request.url ?? '', 'http://registry');
    const method = request.method ?? '';
    if (url.pathname === '/token') {
      scopes.push(url.searchParams.getAll('scope').join(' '));
      const token = `t${tokens.size}`;
      tokens.set(token, settings.requestsAToken ?? 0);
      return void response.end(JSON.stringify({ token }));
    }
    log.push(
      `${method} ${url.pathname.replace(/uploads\/.+$/, 'uploads/ID')}${url.search.replace(/digest=.*/, '')}`,
    );
    const fault = url.pathname === '/v2/' ? undefined : settings.fault?.(++state.count, request, url);
    if (fault === 'drop') return void request.socket.destroy();
    if (typeof fault === 'object') {
      request.resume();
      return void response.writeHead(fault.status, fault.headers).end();
    }
    if (settings.requestsAToken !== undefined && url.pathname !== '/v2/' && !spendToken(request)) {
      response.setHeader('www-authenticate', `Bearer realm="http://${host}/token",service="test"`);
      return void response.writeHead(401, { connection: 'close' }).end();
    }
    wantBody();
    const body = await readBody(request, fault === 'cut-body' ? 100_000 : Number.POSITIVE_INFINITY);
    await settings.hold?.(method, url.pathname);
    if (settings.delayMs !== undefined) await sleep(settings.delayMs());
    const answer = respond(method, url, body, request);
    if (settings.delayMs !== undefined) await sleep(settings.delayMs());
    if (fault === 'lose-answer' || fault === 'cut-body') return void request.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(method === 'HEAD' ? undefined : answer.body);
  }

  function spendToken(request: IncomingMessage): boolean {
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const left = tokens.get(token) ?? 0;
    tokens.set(token, left - 1);
    return left > 0;
  }

  interface Answer {
    readonly status: number;
    readonly headers?: Record<string, string>;
    readonly body?: Buffer;
  }

  function respond(method: string, url: URL, body: Buffer, request: IncomingMessage): Answer {
    if (url.pathname === '/v2/') return { status: 200 };
    const [, uploadRepository = '', name = ''] = UPLOAD.exec(url.pathname) ?? [];
    if (uploadRepository !== '') return respondToUpload(method, uploadRepository, name, url, body, request);
    const [, blobRepository = '', digest = ''] = BLOB.exec(url.pathname) ?? [];
    if (blobRepository !== '') {
      const blob = stored.blobs.get(blobRepository)?.get(digest);
      if (blob === undefined) return { status: 404 };
      return { status: 200, headers: { 'content-length': String(blob.length) }, body: blob };
    }
    const [, listed = ''] = TAGS.exec(url.pathname) ?? [];
    if (listed !== '') return respondToList(listed);
    const [, repository = '', reference = ''] = MANIFEST.exec(url.pathname) ?? [];
    if (method === 'DELETE') return { status: deleteManifest(repository, reference) };
    return repository === '' ? { status: 404 } : respondToManifest(method, repository, reference, body);
  }

  function respondToList(repository: string): Answer {
    const manifests = stored.manifests.get(repository);
    if (manifests === undefined) return { status: 404 };
    const tags = [...manifests.keys()].filter((name) => !name.includes(':'));
    return { status: 200, body: Buffer.from(JSON.stringify({ name: repository, tags })) };
  }

  function deleteManifest(repository: string, reference: string): number {
    const { deletes = 'all' } = settings;
    const isDigest = reference.includes(':');
    if (deletes === 'nothing') return 405;
    if (deletes === 'digests' && !isDigest) return 400;
    const manifests = stored.manifests.get(repository);
    const found = manifests?.get(reference);
    if (manifests === undefined || found === undefined) return 404;
    for (const [name, bytes] of manifests)
      if (isDigest ? sha256(bytes) === reference : name === reference) manifests.delete(name);
    return 202;
  }

  function respondToUpload(
    method: string,
    repository: string,
    name: string,
    url: URL,
    body: Buffer,
    request: IncomingMessage,
  ): Answer {
    const blobs = inMap(stored.blobs, repository, () => new Map<string, Buffer>());
    const here = `/v2/${repository}/blobs/uploads/`;
    if (method === 'POST') {
      const mounted = stored.blobs
        .get(url.searchParams.get('from') ?? '')
        ?.get(url.searchParams.get('mount') ?? '');
      if (mounted !== undefined && settings.knowsMounts !== false) {
        blobs.set(url.searchParams.get('mount')!, mounted);
        return { status: 201 };
      }
      const id = `u${state.names++}`;
      stored.uploads.set(id, Buffer.alloc(0));
      return { status: 202, headers: { location: `${here}${id}?state=0` } };
    }
    const upload = stored.uploads.get(name);
    if (upload === undefined) return { status: 404 };
    const [, start] = /^(\d+)-/.exec(request.headers['content-range'] ?? '') ?? [];
    const isSecond = method === 'PATCH' && upload.length > 0;
    if (
      (start !== undefined && Number(start) !== upload.length) ||
      (isSecond && settings.takesChunks === false)
    )
      return { status: 416, headers: { location: `${here}${name}`, range: rangeOf(upload) } };
    const all = Buffer.concat([upload, body]);
    const headers = { location: `${here}${name}?state=${all.length}`, range: rangeOf(all) };
    if (method === 'GET') return { status: 204, headers };
    if (method === 'DELETE') {
      stored.uploads.delete(name);
      return { status: 204 };
    }
    state.receivedBytes += body.length;
    stored.uploads.set(name, all);
    if (method === 'PATCH') return { status: 202, headers };
    stored.uploads.delete(name);
    if (sha256(all) !== url.searchParams.get('digest')) return { status: 400 };
    blobs.set(sha256(all), all);
    return { status: 201 };
  }

  function respondToManifest(method: string, repository: string, reference: string, body: Buffer): Answer {
    const manifests = inMap(stored.manifests, repository, () => new Map<string, Buffer>());
    if (method !== 'PUT') {
      const found = manifests.get(reference);
      if (found === undefined) return { status: 404 };
      const { mediaType } = JSON.parse(found.toString()) as { mediaType: string };
      const headers = { 'content-type': mediaType, 'docker-content-digest': sha256(found) };
      return { status: 200, headers, body: found };
    }
    const json = JSON.parse(body.toString()) as {
      readonly config?: { readonly digest: string };
      readonly layers?: readonly { readonly digest: string }[];
      readonly manifests?: readonly { readonly digest: string }[];
      readonly subject?: { readonly digest: string };
    };
    const blobs = [...(json.config === undefined ? [] : [json.config]), ...(json.layers ?? [])];
    const isWhole =
      blobs.every(({ digest }) => stored.blobs.get(repository)?.has(digest)) &&
      (json.manifests ?? []).every(({ digest }) => manifests.has(digest));
    if (!isWhole) return { status: 400 };
    manifests.set(sha256(body), body);
    manifests.set(reference, body);
    const subject =
      json.subject === undefined || settings.knowsReferrers !== true
        ? {}
        : { 'oci-subject': json.subject.digest };
    return { status: 201, headers: { 'docker-content-digest': sha256(body), ...subject } };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    host,
    log,
    scopes,
    blobs: stored.blobs,
    manifests: stored.manifests,
    get receivedBytes() {
      return state.receivedBytes;
    },
    refer: (tag = 'latest', repository = 'team/app') => ({ host, repository, tag }),
    save() {
      const copies = [stored.blobs, stored.manifests].map((held) => ({ held, copy: copyOf(held) }));
      return () => {
        for (const { held, copy } of copies) {
          held.clear();
          for (const [repository, items] of copyOf(copy)) held.set(repository, items);
        }
      };
    },
  };
}

function copyOf(held: ReadonlyMap<string, ReadonlyMap<string, Buffer>>): Map<string, Map<string, Buffer>> {
  return new Map([...held].map(([repository, items]) => [repository, new Map(items)]));
}

/** The body, or what has come of it when the limit is reached. */
function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  return new Promise((resolve) => {
    const end = (): void => {
      request.pause();
      resolve(Buffer.concat(pieces));
    };
    request.on('data', (piece: Buffer) => {
      pieces.push(piece);
      sizeBytes += piece.length;
      if (sizeBytes >= limitBytes) end();
    });
    for (const event of ['end', 'error', 'close']) request.on(event, end);
  });
}

function rangeOf(bytes: Buffer): string {
  return `0-${Math.max(0, bytes.length - 1)}`;
}

function inMap<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
