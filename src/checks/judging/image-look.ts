// What rules may ask about an image, answered from the squashed view.
import { decodeBytes, ENTRY_KIND, findSorted } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { locateEntry } from '../../contents/view/locate-entry.ts';
import { ABSENT, NO_NODE } from '../../contents/view/path-tree.ts';
import { NO_ENTRY } from '../../contents/view/squashed-view.ts';
import { ViewFinder } from '../../contents/view/view-finder.ts';
import type { ImageLook, OfferedFile } from '../rule.ts';

/** Bytes of symlink targets walked for all questions together; a real image needs a few. */
const WALK_LIMIT_BYTES = 64 * 2 ** 20;

/** Linux's PATH_MAX. */
const PATH_LIMIT_BYTES = 4096;

/** The look that rules get, and the way a file is offered to them. */
export interface OfferingLook extends ImageLook {
  offer(entry: number, node: number, folder: string, name: string, matchedFolder: string): OfferedFile;
}

/** Makes the look for one image; nothing is read before a rule asks. */
export function createImageLook(contents: ImageContents): OfferingLook {
  const { view, config } = contents;
  const { tree } = view;
  const finder = new ViewFinder(view, WALK_LIMIT_BYTES);
  const locate = (entry: number) => locateEntry(view, entry);
  const nodeAt = (path: string): number => {
    const bytes = Buffer.from(path);
    // No program in the container could ask for a longer one, and walking them for every file takes for ever.
    return bytes.length > PATH_LIMIT_BYTES ? NO_NODE : finder.find(bytes, 0, bytes.length);
  };
  const fileAt = (path: string) => {
    const node = nodeAt(path);
    return node === NO_NODE || tree.kinds[node] !== ENTRY_KIND.file ? undefined : locate(view.inodes[node]!);
  };

  return {
    env: new Map(config.run.env.map(splitVariable)),
    command: [...config.run.entrypoint, ...config.run.cmd],
    workingFolder: (config.run.workingDir ?? '').split('/').filter(Boolean).join('/'),
    kindAt(path) {
      const node = nodeAt(path);
      return node === NO_NODE ? undefined : (tree.kinds[node] as ReturnType<ImageLook['kindAt']>);
    },
    namesIn(folder) {
      const names: string[] = [];
      const node = nodeAt(folder);
      if (node === NO_NODE || tree.kinds[node] !== ENTRY_KIND.directory) return names;
      for (let child = tree.firstChildren[node]!; child !== NO_NODE; child = tree.nextSiblings[child]!)
        if (tree.kinds[child] !== ABSENT)
          names.push(decodeBytes(tree.names, tree.nameStart(child), tree.nameEnds[child]!));
      return names;
    },
    sizeAt(path) {
      const file = fileAt(path);
      return file?.facts.sizes[file.i];
    },
    mtimeAt(path) {
      const node = nodeAt(path);
      if (node === NO_NODE) return undefined;
      const entry = tree.kinds[node] === ENTRY_KIND.directory ? view.shown[node]! : view.inodes[node]!;
      if (entry === NO_ENTRY) return undefined;
      const { facts, i } = locate(entry);
      return facts.mtimes[i];
    },
    pycHeader(file) {
      const { facts, i } = locate(file.entry);
      const at = findSorted(facts.pycEntries, i);
      if (at < 0) return undefined;
      const [magic, flags, sourceMtime, sourceSize] = facts.pycHeaders.subarray(
        at * 4,
        at * 4 + 4,
      ) as unknown as [number, number, number, number];
      return { magic, flags, sourceMtime, sourceSize };
    },
    offer(entry, _node, folder, name, matchedFolder) {
      const { facts, i } = locate(entry);
      return {
        path: folder === '' ? name : `${folder}/${name}`,
        name,
        folder,
        matchedFolder,
        sizeBytes: facts.sizes[i]!,
        contentType: facts.contentTypes[i]!,
        entry,
      };
    },
  };
}

function splitVariable(pair: string): [name: string, value: string] {
  const equals = pair.indexOf('=');
  return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
}
