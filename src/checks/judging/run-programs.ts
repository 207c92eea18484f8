// The programs that an image's config names, found as the container would find them: through PATH and through symlinks.
import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { linkBytes, locateEntry } from '../../contents/view/locate-entry.ts';
import { NO_NODE } from '../../contents/view/path-tree.ts';
import { nodePath } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import { commandWords } from '../exceptions/runs-program.ts';
import type { ImageLook } from '../rule.ts';

/** What execvp(3) and container engines look through where there is no PATH. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Linux follows as many. */
const LINK_LIMIT = 40;
const WALK_LIMIT_BYTES = 64 * 2 ** 20;
const FOLDER_LIMIT = 64;
const WORD_LIMIT = 100;

/** The nodes of the programs that entrypoint and command name, each symlink on the way and the file at its end. */
export function findRunPrograms({ view }: ImageContents, image: ImageLook): ReadonlySet<number> {
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const nodes = new Set<number>();
  const path = (image.env.get('PATH') ?? DEFAULT_PATH).split(':').slice(0, FOLDER_LIMIT);
  const folders = [...path, `/${image.workingFolder}/node_modules/.bin`];
  const visit = (place: string): boolean => {
    let at = place.split('/').filter(Boolean).join('/');
    for (let links = 0; links < LINK_LIMIT; links++) {
      const bytes = Buffer.from(at);
      const node = bytes.length > 4096 ? NO_NODE : finder.find(bytes, 0, bytes.length);
      if (node === NO_NODE) return false;
      if (view.tree.kinds[node] === ENTRY_KIND.directory) return false;
      nodes.add(node);
      if (view.tree.kinds[node] !== ENTRY_KIND.symlink) return true;
      const { facts, i } = locateEntry(view, view.inodes[node]!);
      const target = Buffer.from(linkBytes(facts, i)).toString();
      at = target.startsWith('/') ? clean(target) : clean(`${folderOf(nodePath(view, node))}/${target}`);
    }
    return false;
  };
  for (const word of commandWords(image).slice(0, WORD_LIMIT)) {
    if (word.startsWith('-')) continue;
    if (word.startsWith('/')) visit(word);
    else if (word.includes('/')) visit(`/${image.workingFolder}/${word}`);
    else folders.some((folder) => visit(`${folder}/${word}`));
  }
  return nodes;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function clean(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return parts.join('/');
}
