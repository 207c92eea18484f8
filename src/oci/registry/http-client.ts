// One HTTP exchange: no redirects, no retries, no authentication; every step of it within a time limit.
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { connect as tlsConnect } from 'node:tls';
import { aborted, explainNetworkError, hang } from './network-error.ts';
import { chooseProxy, openTunnel } from './proxy.ts';
import type { RegistrySettings } from './settings.ts';

/** What to send. */
export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
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
      headers: { 'user-agent': 'plimsoll', ...headers },
      ...(signal === undefined ? {} : { signal }),
    };
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(options);
    let timer: NodeJS.Timeout;
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      reject(explainNetworkError(error, url.host, signal));
      request.destroy();
    };
    const limit = (limitMs: number, what: string): void => {
      clearTimeout(timer);
      if (request.destroyed) return;
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
      resolve(response);
    });
    // A server may switch protocols though nobody asked for it; Node emits no error for that.
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      fail(Object.assign(new Error('protocol switched'), { code: 'HPE_UPGRADE' }));
    });
    request.on('error', fail);
    request.end(body);
  });
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
