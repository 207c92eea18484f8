// Downloaded .gem files, Bundler's git clones and indexes (gem environment: GEM_HOME/cache, GEM SPEC CACHE).
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { foldersOf } from './exceptions/named-folders.ts';
import { perImage } from './exceptions/per-image.ts';
import { cachePlaces, mountAll } from './fixes/cache-mount.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

export const gemCache: PathRule = {
  kind: 'paths',
  id: 'gem-cache',
  title: 'Download cache of RubyGems and Bundler',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/cache/*.gem',
    '**/cache/bundler/git/',
    '**/.bundle/cache/',
    '**/.gem/specs/',
    '**/.cache/gem/specs/',
  ],
  isExcused: (file, image) => file.folder.endsWith('vendor/cache') && !isInstalled(file, image),
  what: 'gems and indexes cached by RubyGems and Bundler',
  fix: (context) => {
    const found = cachePlaces(context, '.bundle/cache', '.cache/gem/specs', '.gem/specs', 'cache');
    const places = found.length > 0 ? found : ['/usr/local/bundle/cache'];
    return `End that RUN with \`rm -rf ${places.join(' ')}\`, or give it \`${mountAll(places)}\`.`;
  },
  // Without vendored gems there is nothing to install from.
  fixCopied:
    'Mount the gems for the RUN that installs them instead of copying them: `RUN --mount=type=bind,source=vendor/cache,target=DIR/vendor/cache,rw bundle install`.',
};

/** Where gems may be installed: GEM_HOME, or a folder for each version of Ruby in BUNDLE_PATH. */
const gemHomes = perImage((image): readonly string[] => {
  const homes = [...foldersOf(image, ['GEM_HOME', 'BUNDLE_PATH']), 'usr/local/bundle'];
  const versions = homes.flatMap((home) =>
    image.namesIn(`${home}/ruby`).map((name) => `${home}/ruby/${name}`),
  );
  return [...homes, ...versions].slice(0, 16);
});

/** A vendored gem is kept for an install to come; once it is installed, the archive is a second copy. */
function isInstalled({ name }: OfferedFile, image: ImageLook): boolean {
  const specification = `specifications/${name.replace(/\.gem$/, '.gemspec')}`;
  return gemHomes(image).some((home) => image.kindAt(`${home}/${specification}`) === ENTRY_KIND.file);
}
