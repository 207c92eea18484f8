// Packages and installers that were downloaded or copied, installed, and left. A package is told by its content too, and a
// folder with a repository's index is a repository; only NVIDIA's local repositories are left behind by an installer.
import { CONTENT_TYPE } from '../contents/facts/layer-facts.ts';
import { isBelow, joinPath, parentOf } from './exceptions/path-parts.ts';
import { perImage } from './exceptions/per-image.ts';
import { shellPath } from './fixes/shell-words.ts';
import type { FixContext, ImageLook, OfferedFile, PathRule } from './rule.ts';

const INSTALLER = /^(?:Miniconda|Miniforge|Mambaforge|Anaconda)\d?-.*\.sh$/;
const INDEXES = [
  'Packages',
  'Packages.gz',
  'Packages.xz',
  'dists',
  'repodata',
  'APKINDEX.tar.gz',
  'pyodide-lock.json',
];
/** A package in `pool/main/c/curl` is five folders away from its repository. */
const REPOSITORY_LEVELS = 6;
/** Where packages ship packages: ensurepip's and virtualenv's wheels among them. */
const SHIPPED = ['usr/share', 'usr/lib', 'lib'];

export const downloadedPackage: PathRule = {
  kind: 'paths',
  id: 'downloaded-package',
  title: 'Downloaded packages and installers',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/*.deb',
    '**/*.rpm',
    '**/*.apk',
    '**/*.whl',
    '**/*.run',
    '**/*.sh',
    '**/get-pip.py',
    '**/rustup-init',
    'var/cuda-repo-*/',
    'var/*-local-repo-*/',
  ],
  isExcused,
  what: 'packages and installers left after installation',
  fix: 'Download, install and delete in one RUN.',
  fixCopied: mountPackage,
};

function isExcused(file: OfferedFile, image: ImageLook): boolean {
  if (isLocalRepository(file.matchedFolder)) return false;
  if (!isPackage(file)) return true;
  if (
    isBelow(file.path, SHIPPED) ||
    /\/(?:site|dist)-packages\/|\/ensurepip\/|\.(?:local\/share|cache)\//.test(file.path)
  )
    return true;
  return isInRepository(file.folder, image);
}

function isLocalRepository(folder: string): boolean {
  return /^var\/(?:cuda-repo-|[^/]*-local-repo-)/.test(folder);
}

function isPackage({ name, contentType, sizeBytes }: OfferedFile): boolean {
  switch (name.slice(name.lastIndexOf('.'))) {
    case '.deb':
      return contentType === CONTENT_TYPE.deb;
    case '.rpm':
      return contentType === CONTENT_TYPE.rpm;
    case '.whl':
      return contentType === CONTENT_TYPE.zip;
    case '.apk':
      // Android's are zip files and an application's data.
      return contentType === CONTENT_TYPE.gzip;
    case '.run':
      return contentType === CONTENT_TYPE.script && sizeBytes > 1024 * 1024;
    case '.sh':
      return INSTALLER.test(name);
    default:
      return true;
  }
}

/** For each folder that was asked for, whether a repository begins there. */
const knownRepositories = perImage(() => new Map<string, boolean>());

function isInRepository(folder: string, image: ImageLook): boolean {
  const known = knownRepositories(image);
  let at = folder;
  for (let level = 0; level < REPOSITORY_LEVELS && at !== ''; level++, at = parentOf(at)) {
    let isRepository = known.get(at);
    if (isRepository === undefined) {
      isRepository = image.namesIn(at).some((name) => INDEXES.includes(name));
      known.set(at, isRepository);
    }
    if (isRepository) return true;
  }
  return image.kindAt(joinPath(folder, 'index.html')) !== undefined;
}

function mountPackage({ paths }: FixContext): string {
  const name = paths[0]?.slice(paths[0].lastIndexOf('/') + 1) ?? 'FILE';
  return `Install from a mount instead of a copy: \`RUN --mount=type=bind,source=${shellPath(name).slice(1)},target=/tmp/${shellPath(name).slice(1)}\` (\`from=STAGE\` where another stage has it).`;
}
