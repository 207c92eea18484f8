// Which package indexes an image was built from, as its own sources tell: the release files of apt's mirrors, and the indexes of
// apk's repositories. What the lock keeps of them is their digests at the time of building.
import { findSuites, isPublicMirror } from '../../../catalogue/find-suites.ts';
import type { SquashedView } from '../../../contents/view/squashed-view.ts';

/** As Debian calls them. */
const DEBIAN: Readonly<Record<string, string>> = {
  '386': 'i386',
  arm: 'armhf',
  'arm/v5': 'armel',
  'arm/v6': 'armel',
  ppc64le: 'ppc64el',
  mips64le: 'mips64el',
};

/** As Alpine calls them. */
const ALPINE: Readonly<Record<string, string>> = {
  '386': 'x86',
  amd64: 'x86_64',
  arm64: 'aarch64',
  arm: 'armv7',
  'arm/v6': 'armhf',
};

const MOST_REPOSITORIES = 16;

/** URLs of `InRelease` files, sorted; none for an image without apt. Sources that are no public mirrors count where `mirrors` has their host. */
export function findPackageIndexes(
  view: SquashedView,
  platform: string,
  mirrors: ReadonlySet<string> = new Set(),
): readonly string[] {
  const options = { mirrors, onRefused: () => {} };
  return findSuites(view, nameArchitecture(DEBIAN, platform), options)
    .map(({ base }) => new URL('InRelease', base).href)
    .sort();
}

/** The same for the text of `/etc/apk/repositories`: a repository a line, one with a tag before it, comments. */
export function findAlpineIndexes(
  text: string,
  platform: string,
  mirrors: ReadonlySet<string> = new Set(),
): readonly string[] {
  const architecture = nameArchitecture(ALPINE, platform);
  const urls = text.split('\n').flatMap((line): readonly string[] => {
    const [repository = ''] = line
      .replace(/^\s*@\S+\s+/, '')
      .trim()
      .split(/\s/);
    return indexOf(repository.replace(/\/*$/, ''), architecture, mirrors);
  });
  return [...new Set(urls)].slice(0, MOST_REPOSITORIES).sort();
}

function indexOf(repository: string, architecture: string, mirrors: ReadonlySet<string>): readonly string[] {
  const path = `/${architecture}/APKINDEX.tar.gz`;
  if (!/^https?:/.test(repository) || !URL.canParse(repository + path)) return [];
  const written = new URL(repository + path);
  if (mirrors.has(written.host)) return [written.href];
  const url = new URL((repository + path).replace(/^http:/, 'https:'));
  return isPublicMirror(url) ? [url.href] : [];
}

function nameArchitecture(names: Readonly<Record<string, string>>, platform: string): string {
  const [, architecture = '', variant] = platform.split('/');
  const whole = variant === undefined ? architecture : `${architecture}/${variant}`;
  return names[whole] ?? names[architecture] ?? architecture;
}
