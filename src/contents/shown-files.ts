// What an image shows, path by path, and the contents of single files: the squashed view for whoever wants no columns.
import { PlimsollError } from '../errors.ts';
import type { OpenedImage } from '../oci/image/image.ts';
import { ENTRY_KIND, linkText } from './facts/layer-facts.ts';
import type { ImageContents } from './image-contents.ts';
import { readEntries } from './read-entry.ts';
import { followPath } from './view/follow-link.ts';
import { layerOf, locateEntry } from './view/locate-entry.ts';
import { ABSENT } from './view/path-tree.ts';
import { NO_ENTRY, nodePath } from './view/squashed-view.ts';
import { ViewFinder } from './view/view-finder.ts';

/** One path that an image shows. */
export interface ShownFile {
  /** Without a leading slash; the root's is empty. Bytes that are no UTF-8 are written `\xNN`. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'character' | 'block' | 'fifo';
  /** 0 for what is no regular file. Names of one hard link group have the size of their content each. */
  readonly sizeBytes: number;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly mtimeSeconds: number;
  /** Where a symlink points, as it is stored; undefined for all else. */
  readonly target: string | undefined;
  /** The layer that brought the content, from the base, from 0; undefined for a directory that no layer has an entry for. */
  readonly layer: number | undefined;
}

/** How a file is read. */
export interface ReadFileOptions {
  /** Larger files throw LAYER_LIMIT; 64 MiB where it is not given. */
  readonly limitBytes?: number;
  readonly signal?: AbortSignal;
}

const KINDS = {
  [ENTRY_KIND.file]: 'file',
  [ENTRY_KIND.directory]: 'directory',
  [ENTRY_KIND.symlink]: 'symlink',
  [ENTRY_KIND.character]: 'character',
  [ENTRY_KIND.block]: 'block',
  [ENTRY_KIND.fifo]: 'fifo',
} as const;
const IMPLIED = { mode: 0o755, uid: 0, gid: 0, mtimeSeconds: 0, target: undefined, layer: undefined };
const READ_LIMIT_BYTES = 64 * 1024 * 1024;
const WALK_LIMIT_BYTES = 1024 * 1024;

/** Every path that the image shows, the root first, each folder before what is in it. */
export function* listShownFiles({ view }: Pick<ImageContents, 'view'>): Generator<ShownFile> {
  const { tree, shown, inodes } = view;
  for (let node = 0; node < tree.nodeCount; node++) {
    const kind = KINDS[tree.kinds[node] as keyof typeof KINDS];
    if (tree.kinds[node] === ABSENT || kind === undefined) continue;
    const entry = kind === 'directory' ? shown[node]! : inodes[node]!;
    const path = nodePath(view, node);
    if (entry === NO_ENTRY) {
      yield { path, kind, sizeBytes: 0, ...IMPLIED };
      continue;
    }
    const { facts, i } = locateEntry(view, entry);
    yield {
      path,
      kind,
      sizeBytes: kind === 'file' ? facts.sizes[i]! : 0,
      mode: facts.modes[i]!,
      uid: facts.uids[i]!,
      gid: facts.gids[i]!,
      mtimeSeconds: facts.mtimes[i]!,
      target: kind === 'symlink' ? linkText(facts, i) : undefined,
      layer: layerOf(view, entry),
    };
  }
}

/**
 * The content of the file that a program in a container would open at the path, symlinks followed; undefined where there is
 * no regular file. `contents` is what was read of `image`. Throws LAYER_LIMIT, LAYER_CORRUPT and what the image's place throws.
 */
export async function readShownFile(
  image: OpenedImage,
  { view }: Pick<ImageContents, 'view'>,
  path: string,
  { limitBytes = READ_LIMIT_BYTES, signal }: ReadFileOptions = {},
): Promise<Buffer | undefined> {
  const node = followPath(view, new ViewFinder(view, WALK_LIMIT_BYTES), path).at(-1);
  if (node === undefined || view.tree.kinds[node] !== ENTRY_KIND.file) return undefined;
  const entry = view.inodes[node]!;
  const { facts, i } = locateEntry(view, entry);
  if (facts.sizes[i]! > limitBytes)
    throw new PlimsollError('LAYER_LIMIT', `the file has ${facts.sizes[i]} bytes`, {
      subject: path,
      hint: `At most ${limitBytes} are read.`,
    });
  const layer = layerOf(view, entry);
  const options = { limitBytes, ...(signal === undefined ? {} : { signal }) };
  return (await readEntries(image, layer, facts, [i], options)).get(i);
}
