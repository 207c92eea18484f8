// Writes `etc/ld.so.cache` anew for what the rebased image shows, as ldconfig(8) does: the folders of `etc/ld.so.conf` first,
// then the loader's own.
import { readNodes } from '../../contents/read-nodes.ts';
import { ElfReader } from '../../contents/uses/elf-reader.ts';
import { followNode, followPath } from '../../contents/view/follow-link.ts';
import { ABSENT, NO_NODE } from '../../contents/view/path-tree.ts';
import { nodePath } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import { type CachedLibrary, knowsLoaderCacheOf, writeLoaderCache } from './merging/loader-cache.ts';
import type { StackedImage } from './stacked-view.ts';

const WALK_LIMIT_BYTES = 64 * 2 ** 20;
const CONF_LIMIT_BYTES = 1024 * 1024;
const DEFAULT_FOLDERS = ['lib64', 'usr/lib64', 'lib', 'usr/lib'];
const LIBRARY_NAME = /^(?:lib.*\.so(?:$|\.)|ld-.*\.so(?:$|\.)|ld\.so(?:$|\.)|ld(?:32|64)\.so(?:$|\.))/;

/** The cache's bytes; undefined where the image is of a machine whose caches are not known. Throws as reading layers does. */
export async function buildLoaderCache(
  stacked: StackedImage,
  signal?: AbortSignal,
): Promise<Buffer | undefined> {
  const { view } = stacked;
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const elf = new ElfReader(view);
  const libraries: CachedLibrary[] = [];
  let isKnown = true;
  const seen = new Set<number>();
  for (const folder of [...(await readFolders(stacked, finder, signal)), ...DEFAULT_FOLDERS]) {
    const at = followPath(view, finder, folder).at(-1);
    if (at === undefined || seen.has(at)) continue;
    seen.add(at);
    const { tree } = view;
    for (let node = tree.firstChildren[at]!; node !== NO_NODE; node = tree.nextSiblings[node]!) {
      if (tree.kinds[node] === ABSENT) continue;
      const path = nodePath(view, node);
      const name = path.slice(path.lastIndexOf('/') + 1);
      if (!LIBRARY_NAME.test(name)) continue;
      const file = followNode(view, finder, node).at(-1);
      const facts = file === undefined ? undefined : elf.read(file);
      if (facts?.type !== 'shared' || facts.isPie) continue;
      const isForLinkers = name.endsWith('.so') && facts.soname.startsWith(name);
      if (facts.soname !== '' && facts.soname !== name && !isForLinkers) continue;
      if (!knowsLoaderCacheOf(facts.machine)) isKnown = false;
      libraries.push({ name, path: `/${folder}/${name}`, machine: facts.machine });
    }
  }
  return isKnown && libraries.length > 0 ? writeLoaderCache(libraries) : undefined;
}

/** The folders that `etc/ld.so.conf` names, with what it includes; without leading slashes. */
async function readFolders(
  stacked: StackedImage,
  finder: ViewFinder,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { view } = stacked;
  const options = { limitBytes: CONF_LIMIT_BYTES, ...(signal === undefined ? {} : { signal }) };
  const confs: number[] = [];
  const main = followPath(view, finder, 'etc/ld.so.conf').at(-1);
  const folder = followPath(view, finder, 'etc/ld.so.conf.d').at(-1);
  if (main === undefined) return [];
  if (folder !== undefined)
    for (let node = view.tree.firstChildren[folder]!; node !== NO_NODE; node = view.tree.nextSiblings[node]!)
      if (view.tree.kinds[node] !== ABSENT && nodePath(view, node).endsWith('.conf')) confs.push(node);
  const sorted = confs.sort((a, b) => (nodePath(view, a) < nodePath(view, b) ? -1 : 1));
  const files = sorted
    .map((node) => followNode(view, finder, node).at(-1))
    .filter((node) => node !== undefined);
  const texts = await readNodes(view, [main, ...files], (layer) => stacked.placeOf(layer), options);
  return linesOf(texts.get(main))
    .flatMap((line) =>
      /^include\s/.test(line)
        ? files.flatMap((node) => linesOf(texts.get(node)).filter((each) => each.startsWith('/')))
        : line.startsWith('/')
          ? [line]
          : [],
    )
    .map((path) => path.replace(/^\/+|\/+$/g, ''));
}

function linesOf(content: Buffer | undefined): readonly string[] {
  return (content?.toString('utf8') ?? '')
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
}
