// One request to an engine, over a unix socket, TCP or TLS.
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { PlimsollError } from '../../errors.ts';
import type { EngineEndpoint } from './find-endpoints.ts';

const CONNECT_LIMIT_MS = 10_000;

/** What applies to all requests of a client. */
export interface ClientOptions {
  readonly insecure?: boolean;
  readonly signal?: AbortSignal;
}

/** A body that is sent with POST. */
export interface EngineBody {
  readonly mediaType: string;
  readonly sizeBytes: number;
  open(): AsyncIterable<Uint8Array>;
}

/** An answer whose body is still to be read. */
export interface EngineAnswer {
  readonly response: IncomingMessage;
  readonly endpoint: EngineEndpoint;
  readonly signal: AbortSignal | undefined;
}

/** Sends a GET, or a POST where there is a body, and waits for the answer's head; throws ENGINE_UNREACHABLE, ENGINE_REFUSED or ABORTED. */
export function sendRequest(
  endpoint: EngineEndpoint,
  path: string,
  limitMs: number,
  options: ClientOptions,
  body?: EngineBody,
): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const { target } = endpoint;
    const common: RequestOptions = {
      path,
      agent: false,
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'user-agent': 'plimsoll',
        ...(target.kind === 'unix' ? { host: 'localhost' } : {}),
        ...(body === undefined
          ? {}
          : { 'content-type': body.mediaType, 'content-length': String(body.sizeBytes) }),
      },
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    };
    const request =
      target.kind === 'unix'
        ? httpRequest({ ...common, socketPath: target.socketPath })
        : target.tls === undefined
          ? httpRequest({ ...common, host: target.host, port: target.port })
          : httpsRequest({
              ...common,
              host: target.host,
              port: target.port,
              ...target.tls,
              rejectUnauthorized: target.tls.rejectUnauthorized && options.insecure !== true,
            });
    const expire = (what: string) => () => request.destroy(new Error(what));
    const connecting = setTimeout(expire('no connection in 10 seconds'), CONNECT_LIMIT_MS);
    const answering = setTimeout(expire(`no answer in ${limitMs / 1000} seconds`), limitMs);
    const stop = (): void => {
      clearTimeout(connecting);
      clearTimeout(answering);
    };
    let isConnected = false;
    request.on('socket', (socket) => {
      const event = target.kind === 'tcp' && target.tls !== undefined ? 'secureConnect' : 'connect';
      socket.once(event, () => {
        isConnected = true;
        clearTimeout(connecting);
      });
    });
    let isAnswered = false;
    request.on('response', (response) => {
      stop();
      isAnswered = true;
      resolve({ response, endpoint, signal: options.signal });
    });
    request.on('error', (error) => {
      stop();
      // An engine that answers before it has read all wants no more of it.
      if (!isAnswered) reject(explain(error, endpoint, isConnected, options.signal));
    });
    if (body === undefined) request.end();
    else pipeline(body.open(), request).catch((error) => request.destroy(error));
  });
}

function explain(
  error: NodeJS.ErrnoException,
  endpoint: EngineEndpoint,
  isConnected: boolean,
  signal: AbortSignal | undefined,
): PlimsollError {
  if (error instanceof PlimsollError) return error;
  if (signal?.aborted === true)
    return new PlimsollError('ABORTED', 'the run was stopped', { cause: signal.reason });
  if (isConnected) return refused(endpoint, `breaks off (${error.message})`, error);
  return new PlimsollError('ENGINE_UNREACHABLE', `no engine answers (${error.code ?? error.message})`, {
    subject: endpoint.address,
    hint: adviseOn(error.code ?? '', endpoint),
    cause: error,
  });
}

function adviseOn(code: string, { target }: EngineEndpoint): string {
  if (code === 'EACCES' || code === 'EPERM')
    return "You may not use this socket: join its group, or save the image with 'docker save' and name the file.";
  // Errors of the network begin with E and have no underscore; the others are those of TLS.
  if (target.kind === 'tcp' && target.tls !== undefined && !/^E[A-Z]+$/.test(code))
    return 'Check the certificates in DOCKER_CERT_PATH or in the context.';
  return 'Start the engine, or set DOCKER_HOST to where it listens.';
}

/** The error for an engine that answers, but not with what was asked for. */
export function refused(endpoint: EngineEndpoint, what: string, cause?: unknown): PlimsollError {
  return new PlimsollError('ENGINE_REFUSED', `the engine ${what}`, { subject: endpoint.address, cause });
}
