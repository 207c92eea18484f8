// Names of images in registries (distribution-spec "Pulling manifests"; Docker's defaults from distribution/reference).
import { isIPv6 } from 'node:net';
import { PlimsollError } from '../../errors.ts';
import { type Digest, isDigest } from '../bytes/digest.ts';

/** Where a registry keeps an image; the digest decides where a tag stands beside it. */
export interface RegistryReference {
  /** Host in lower case, with its port where one was written; Docker Hub is `docker.io`. */
  readonly host: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

const DOCKER_HUB = 'docker.io';
const DOCKER_HUB_NAMES: ReadonlySet<string> = new Set([
  DOCKER_HUB,
  'index.docker.io',
  'registry-1.docker.io',
]);
const TEXT_LIMIT = 1024;
const REPOSITORY_LIMIT = 255;
const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const PATH_COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;

/** Reads a name as a user types it, `[host[:port]/]path[:tag][@digest]`; throws REFERENCE_INVALID. */
export function parseRegistryReference(text: string): RegistryReference {
  if (text.length > TEXT_LIMIT) throw invalid(text, `it is longer than ${TEXT_LIMIT} characters`);
  if (text.includes('://')) throw invalid(text, 'it is a URL', 'Write it without the scheme: HOST/PATH:TAG.');
  const [name = '', digest, ...rest] = text.split('@');
  if (rest.length > 0 || (digest !== undefined && !isDigest(digest)))
    throw invalid(text, 'what follows @ is no digest', 'A digest is sha256: and 64 hex digits.');
  const { host, path } = splitHost(name);
  const colon = path.indexOf(':');
  const tag = colon === -1 ? undefined : path.slice(colon + 1);
  if (tag !== undefined && !TAG.test(tag))
    throw invalid(text, 'its tag is not well-formed', 'A tag is up to 128 letters, digits, and _ . - in it.');
  const repository = checkPath(colon === -1 ? path : path.slice(0, colon), text);
  if (!isHost(host)) throw invalid(text, 'its host is not well-formed', 'Write HOST/PATH or HOST:PORT/PATH.');
  const isOfficial = host === DOCKER_HUB && !repository.includes('/');
  return {
    host,
    repository: isOfficial ? `library/${repository}` : repository,
    ...(tag === undefined && digest === undefined ? { tag: 'latest' } : {}),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest: digest as Digest }),
  };
}

/** The full name, which parses to the same reference. */
export function formatRegistryReference({ host, repository, tag, digest }: RegistryReference): string {
  return `${host}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** Docker's rule: what stands before the first slash is a host if it has a dot or a colon, or is `localhost`. */
function splitHost(name: string): { host: string; path: string } {
  const slash = name.indexOf('/');
  const head = name.slice(0, Math.max(slash, 0)).toLowerCase();
  if (!/[.:]/.test(head) && head !== 'localhost') return { host: DOCKER_HUB, path: name };
  return { host: DOCKER_HUB_NAMES.has(head) ? DOCKER_HUB : head, path: name.slice(slash + 1) };
}

function checkPath(path: string, text: string): string {
  if (path === '') throw invalid(text, 'it names no image', 'Write a name such as debian:12.');
  if (path.length > REPOSITORY_LIMIT)
    throw invalid(text, `its path is longer than ${REPOSITORY_LIMIT} characters`);
  const isWellFormed = (candidate: string): boolean =>
    candidate.split('/').every((part) => PATH_COMPONENT.test(part));
  if (/[A-Z]/.test(path) && isWellFormed(path.toLowerCase()))
    throw invalid(
      text,
      'its path has upper-case letters',
      `Repositories are lower case: ${path.toLowerCase()}.`,
    );
  if (!isWellFormed(path))
    throw invalid(
      text,
      'its path is not well-formed',
      'Path components are lower-case letters and digits, with single . _ or - between them.',
    );
  if (/^[0-9a-f]{64}$/.test(path))
    throw invalid(
      text,
      'it is an image id, which registries do not know',
      'Write a name, or NAME@sha256:DIGEST.',
    );
  return path;
}

function isHost(host: string): boolean {
  const [, name = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65535)) return false;
  if (name.startsWith('[')) return isIPv6(name.slice(1, -1)) && !name.includes('%');
  return name.length <= 253 && name.split('.').every((label) => HOST_LABEL.test(label));
}

function invalid(text: string, why: string, hint?: string): PlimsollError {
  return new PlimsollError('REFERENCE_INVALID', `this is no name of an image: ${why}`, {
    subject: text.length > 100 ? `${text.slice(0, 100)}...` : text,
    ...(hint === undefined ? {} : { hint }),
  });
}
