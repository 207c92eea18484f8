// Docker's command-line settings: which engine is the current one (docker/cli docs, "docker context").
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { dockerConfigFolder, type Environment } from '../docker-config.ts';

/** Certificates for a TCP endpoint, as PEM; each is left out where its file is not there. */
export interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

/** The engine that a context names. */
export interface ContextEndpoint {
  readonly host: string;
  readonly tls: TlsFiles | undefined;
  readonly skipVerify: boolean;
}

/** The name of the current context: DOCKER_CONTEXT, else config.json's; undefined for the default one. */
export async function readContextName(environment: Environment): Promise<string | undefined> {
  const name = environment['DOCKER_CONTEXT'] || (await readCurrentContext(dockerConfigFolder(environment)));
  return name === undefined || name === '' || name === 'default' ? undefined : name;
}

/** Reads the endpoint of a named context; throws ENGINE_UNREACHABLE where there is none. */
export async function readContext(name: string, environment: Environment): Promise<ContextEndpoint> {
  const folder = join(dockerConfigFolder(environment), 'contexts');
  const id = createHash('sha256').update(name).digest('hex');
  const endpoint = field(field(await readJson(join(folder, 'meta', id, 'meta.json')), 'Endpoints'), 'docker');
  const host = field(endpoint, 'Host');
  if (typeof host !== 'string' || host === '')
    throw new PlimsollError('ENGINE_UNREACHABLE', `Docker's context '${name}' names no engine`, {
      hint: "'docker context ls' lists the contexts; DOCKER_CONTEXT=default takes the local engine.",
    });
  return {
    host,
    tls: await readTlsFiles(join(folder, 'tls', id, 'docker')),
    skipVerify: field(endpoint, 'SkipTLSVerify') === true,
  };
}

/** Reads ca.pem, cert.pem and key.pem of a folder; undefined where none is there. */
export async function readTlsFiles(folder: string): Promise<TlsFiles | undefined> {
  const [ca, cert, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readIfThere(join(folder, name))),
  );
  if (ca === undefined && cert === undefined && key === undefined) return undefined;
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  };
}

async function readCurrentContext(folder: string): Promise<string | undefined> {
  const name = field(await readJson(join(folder, 'config.json')), 'currentContext');
  return typeof name === 'string' ? name : undefined;
}

async function readJson(path: string): Promise<unknown> {
  const bytes = await readIfThere(path);
  try {
    return bytes === undefined ? undefined : JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new PlimsollError('ENGINE_UNREACHABLE', 'this Docker settings file is not JSON', {
      subject: path,
      cause,
    });
  }
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new PlimsollError('ENGINE_UNREACHABLE', `a Docker settings file cannot be read (${code})`, {
      subject: path,
      cause,
    });
  }
}

function field(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
}
