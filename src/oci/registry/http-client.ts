// One HTTP exchange: no redirects, no retries, no authentication; every step of it within a time limit.
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { connect as tlsConnect } from 'node:tls';
import { aborted, explainNetworkError, hang } from './network-error.ts';
import { chooseProxy, openTunnel } from './proxy.ts';
import type { RegistrySettings } from './settings.ts';

const BODY_PIECE_BYTES = 256 * 1024;
const CONTINUE_LIMIT_MS = 1000;

/** What to send. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes in memory, or a stream of unknown length, which is asked for when the server wants it. */
  readonly body?: string | Uint8Array | (() => AsyncIterable<Uint8Array>);
}

/** Sends requests over connections that it keeps open until it is closed. */
export interface HttpClient {
  /** Gives the answer's head, whatever its status is; throws REGISTRY_UNREACHABLE, _INSECURE, _INVALID or ABORTED. */
  send(request: HttpRequest, signal: AbortSignal | undefined): Promise<IncomingMessage>;
  close(): void;
}

/** Makes a client; `insecure` takes any certificate. */
export function createHttpClient(settings: RegistrySettings, insecure: boolean): HttpClient {
  const agents = new Map<string, HttpAgent>();
  const agentFor = (url: URL): HttpAgent => {
    const proxy = chooseProxy(url, settings.environment);
    const key = `${url.protocol} ${proxy?.href ?? ''}`;
    const agent = agents.get(key) ?? createAgent(url.protocol === 'https:', proxy, settings, insecure);
    agents.set(key, agent);
    return agent;
  };
  return {
    send: (request, signal) => exchange(request, agentFor(request.url), settings, signal),
    close: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

async function exchange(
  { method, url, headers, body }: HttpRequest,
  agent: HttpAgent,
  settings: RegistrySettings,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  if (signal?.aborted === true) throw aborted(signal);
  return new Promise((resolve, reject) => {
    const options: RequestOptions = {
      method,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: `${url.pathname}${url.search}`,
      agent,
      headers: { 'user-agent': 'plimsoll', ...lengthOf(method, body), ...headers },
      ...(signal === undefined ? {} : { signal }),
    };
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options);
    let timer: NodeJS.Timeout;
    let isAnswered = false;
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      // What goes wrong with the rest of a body that was refused does not matter.
      if (isAnswered) return;
      reject(explainNetworkError(error, url.host, signal));
      request.destroy();
    };
    const limit = (limitMs: number, what: string): void => {
      clearTimeout(timer);
      if (request.destroyed || isAnswered) return;
      timer = setTimeout(() => fail(hang(url.host, what, limitMs)), limitMs);
    };
    limit(settings.connectLimitMs, 'took no connection');
    request.on('socket', (socket) => {
      const onConnected = (): void => limit(settings.answerLimitMs, 'gave no answer');
      if (socket.connecting) socket.once('connect', onConnected);
      else onConnected();
    });
    request.on('response', (response) => {
      clearTimeout(timer);
      isAnswered = true;
      // A connection with half a body on it serves no further request.
      if (!request.writableEnded) response.once('close', () => request.destroy());
      resolve(response);
    });
    // A server may switch protocols though nobody asked for it; Node emits no error for that.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      fail(Object.assign(new Error('protocol switched'), { code: 'HPE_UPGRADE' }));
    });
    request.on('error', fail);
    const onProgress = (): void => limit(settings.answerLimitMs, 'took nothing more');
    if (typeof body === 'function') whenWanted(request, () => sendStream(request, body, onProgress, fail));
    else if (typeof body === 'object' && body.byteLength > BODY_PIECE_BYTES)
      whenWanted(request, () => sendPieces(request, body, onProgress));
    else request.end(body);
  });
}

/** A body that is there in full is sent with its length, and an empty one too: some servers want it told. */
function lengthOf(method: string, body: HttpRequest['body']): Readonly<Record<string, string>> {
  if (body === undefined && (method === 'GET' || method === 'HEAD')) return {};
  if (typeof body === 'function') return { 'transfer-encoding': 'chunked' };
  return { 'content-length': String(Buffer.byteLength(body ?? '')) };
}

/** In pieces, because a slow line may take longer for the whole than a server may take for an answer. */
function sendPieces(request: ClientRequest, body: Uint8Array, onProgress: () => void): void {
  const sendFrom = (at: number): void => {
    if (at >= body.byteLength) return void request.end();
    request.write(body.subarray(at, at + BODY_PIECE_BYTES), (error) => {
      if (error || request.destroyed) return;
      onProgress();
      sendFrom(at + BODY_PIECE_BYTES);
    });
  };
  sendFrom(0);
}

/** Each piece is sent before the next one is asked for: sources use their memory again. */
async function sendStream(
  request: ClientRequest,
  open: () => AsyncIterable<Uint8Array>,
  onProgress: () => void,
  fail: (error: unknown) => void,
): Promise<void> {
  try {
    for await (const piece of open()) {
      await new Promise<void>((resolve) => request.write(piece, () => resolve()));
      if (request.destroyed) return;
      onProgress();
    }
    request.end();
  } catch (error) {
    fail(error);
  }
}

/** A server that refuses says so before the body is on its way; one that does not know the question is not waited for. */
function whenWanted(request: ClientRequest, send: () => void): void {
  let isOver = false;
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
  };
  const start = (): void => {
    if (isOver || request.destroyed) return;
    end();
    send();
  };
  const timer = setTimeout(start, CONTINUE_LIMIT_MS);
  request.on('continue', start);
  request.on('response', end);
  request.on('close', end);
  request.setHeader('expect', '100-continue');
  request.flushHeaders();
}

function createAgent(
  isHttps: boolean,
  proxy: URL | undefined,
  settings: RegistrySettings,
  insecure: boolean,
): HttpAgent {
  const agent = isHttps
    ? new HttpsAgent({ keepAlive: true, rejectUnauthorized: !insecure })
    : new HttpAgent({ keepAlive: true });
  if (proxy === undefined) return agent;
  agent.createConnection = (options, callback) => {
    const target = { host: options.host ?? '', port: Number(options.port) };
    openTunnel(proxy, target, settings.connectLimitMs, (error, socket) => {
      if (error !== null || socket === undefined) return callback?.(error, socket as never);
      callback?.(null, isHttps ? tlsConnect({ ...(options as object), socket }) : socket);
    });
    return undefined;
  };
  return agent;
}
