// Archives beside the folder that was unpacked from them, told by name and content.
import { CONTENT_TYPE, ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { isBelow, joinPath } from './exceptions/path-parts.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

const ARCHIVE_NAME = /^(.+?)\.(?:tar(?:\.(?:gz|xz|bz2|zst))?|tgz|txz|tbz2?|tzst|zip)$/;
/** What names of archives say beyond the name of the folder in them. */
const QUALIFIER = /[-_.](?:bin|src|source|all|dist|full|linux|gnu|musl|x86_64|amd64|x64|aarch64|arm64)$/;
/** Archives whose folder has a name of its own. */
const OWN_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^go\d/, 'go'],
  [/^google-cloud-(?:sdk|cli)-/, 'google-cloud-sdk'],
  [/^awscli(?:v2|-exe)/, 'aws'],
];
/** Files that a web server offers for download, and what packages of the distribution ship. */
const OFFERED = ['usr/share', 'usr/lib', 'var/www', 'srv/www', 'usr/local/apache2/htdocs'];

const PACKAGE = /\/(?:(?:site|dist)-packages|node_modules)\//;

export const extractedArchive: PathRule = {
  kind: 'paths',
  id: 'extracted-archive',
  title: 'Archives left beside what was extracted',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/*.tar',
    '**/*.gz',
    '**/*.tgz',
    '**/*.xz',
    '**/*.txz',
    '**/*.bz2',
    '**/*.tbz',
    '**/*.tbz2',
    '**/*.zst',
    '**/*.tzst',
    '**/*.zip',
  ],
  contentTypes: [
    CONTENT_TYPE.tar,
    CONTENT_TYPE.gzip,
    CONTENT_TYPE.xz,
    CONTENT_TYPE.bzip2,
    CONTENT_TYPE.zstd,
    CONTENT_TYPE.zip,
  ],
  isExcused: (file, image) =>
    isBelow(file.path, OFFERED) || PACKAGE.test(file.path) || !hasFolder(file, image),
  what: 'archives left beside what was extracted from them',
  fix: ({ paths }) =>
    paths.some((path) => path.endsWith('.zip'))
      ? 'Delete the archive in the RUN that unpacks it.'
      : 'Unpack while downloading (`curl -fsSL URL | tar -xz -C DIR`), or delete the archive in the same RUN.',
  // ADD unpacks tars, and no other archives.
  fixCopied: ({ paths }) =>
    paths.some((path) => path.endsWith('.zip'))
      ? 'Unpack the archive from a mount instead of a copy: `RUN --mount=type=bind,source=FILE.zip,target=/tmp/FILE.zip unzip /tmp/FILE.zip -d DIR`.'
      : 'Let ADD unpack the local archive (`ADD FILE.tar.gz DIR/`), or unpack it from a `RUN --mount=type=bind`.',
};

function hasFolder({ name, folder }: OfferedFile, image: ImageLook): boolean {
  const stem = ARCHIVE_NAME.exec(name)?.[1];
  return (
    stem !== undefined &&
    folderNames(stem).some((some) => image.kindAt(joinPath(folder, some)) === ENTRY_KIND.directory)
  );
}

function folderNames(stem: string): readonly string[] {
  const names = [stem];
  for (let name = stem; QUALIFIER.test(name); ) {
    name = name.replace(QUALIFIER, '');
    names.push(name);
  }
  for (const [pattern, folder] of OWN_NAMES) if (pattern.test(stem)) names.push(folder);
  return names;
}
