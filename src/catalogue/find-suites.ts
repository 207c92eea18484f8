// The releases of mirrors that an image's own apt sources name.
import { isIPv4 } from 'node:net';
import { type AptSource, readAptSources } from '../contents/packages/apt/apt-sources.ts';
import { listMetadataFiles, versionAt } from '../contents/packages/metadata-history.ts';
import type { SquashedView } from '../contents/view/squashed-view.ts';
import { PlimsollError } from '../errors.ts';

const MOST_SUITES = 16;
/** Names that resolve in private networks only (RFC 6762, and ICANN's `internal`). */
const PRIVATE_NAME = /\.(?:local|localhost|internal|lan|home\.arpa)$/;

/** Whether a URL that a file names may be asked: over https, and by a name that is not one of the user's own network. */
export function isPublicMirror({ protocol, hostname }: URL): boolean {
  if (protocol !== 'https:' || hostname.startsWith('[') || isIPv4(hostname)) return false;
  return hostname.includes('.') && !PRIVATE_NAME.test(hostname);
}

/** One release of a mirror. */
export interface Suite {
  /** The folder of the release file. */
  readonly base: URL;
  readonly components: readonly string[];
}

/** What may be asked beside public mirrors, and what becomes of other sources. */
export interface SuiteOptions {
  /** Hosts that the user has named, `HOST[:PORT]`; they are asked as the source says. */
  readonly mirrors?: ReadonlySet<string>;
  /** Told of sources that may not be asked; without it they are an error. */
  readonly onRefused?: (uri: string) => void;
}

/** Those that the image's sources name for an architecture, each once; throws USAGE for a source that may not be asked. */
export function findSuites(
  view: SquashedView,
  architecture: string,
  { mirrors = new Set(), onRefused }: SuiteOptions = {},
): readonly Suite[] {
  const top = view.layers.length - 1;
  const sources = [...listMetadataFiles(view).values()]
    .filter(({ parserId }) => parserId === 'apt-sources')
    .flatMap((file): readonly AptSource[] => {
      const metadata = versionAt(file, top)?.metadata;
      return metadata?.kind === 'text' ? readAptSources(metadata.text, file.path) : [];
    });
  const suites = new Map<string, Suite>();
  for (const { types, uris, suites: names, components, architectures } of sources) {
    if (!types.includes('deb') || (architectures.length > 0 && !architectures.includes(architecture)))
      continue;
    for (const uri of uris)
      for (const name of names)
        if (components.length > 0) {
          const base = mirrorUrl(uri, name, mirrors, onRefused === undefined);
          if (base === undefined) onRefused?.(uri);
          else if (suites.size < MOST_SUITES && !suites.has(base.href))
            suites.set(base.href, { base, components });
        }
  }
  return [...suites.values()];
}

/** Over https whatever the source says; an image must not send us to hosts of the user's own network. */
function mirrorUrl(
  uri: string,
  suite: string,
  mirrors: ReadonlySet<string>,
  isRequired: boolean,
): URL | undefined {
  const written = parseUrl(`dists/${suite}/`, uri);
  const isNamed = written !== undefined && /^https?:$/.test(written.protocol) && mirrors.has(written.host);
  const url = isNamed ? written : parseUrl(`dists/${suite}/`, uri.replace(/^http:/, 'https:'));
  if (url !== undefined && (isNamed || isPublicMirror(url))) return url;
  if (!isRequired) return undefined;
  throw new PlimsollError('USAGE', 'a source of the image is no mirror that can be asked for it', {
    subject: uri,
    hint: 'Give the index itself: --index FILE or --index URL.',
  });
}

function parseUrl(path: string, uri: string): URL | undefined {
  const base = `${uri.replace(/\/*$/, '')}/`;
  return URL.canParse(path, base) ? new URL(path, base) : undefined;
}
