// Where engines listen: DOCKER_HOST, else the current context, else the usual sockets, in Docker's own order.
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { dockerConfigFolder, type Environment } from '../docker-config.ts';
import { readContext, readContextName, readTlsFiles, type TlsFiles } from './docker-context.ts';

/** One place to connect to. */
export interface EngineEndpoint {
  /** As DOCKER_HOST would state it, for messages. */
  readonly address: string;
  readonly target: UnixTarget | TcpTarget;
}
export interface UnixTarget {
  readonly kind: 'unix';
  readonly socketPath: string;
}
export interface TcpTarget {
  readonly kind: 'tcp';
  readonly host: string;
  readonly port: number;
  /** Undefined for plain TCP. */
  readonly tls: (TlsFiles & { readonly rejectUnauthorized: boolean }) | undefined;
}

const PLAIN_PORT = 2375;
const TLS_PORT = 2376;

/**
 * The endpoints to try, best first: one where the user's settings name it, else every usual socket that is there.
 * Throws IMAGE_UNSUPPORTED for ssh and named pipes, ENGINE_UNREACHABLE where settings cannot be read.
 */
export async function findEndpoints(
  environment: Environment = process.env,
): Promise<readonly EngineEndpoint[]> {
  const host = environment['DOCKER_HOST'];
  if (host !== undefined && host !== '') {
    const wantsTls = Boolean(environment['DOCKER_TLS_VERIFY']);
    const folder = environment['DOCKER_CERT_PATH'] || dockerConfigFolder(environment);
    return [parseHost(host, wantsTls ? ((await readTlsFiles(folder)) ?? {}) : undefined, false)];
  }
  const context = await readContextName(environment);
  if (context !== undefined) {
    const { host: contextHost, tls, skipVerify } = await readContext(context, environment);
    return [parseHost(contextHost, tls, skipVerify)];
  }
  const endpoints: EngineEndpoint[] = [];
  for (const socketPath of usualSockets(environment))
    if (await isThere(socketPath))
      endpoints.push({ address: `unix://${socketPath}`, target: { kind: 'unix', socketPath } });
  return endpoints;
}

/** Reads an address as DOCKER_HOST states it. */
export function parseHost(text: string, tls: TlsFiles | undefined, skipVerify: boolean): EngineEndpoint {
  const [, scheme, rest = ''] = /^([a-z]+):\/\/(.*)$/.exec(text) ?? [];
  if (scheme === 'unix') {
    if (rest === '') throw unreachable(text, 'it names no socket');
    return { address: text, target: { kind: 'unix', socketPath: rest } };
  }
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https') {
    const { hostname, port } = parseTcp(text, rest);
    const isTls = tls !== undefined || scheme === 'https';
    return {
      address: text,
      target: {
        kind: 'tcp',
        host: hostname,
        port: port === '' ? (isTls ? TLS_PORT : PLAIN_PORT) : Number(port),
        tls: isTls ? { ...tls, rejectUnauthorized: !skipVerify } : undefined,
      },
    };
  }
  if (scheme === 'ssh')
    throw new PlimsollError('IMAGE_UNSUPPORTED', 'engines behind ssh are not read directly', {
      subject: text,
      hint: `Forward the socket: ssh -NL /tmp/engine.sock:/var/run/docker.sock HOST, then DOCKER_HOST=unix:///tmp/engine.sock.`,
    });
  if (scheme === 'npipe')
    throw new PlimsollError('IMAGE_UNSUPPORTED', 'named pipes of Windows are not supported', {
      subject: text,
      hint: "Save the image with 'docker save' and name the file instead.",
    });
  throw unreachable(text, 'it is no address of an engine');
}

function parseTcp(text: string, rest: string): { hostname: string; port: string } {
  try {
    // As http the default port 80 would be dropped; this scheme has none.
    const { hostname, port } = new URL(`engine://${rest}`);
    if (hostname === '') throw new TypeError('no host');
    return { hostname: hostname.replace(/^\[(.*)\]$/, '$1'), port };
  } catch (cause) {
    throw unreachable(text, 'it is no address of an engine', cause);
  }
}

function usualSockets(environment: Environment): readonly string[] {
  if (process.platform === 'win32') return [];
  const runtime = environment['XDG_RUNTIME_DIR'];
  const home = environment['HOME'] || homedir();
  return [
    '/var/run/docker.sock',
    ...(runtime ? [join(runtime, 'docker.sock')] : []),
    join(home, '.docker/run/docker.sock'),
    ...(runtime ? [join(runtime, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
  ];
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

function unreachable(subject: string, message: string, cause?: unknown): PlimsollError {
  return new PlimsollError('ENGINE_UNREACHABLE', message, {
    subject,
    hint: 'Set DOCKER_HOST to unix:///var/run/docker.sock or tcp://HOST:PORT.',
    cause,
  });
}
