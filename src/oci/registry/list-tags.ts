// The tags of a repository (distribution-spec "Listing Tags"), page by page.
import { PlimsollError } from '../../errors.ts';
import { readWhole } from './body.ts';
import { attemptPatiently } from './patience.ts';
import type { Registry } from './registry.ts';

const PAGE_LIMIT_BYTES = 8 * 2 ** 20;
const PAGE_TAGS = 1000;
/** Of further pages nothing is read. */
const MOST_PAGES = 20;
const TAG = /^\w[\w.-]{0,127}$/;

/** All tags, or those of the first pages where there are very many. Throws REGISTRY_INVALID for what is no list. */
export async function listTags(
  registry: Registry,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { settings, onNotice, base } = registry;
  const tags = new Set<string>();
  let query: string | undefined = `n=${PAGE_TAGS}`;
  for (let page = 0; query !== undefined && page < MOST_PAGES; page++) {
    const from: string = `tags/list?${query}`;
    const what = 'the list of tags';
    const answer = await attemptPatiently({ settings, signal, onNotice }, async () => {
      const response = await registry.get({ from, what, signal, headers: { 'accept-encoding': 'identity' } });
      const body = { host: base.host, stallLimitMs: settings.stallLimitMs, signal };
      const bytes = await readWhole(response, PAGE_LIMIT_BYTES, what, body);
      return { bytes, link: response.headers['link'] };
    });
    for (const tag of parseTags(answer.bytes, base.host)) tags.add(tag);
    query = readNextQuery(answer.link);
  }
  return [...tags];
}

function parseTags(bytes: Uint8Array, host: string): readonly string[] {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // Told below.
  }
  const tags = (json as { readonly tags?: unknown } | null | undefined)?.tags;
  if (tags === null) return [];
  if (!Array.isArray(tags)) throw new PlimsollError('REGISTRY_INVALID', `${host} gives no list of tags`);
  return tags.filter((tag): tag is string => typeof tag === 'string' && TAG.test(tag));
}

/** Only the query of the next page's URL is taken: the path is known, and the host must not change. */
function readNextQuery(link: string | readonly string[] | undefined): string | undefined {
  const [, url] = /<([^>]{1,2000})>\s*;\s*rel="?next"?/.exec(String(link ?? '')) ?? [];
  const mark = url?.indexOf('?') ?? -1;
  return mark === -1 ? undefined : url!.slice(mark + 1);
}
