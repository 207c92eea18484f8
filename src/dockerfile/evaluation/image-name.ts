// Names of images and named contexts as BuildKit compares them (distribution/reference: ParseNormalizedNamed, FamiliarString).

const HOST =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const NAME_LIMIT = 255;

/** An image's name in its full and in its short form. */
export interface ImageName {
  /** With host, and `latest` where there is neither tag nor digest. */
  readonly full: string;
  /** Without Docker Hub's host and without `latest`: what named contexts are known by. */
  readonly familiar: string;
}

/** Reads a name; undefined if no engine takes it. */
export function readImageName(text: string): ImageName | undefined {
  if (text.length > 1024 || /^[a-f0-9]{64}$/.test(text)) return undefined;
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const named = at === -1 ? text : text.slice(0, at);
  const { host, rest } = splitHost(named);
  const colon = rest.indexOf(':');
  const path = colon === -1 ? rest : rest.slice(0, colon);
  const tag = colon === -1 ? undefined : rest.slice(colon + 1);
  const isRight =
    HOST.test(host) &&
    PATH.test(path) &&
    host.length + path.length + 1 <= NAME_LIMIT &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST.test(digest));
  if (!isRight) return undefined;
  const isOfficial = host === 'docker.io' && !path.includes('/');
  const suffix = (tag === undefined ? '' : `:${tag}`) + (digest === undefined ? '' : `@${digest}`);
  const fullPath = isOfficial ? `library/${path}` : path;
  const familiarName =
    host === 'docker.io' ? fullPath.replace(/^library\/(?=[^/]+$)/, '') : `${host}/${path}`;
  return {
    full: `${host}/${fullPath}${suffix === '' ? ':latest' : suffix}`,
    familiar: `${familiarName}${suffix}`.replace(/:latest$/, ''),
  };
}

function splitHost(name: string): { host: string; rest: string } {
  const slash = name.indexOf('/');
  const head = name.slice(0, Math.max(slash, 0));
  const isHost = slash !== -1 && (/[.:]/.test(head) || head === 'localhost' || head.toLowerCase() !== head);
  if (!isHost) return { host: 'docker.io', rest: name };
  return { host: head === 'index.docker.io' ? 'docker.io' : head, rest: name.slice(slash + 1) };
}
