// Which package indexes an image was built from, as its own apt sources tell: the release files of their mirrors. What the lock keeps of
// them is their digests at the time of building.
import { findSuites } from '../../../catalogue/find-suites.ts';
import type { SquashedView } from '../../../contents/view/squashed-view.ts';
import { PlimsollError } from '../../../errors.ts';

/** As Debian calls them. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  '386': 'i386',
  arm: 'armhf',
  'arm/v5': 'armel',
  'arm/v6': 'armel',
  ppc64le: 'ppc64el',
  mips64le: 'mips64el',
};

/** URLs of `InRelease` files, sorted; none for an image without apt, or with a source that is no public mirror. */
export function findPackageIndexes(view: SquashedView, platform: string): readonly string[] {
  const [, architecture = '', variant] = platform.split('/');
  const whole = variant === undefined ? architecture : `${architecture}/${variant}`;
  const debian = ARCHITECTURES[whole] ?? ARCHITECTURES[architecture] ?? architecture;
  try {
    return findSuites(view, debian)
      .map(({ base }) => new URL('InRelease', base).href)
      .sort();
  } catch (error) {
    if (error instanceof PlimsollError && error.code === 'USAGE') return [];
    throw error;
  }
}
