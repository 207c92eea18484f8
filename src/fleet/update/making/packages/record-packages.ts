// The package indexes that an image was built from, for the lock: those of its own sources, as their mirrors have them right after the
// build. An engine's cache may bring layers that are older than an index, and then its digest is not theirs: it is left open.
import type { ImageContents } from '../../../../contents/image-contents.ts';
import { readNodes } from '../../../../contents/read-nodes.ts';
import { NO_NODE } from '../../../../contents/view/path-tree.ts';
import type { SquashedView } from '../../../../contents/view/squashed-view.ts';
import { PlimsollError } from '../../../../errors.ts';
import type { OpenedImage } from '../../../../oci/image/image.ts';
import { linkSignals } from '../../../../oci/registry/link-signals.ts';
import { askPackageIndex, type PackageIndex } from '../../planning/ask-package-index.ts';
import { findAlpineIndexes, findPackageIndexes } from '../../planning/find-package-indexes.ts';
import { findOwnInstalls } from './own-packages.ts';

/** By URL: the digest of the index; null where it is not known that the packages are from the index of now. */
export type RecordedPackages = Readonly<Record<string, string | null>>;

/** What recording needs. */
export interface RecordOptions {
  readonly platform: string;
  readonly baseLayerCount: number;
  /** When the build began. */
  readonly startedMs: number;
  /** Hosts that may be asked though they are no public mirrors. */
  readonly mirrors: readonly string[];
  readonly signal: AbortSignal;
  /** Hosts that did not answer; more are added. */
  readonly silent: Set<string>;
  /** Told where a mirror does not answer, which is no reason to fail. */
  readonly onUnreadable: (url: string, why: string) => void;
  /** For tests. */
  readonly ask?: (url: URL, signal: AbortSignal) => Promise<PackageIndex>;
}

/** The clock of an engine elsewhere may differ by so much. */
const CLOCK_SKEW_MS = 60_000;
/** Mirrors show an index within so long of its publication. */
const SPREAD_MS = 12 * 3600_000;
const ANSWER_LIMIT_MS = 20_000;
const REPOSITORIES_LIMIT_BYTES = 64 * 1024;

/** Asks the mirrors of an image that installs packages itself; nothing for others. Throws ABORTED only. */
export async function recordPackages(
  { opened, contents }: { readonly opened: OpenedImage; readonly contents: ImageContents },
  options: RecordOptions,
): Promise<RecordedPackages> {
  const { platform, baseLayerCount, signal } = options;
  const { view } = contents;
  const installs = findOwnInstalls(view, opened.config, baseLayerCount);
  const mirrors = new Set(options.mirrors);
  const wanted: (readonly [string, number | undefined])[] = [];
  if (installs.has('apt'))
    for (const url of findPackageIndexes(view, platform, mirrors)) wanted.push([url, installs.get('apt')]);
  if (installs.has('apk'))
    for (const url of findAlpineIndexes(await readRepositories(view, opened, signal), platform, mirrors))
      wanted.push([url, installs.get('apk')]);
  const recorded = wanted.map(async ([url, installedMs]): Promise<readonly [string, string | null]> => {
    const index = await askInTime(new URL(url), options);
    return [url, index !== undefined && isFrom(index, installedMs, options) ? index.digest : null];
  });
  return Object.fromEntries(await Promise.all(recorded));
}

/** Undefined where the mirror does not answer; a host that did not is not asked again by this worker. */
async function askInTime(
  url: URL,
  { signal, onUnreadable, silent, ask = askPackageIndex }: RecordOptions,
): Promise<PackageIndex | undefined> {
  if (silent.has(url.host)) return undefined;
  const limited = linkSignals(signal);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    limited.abort();
  }, ANSWER_LIMIT_MS);
  try {
    return await ask(url, limited.signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof PlimsollError)) throw error;
    silent.add(url.host);
    const why = isLate ? `no answer within ${ANSWER_LIMIT_MS / 1000} s` : error.message;
    onUnreadable(url.href, why);
    return undefined;
  } finally {
    clearTimeout(timer);
    limited.unlink();
  }
}

/** Whether packages that were installed then are from the index that the mirror has now. */
function isFrom(
  { publishedMs }: PackageIndex,
  installedMs: number | undefined,
  { startedMs }: RecordOptions,
): boolean {
  if (installedMs === undefined) return false;
  if (installedMs >= startedMs - CLOCK_SKEW_MS)
    return publishedMs === undefined || publishedMs <= installedMs;
  return publishedMs !== undefined && publishedMs + SPREAD_MS <= installedMs;
}

async function readRepositories(
  view: SquashedView,
  opened: OpenedImage,
  signal: AbortSignal,
): Promise<string> {
  const node = findFile(view, ['etc', 'apk', 'repositories']);
  if (node === NO_NODE) return '';
  const options = { limitBytes: REPOSITORIES_LIMIT_BYTES, signal };
  const read = await readNodes(view, [node], (layer) => ({ image: opened, layer }), options);
  return read.get(node)?.toString('utf8') ?? '';
}

function findFile({ tree }: SquashedView, names: readonly string[]): number {
  let node = 0;
  for (const name of names) {
    const bytes = Buffer.from(name);
    if (node !== NO_NODE) node = tree.find(node, bytes, 0, bytes.length);
  }
  return node;
}
