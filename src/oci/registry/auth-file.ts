// Docker's config.json and containers-auth.json(5): which credentials a file holds or names a helper for.
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PlimsollError } from '../../errors.ts';
import { dockerConfigFolder, type Environment } from '../docker-config.ts';
import type { Credential } from './credential.ts';

/** A file as read; every key is a host, or a host and a path, without scheme. */
export interface AuthFile {
  readonly path: string;
  /** Each gives its credential, and throws CREDENTIALS_INVALID where it cannot be read; undefined for an empty one. */
  readonly entries: ReadonlyMap<string, () => Credential | undefined>;
  readonly helpers: ReadonlyMap<string, string>;
  /** The helper for all hosts. */
  readonly store: string | undefined;
}

const FILE_LIMIT_BYTES = 4 * 1024 * 1024;

/** Reads the files that there are, in the order in which they count; throws CREDENTIALS_INVALID. */
export async function readAuthFiles(environment: Environment): Promise<readonly AuthFile[]> {
  const files: AuthFile[] = [];
  for (const path of listPaths(environment)) {
    const text = await readIfThere(path);
    if (text !== undefined) files.push(parseAuthFile(path, text));
  }
  return files;
}

function listPaths(environment: Environment): readonly string[] {
  const home = environment['HOME'] || homedir();
  const runtime = environment['XDG_RUNTIME_DIR'];
  const containers = environment['REGISTRY_AUTH_FILE']
    ? [environment['REGISTRY_AUTH_FILE']]
    : [
        ...(runtime ? [join(runtime, 'containers', 'auth.json')] : []),
        join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), 'containers', 'auth.json'),
      ];
  return [...new Set([join(dockerConfigFolder(environment), 'config.json'), ...containers])];
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    const { size } = await stat(path);
    if (size > FILE_LIMIT_BYTES) throw invalid(path, `it is larger than ${FILE_LIMIT_BYTES} bytes`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw invalid(path, `it cannot be read (${code})`);
  }
}

function parseAuthFile(path: string, text: string): AuthFile {
  let json: unknown;
  try {
    json = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which is secret.
    throw invalid(path, 'it is not JSON');
  }
  if (!isObject(json)) throw invalid(path, 'it is not a JSON object');
  const auths = isObject(json['auths']) ? json['auths'] : {};
  const helpers = isObject(json['credHelpers']) ? json['credHelpers'] : {};
  const store = json['credsStore'];
  const entries = new Map<string, () => Credential | undefined>();
  for (const [key, entry] of Object.entries(auths)) {
    const name = normaliseKey(key);
    const parse = (): Credential | undefined => parseEntry(entry, path, name);
    // `docker.io` and Docker's own key may both be there; one that holds nothing must not hide the other.
    if (!entries.has(name) || (isObject(entry) && Object.keys(entry).length > 0)) entries.set(name, parse);
  }
  return {
    path,
    entries,
    helpers: new Map(
      Object.entries(helpers)
        .filter((pair): pair is [string, string] => typeof pair[1] === 'string' && pair[1] !== '')
        .map(([key, helper]) => [normaliseKey(key), helper]),
    ),
    store: typeof store === 'string' && store !== '' ? store : undefined,
  };
}

/** `https://index.docker.io/v1/` and its like are hosts with a scheme and an API's path around them. */
function normaliseKey(key: string): string {
  return key
    .replace(/^https?:\/\//, '')
    .replace(/\/(?:v[12]\/?)?$/, '')
    .toLowerCase();
}

function parseEntry(entry: unknown, path: string, name: string): Credential | undefined {
  if (!isObject(entry)) throw invalid(path, `its entry for ${name} is not an object`);
  const text = (key: string): string => (typeof entry[key] === 'string' ? entry[key] : '');
  if (text('identitytoken') !== '') return { kind: 'identity-token', token: text('identitytoken') };
  if (text('registrytoken') !== '') return { kind: 'registry-token', token: text('registrytoken') };
  if (text('auth') !== '') {
    const decoded = Buffer.from(text('auth'), 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = decoded.indexOf(':');
    if (colon < 1 || !/^[\w+/-]+={0,2}\s*$/.test(text('auth')))
      throw invalid(path, `its auth for ${name} is not the base64 form of user:password`);
    return { kind: 'password', username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
  }
  if (text('username') === '') return undefined;
  return { kind: 'password', username: text('username'), password: text('password') };
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function invalid(path: string, why: string): PlimsollError {
  return new PlimsollError(
    'CREDENTIALS_INVALID',
    `this file of registry credentials cannot be used: ${why}`,
    {
      subject: path,
      hint: "Repair or remove it; 'docker login' writes it anew.",
    },
  );
}
