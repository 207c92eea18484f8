// What desktops put into folders: macOS's .DS_Store, AppleDouble files and folders on volumes, Windows' thumbnails, trash cans.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { joinPath } from './exceptions/path-parts.ts';
import type { PathRule } from './rule.ts';

export const desktopLeftovers: PathRule = {
  kind: 'paths',
  id: 'desktop-leftovers',
  title: 'Files of desktops (.DS_Store and others)',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/.DS_Store',
    '**/._*',
    '**/__MACOSX/',
    '**/.Spotlight-V100/',
    '**/.fseventsd/',
    '**/Thumbs.db',
    '**/desktop.ini',
    '**/.local/share/Trash/',
  ],
  // An AppleDouble file belongs to the file beside it.
  isExcused: ({ name, folder, path, matchedFolder }, image) =>
    name.startsWith('._') &&
    !path.includes('__MACOSX/') &&
    matchedFolder === folder &&
    image.kindAt(joinPath(folder, name.slice(2))) !== ENTRY_KIND.file,
  what: 'files that desktops leave in folders',
  fix: 'Leave them out when the archive is made (`COPYFILE_DISABLE=1 tar`), or delete them in the same RUN.',
};
