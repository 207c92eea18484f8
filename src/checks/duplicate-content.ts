// The same content at several paths of what the image shows: all but the bytewise first path could be links. What packages
// ship twice is `packaged-duplicate`.
import { installedFolder, isInDistribution, isPackagedTwice } from './exceptions/packaged-files.ts';
import { parentOf } from './exceptions/path-parts.ts';
import { calls, isCopied } from './fixes/copied.ts';
import { shellPath } from './fixes/shell-words.ts';
import type { FixContext, ViewRule } from './rule.ts';

export const duplicateContent: ViewRule = {
  kind: 'view',
  views: ['duplicate'],
  id: 'duplicate-content',
  title: 'The same content at a second path',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 4_000_000,
  isExcused: (file, needed) => needed !== undefined && isPackagedTwice(file, needed),
  what: 'files whose content is at another path too',
  fix: linkToNeeded,
};

/** What puts files where the distribution has its own, and may do so again. */
const PACKAGE_MANAGER = /\b(?:apt(?:-get)?|dpkg|apk|(?:micro)?dnf|yum|rpm|zypper|pacman)\b/;

function linkToNeeded(context: FixContext): string {
  const { paths, neededPaths } = context;
  const [path, needed] = [paths[0], neededPaths[0]];
  if (path === undefined || needed === undefined) return 'Keep one of the files and link the others to it.';
  const others = paths.length > 1 ? ', and so on for the others' : '';
  const folders = [path, needed].map(installedFolder);
  if (folders[0] !== undefined && folders[1] !== undefined)
    return `Install it once: what is in ${shellPath(folders[0])} is in ${shellPath(folders[1])} too.`;
  // The first path is the needed one in every count, but what a package has is better not touched.
  if (isInDistribution(path) && !isInDistribution(needed) && calls(context, PACKAGE_MANAGER))
    return `Do not bring ${shellPath(needed)}, link it: \`RUN mkdir -p ${shellPath(parentOf(needed))} && ln -s ${shellPath(path)} ${shellPath(needed)}\`${others}.`;
  const link = `ln -s${isCopied(context) ? '' : 'f'} ${shellPath(needed)} ${shellPath(path)}`;
  return isCopied(context)
    ? `Do not copy ${shellPath(path)}, link it: \`RUN mkdir -p ${shellPath(parentOf(path))} && ${link}\`${others}.`
    : `End that RUN with \`${link}\`${others}.`;
}
