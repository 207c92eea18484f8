// Files of the application whose names tell which version of a language they are for, wherever they lie: virtual environments,
// bundles of gems, compiled modules. The base's runtime of that version must still be there.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import { ABSENT } from '../../contents/view/path-tree.ts';
import { nodePath, type SquashedView } from '../../contents/view/squashed-view.ts';
import type { RebaseNote } from './rebase-note.ts';
import type { RebaseViews } from './rebase-views.ts';

interface VersionedName {
  readonly language: string;
  /** The groups together are the version. */
  readonly pattern: RegExp;
}

const NAMES: readonly VersionedName[] = [
  { language: 'Python', pattern: /(?:^|\/)python(\d+)\.(\d+)\// },
  { language: 'Python', pattern: /\.cpython-(\d)(\d+)[a-z]*-[^/]*\.so$/ },
  {
    language: 'Ruby',
    pattern: /(?:^|\/)(?:ruby|gems)\/(?:gems\/|vendor_ruby\/|site_ruby\/)?(\d+)\.(\d+)\.(\d+)\//,
  },
  { language: 'Ruby', pattern: /\/extensions\/[^/]+\/(\d+)\.(\d+)\.(\d+)\// },
  { language: 'Perl', pattern: /(?:^|\/)perl5?\/(?:site_perl\/|vendor_perl\/)?(\d+)\.(\d+)(?:\.(\d+))?\// },
  { language: 'PHP', pattern: /(?:^|\/)(no-debug-(?:non-)?zts-\d{8})\// },
  { language: 'PostgreSQL', pattern: /(?:^|\/)postgresql\/(\d+)\/lib\// },
  { language: 'Lua', pattern: /(?:^|\/)lua\/(\d+)\.(\d+)\// },
];
const OWN_PYTHON = /(?:^|\/)bin\/python(\d+\.\d+)$/;

/** Judges them: a version that the old base had and the new one has not is a conflict, unless the application brings its own. */
export function judgeVersionedNames(views: RebaseViews): readonly RebaseNote[] {
  const { image } = views;
  const own = listVersions(image, (node) => views.isOwn(node));
  if (own.size === 0) return [];
  for (let node = 1; node < image.tree.nodeCount; node++) {
    if (image.tree.kinds[node] !== ENTRY_KIND.file || !views.isOwn(node)) continue;
    const version = OWN_PYTHON.exec(nodePath(image, node))?.[1];
    if (version !== undefined) own.delete(`Python ${version}`);
  }
  const old = listVersions(views.old);
  const now = listVersions(views.new);
  return [...own].flatMap(([version, path]): readonly RebaseNote[] => {
    if (!old.has(version) || now.has(version)) return [];
    const message = `it was made for ${version}, which the new base does not have`;
    return [{ kind: 'language-abi', level: 'conflict', path, message }];
  });
}

/** By `language version` the first path that tells it. */
function listVersions(
  view: SquashedView,
  wanted: (node: number) => boolean = () => true,
): Map<string, string> {
  const versions = new Map<string, string>();
  const { tree } = view;
  for (let node = 1; node < tree.nodeCount; node++) {
    if (tree.kinds[node] === ABSENT || tree.kinds[node] === ENTRY_KIND.directory || !wanted(node)) continue;
    const path = nodePath(view, node);
    for (const { language, pattern } of NAMES) {
      const found = pattern.exec(path);
      if (found === null) continue;
      const version = `${language} ${found.slice(1).filter(Boolean).join('.')}`;
      if (!versions.has(version)) versions.set(version, path);
    }
  }
  return versions;
}
