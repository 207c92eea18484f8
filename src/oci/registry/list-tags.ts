// The tags of a repository (distribution-spec "Listing Tags"), page by page.
import { PlimsollError } from '../../errors.ts';
import { readWhole } from './body.ts';
import { attemptPatiently } from './patience.ts';
import type { Registry } from './registry.ts';

const PAGE_LIMIT_BYTES = 8 * 2 ** 20;
const PAGE_TAGS = 1000;
/** Of further pages nothing is read where nobody asks for more. */
const MOST_PAGES = 20;
const TAG = /^\w[\w.-]{0,127}$/;

/** All tags, or those of the first pages where there are very many. Throws REGISTRY_INVALID for what is no list. */
export async function listTags(
  registry: Registry,
  signal: AbortSignal | undefined,
  mostPages: number = MOST_PAGES,
): Promise<readonly string[]> {
  const paging = { path: 'tags/list', field: 'tags', what: 'the list of tags', mostPages };
  return (await listPages(registry, paging, signal)).filter((tag) => TAG.test(tag));
}

/** A list that comes in pages. */
export interface Paging {
  readonly path: string;
  /** The field of each answer that holds the texts. */
  readonly field: string;
  readonly what: string;
  readonly mostPages: number;
}

/** The texts of all pages, each once; a list that goes on behind the last page to be read is told by a notice. */
export async function listPages(
  registry: Registry,
  { path, field, what, mostPages }: Paging,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { settings, onNotice, base } = registry;
  const texts = new Set<string>();
  let query: string | undefined = `n=${PAGE_TAGS}`;
  for (let page = 0; query !== undefined && page < mostPages; page++) {
    const from: string = `${path}?${query}`;
    const answer = await attemptPatiently({ settings, signal, onNotice }, async () => {
      const response = await registry.get({ from, what, signal, headers: { 'accept-encoding': 'identity' } });
      const body = { host: base.host, stallLimitMs: settings.stallLimitMs, signal };
      const bytes = await readWhole(response, PAGE_LIMIT_BYTES, what, body);
      return { bytes, link: response.headers['link'] };
    });
    for (const text of parseTexts(answer.bytes, field, what, base.host)) texts.add(text);
    query = readNextQuery(answer.link);
  }
  if (query !== undefined)
    onNotice?.(`${base.host}: ${what} is longer than ${mostPages} pages; the rest is left out`);
  return [...texts];
}

function parseTexts(bytes: Uint8Array, field: string, what: string, host: string): readonly string[] {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    // Told below.
  }
  const texts = (json as Readonly<Record<string, unknown>> | null | undefined)?.[field];
  if (texts === null) return [];
  if (!Array.isArray(texts)) throw new PlimsollError('REGISTRY_INVALID', `${host} does not give ${what}`);
  return texts.filter((text): text is string => typeof text === 'string');
}

/** Only the query of the next page's URL is taken: the path is known, and the host must not change. */
function readNextQuery(link: string | readonly string[] | undefined): string | undefined {
  const [, url] = /<([^>]{1,2000})>\s*;\s*rel="?next"?/.exec(String(link ?? '')) ?? [];
  const mark = url?.indexOf('?') ?? -1;
  return mark === -1 ? undefined : url!.slice(mark + 1);
}
