// A registry with many repositories, a catalog and lists of tags in pages.
import type { ServerResponse } from 'node:http';
import { sha256 } from './image-files.ts';
import { type RegistryServer, type ServerSettings, startRegistry } from './registry-server.ts';

/** What it holds; manifests and blobs can be had under every repository. */
export interface CatalogSettings {
  /** Repositories, their tags, and the manifests that these mean. */
  readonly repositories: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>;
  readonly manifests?: readonly Uint8Array[];
  readonly blobs?: readonly Uint8Array[];
  /** Texts of a page. */
  readonly pageSize?: number;
  readonly intercept?: ServerSettings['intercept'];
}

/** Starts it; it stops after the tests of the file. */
export function startCatalog(settings: CatalogSettings): Promise<RegistryServer> {
  return startRegistry({
    intercept: (request, response, url) => {
      if (settings.intercept?.(request, response, url) === true) return true;
      answer(settings, request.method === 'HEAD', response, url);
      return true;
    },
  });
}

function answer(settings: CatalogSettings, isHead: boolean, response: ServerResponse, url: URL): void {
  const { repositories, manifests = [], blobs = [] } = settings;
  if (url.pathname === '/v2/') return void response.end('{}');
  if (url.pathname === '/v2/_catalog')
    return sendPage(settings, 'repositories', Object.keys(repositories), response, url);
  const [, repository = '', kind, name = ''] =
    /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(url.pathname) ?? [];
  const tags = repositories[repository];
  if (tags !== undefined && kind === 'tags')
    return sendPage(settings, 'tags', Object.keys(tags), response, url);
  const all = [...Object.values(repositories).flatMap((tagged) => Object.values(tagged)), ...manifests];
  const found =
    kind === 'manifests'
      ? (tags?.[name] ?? all.find((bytes) => sha256(bytes) === name))
      : blobs.find((bytes) => sha256(bytes) === name);
  if (tags === undefined || found === undefined) return void response.writeHead(404).end('{}');
  if (kind === 'manifests') {
    const { mediaType } = JSON.parse(Buffer.from(found).toString()) as { readonly mediaType: string };
    response.setHeader('content-type', mediaType);
    response.setHeader('docker-content-digest', sha256(found));
  }
  response.end(isHead ? undefined : found);
}

function sendPage(
  { pageSize = 1000 }: CatalogSettings,
  field: string,
  texts: readonly string[],
  response: ServerResponse,
  url: URL,
): void {
  const last = url.searchParams.get('last');
  const from = last === null ? 0 : texts.indexOf(last) + 1;
  const page = texts.slice(from, from + pageSize);
  if (from + pageSize < texts.length)
    response.setHeader('link', `<${url.pathname}?n=${pageSize}&last=${page.at(-1)}>; rel="next"`);
  response.end(JSON.stringify({ [field]: page }));
}
