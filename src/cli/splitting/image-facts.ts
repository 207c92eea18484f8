// What splitting asks of a built image, answered from its contents.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { NO_OWNER } from '../../contents/packages/inventory.ts';
import { SYSTEM_TYPES } from '../../contents/packages/make-purl.ts';
import { LinkFinder } from '../../contents/uses/link-closure.ts';
import { followPath } from '../../contents/view/follow-link.ts';
import { ABSENT } from '../../contents/view/path-tree.ts';
import { nodePath } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { ImageFacts, Linking } from '../../dockerfile/splitting/split-input.ts';

const WALK_LIMIT_BYTES = 64 * 2 ** 20;
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The facts of an image. */
export function imageFactsOf(contents: ImageContents): ImageFacts {
  const { view, inventory, config } = contents;
  const { tree } = view;
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const links = new LinkFinder(contents);
  const nodeOf = (path: string): number | undefined => followPath(view, finder, path).at(-1);
  const kindOf = (path: string): 'file' | 'folder' | undefined => {
    if (/^\/*$/.test(path)) return 'folder';
    const node = nodeOf(path);
    const kind = node === undefined ? undefined : tree.kinds[node];
    return kind === ENTRY_KIND.directory
      ? 'folder'
      : kind === ENTRY_KIND.file || kind === ENTRY_KIND.hardlink
        ? 'file'
        : undefined;
  };
  const folders = (config.run.env.findLast((line) => line.startsWith('PATH='))?.slice(5) || DEFAULT_PATH)
    .split(':')
    .slice(0, 100);
  const systemNames = inventory.packages
    .filter(({ state, record }) => state === 'installed' && SYSTEM_TYPES.has(record.type))
    .map(({ record }) => record.name);
  return {
    kindOf,
    list: (folder) => {
      const parent = nodeOf(folder);
      if (parent === undefined) return [];
      const names: string[] = [];
      for (let node = 1; node < tree.nodeCount; node++)
        if (tree.parents[node] === parent && tree.kinds[node] !== ABSENT)
          names.push(nodePath(view, node).split('/').at(-1)!);
      return names.sort();
    },
    findProgram: (name) =>
      folders
        .map((folder) => `${folder.replace(/\/+$/, '')}/${name}`)
        .find((path) => kindOf(path) === 'file'),
    linkingOf: (paths): Linking => {
      const asked = paths.flatMap((path) => nodeOf(path) ?? []);
      const closure = links.find((node) => isBelow(tree.parents, node, asked));
      return {
        elfFiles: closure.files.length,
        loaders: closure.loaders.filter((path) => kindOf(path) === 'file').sort(),
        libraries: closure.libraries
          .map(({ soname, library }) => {
            const owner = [...library]
              .reverse()
              .map((node) => inventory.owners[node] ?? NO_OWNER)
              .find((each) => each !== NO_OWNER);
            return {
              soname,
              path: `/${nodePath(view, library[0]!)}`,
              ...(owner === undefined ? {} : { packageName: inventory.packages[owner]!.record.name }),
            };
          })
          .sort((a, b) => (a.path < b.path ? -1 : 1)),
        missing: [...closure.missing].sort(),
      };
    },
    packages: new Set(systemNames),
  };
}

/** Whether a node is one of them or lies below it. */
function isBelow(parents: ArrayLike<number>, node: number, folders: readonly number[]): boolean {
  for (let at = node; at > 0; at = parents[at]!) if (folders.includes(at)) return true;
  return false;
}
