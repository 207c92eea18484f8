// What editors and patch leave: swap and backup files, settings of an IDE, the server that a remote editor installs.
import { ENTRY_KIND } from '../contents/facts/layer-facts.ts';
import { joinPath } from './exceptions/path-parts.ts';
import type { ImageLook, OfferedFile, PathRule } from './rule.ts';

export const editorLeftovers: PathRule = {
  kind: 'paths',
  id: 'editor-leftovers',
  title: 'Swap files, backups and settings of editors',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/*.swp',
    '**/*.swo',
    '**/*~',
    '**/*.bak',
    '**/*.orig',
    '**/*.rej',
    '**/.viminfo',
    '**/.idea/',
    '**/.vscode/',
    '**/.vscode-server/',
    '**/.cursor-server/',
    '**/.cache/JetBrains/',
  ],
  isExcused: (file, image) => file.matchedFolder === file.folder && !isLeftover(file, image),
  what: 'swap files, backups and settings of editors',
  fix: 'Delete them in the RUN that leaves them; `sed -i` and `patch` need no backups.',
};

/** A swap file is hidden; a backup has the file it is a copy of beside it. */
function isLeftover({ name, folder }: OfferedFile, image: ImageLook): boolean {
  if (/\.sw[po]$/.test(name)) return name.startsWith('.');
  const original = /^(.+?)(?:~|\.bak|\.orig|\.rej)$/.exec(name)?.[1];
  return original === undefined || image.kindAt(joinPath(folder, original)) === ENTRY_KIND.file;
}
