// Packages and installers that were downloaded or copied, installed, and left. A package is told by its content too, and a
// folder with a repository's index is a repository; only NVIDIA's local repositories are left behind by an installer.
import { CONTENT_TYPE } from '../contents/facts/layer-facts.ts';
import { isBelow, joinPath, parentOf } from './exceptions/path-parts.ts';
import { isCopied } from './fixes/copied.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

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
/** Where packages ship packages: ensurepip's and virtualenv's wheels among them. */
const SHIPPED = ['usr/share', 'usr/lib', 'lib'];

export const downloadedPackage: PathRule = {
  kind: 'paths',
  id: 'downloaded-package',
  title: 'Downloaded packages and installers',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64 * 1024,
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
  fix: (context) =>
    isCopied(context)
      ? 'Install from a mount instead of a copy: `RUN --mount=type=bind,source=FILE,target=/tmp/FILE`.'
      : 'Download, install and delete in one RUN.',
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

function isInRepository(folder: string, image: ImageLook): boolean {
  if (image.kindAt(joinPath(folder, 'index.html')) !== undefined) return true;
  for (let at = folder; at !== ''; at = parentOf(at))
    if (INDEXES.some((name) => image.kindAt(`${at}/${name}`) !== undefined)) return true;
  return false;
}
