// What a new layer holds, in order: everything by path, each folder before what is in it. The order hangs on the content alone, so
// that a layer has the same bytes whichever images it was made from.
import { ENTRY_KIND } from '../../../contents/facts/layer-facts.ts';
import { locateEntry } from '../../../contents/view/locate-entry.ts';
import { NO_ENTRY, type SquashedView } from '../../../contents/view/squashed-view.ts';
import type { TarItem } from '../../../oci/tar/write-tar.ts';
import { describeEntry, requirePath } from '../../describe-step.ts';
import type { AtomPlace, AtomTable } from '../components/atom-table.ts';
import type { FolderAttributes, FolderFrames } from '../components/folder-frames.ts';
import { contentKeyOf } from './content-key.ts';

/** One entry; its content is the spool's. */
export interface LayerStep {
  readonly item: TarItem;
  readonly sizeBytes: number;
  readonly content: string | undefined;
}

const SLASH = 0x2f;

/** The atoms with the folders that they lie in, those with their modes and owners and the time 0. */
export function* listSteps(
  table: AtomTable,
  frames: FolderFrames,
  atoms: Iterable<number>,
): Generator<LayerStep, void, void> {
  const places = [...atoms].map((atom) => table.places[atom]!);
  places.sort((a, b) => Buffer.compare(a.paths[0]!, b.paths[0]!));
  const made = new Set<string>();
  for (const place of places) {
    for (const [k, path] of place.paths.entries())
      yield* listFolders(path, frames.list(place.frames[k]!), made);
    yield* listNames(place);
  }
}

/** All folders of an image as they really are: its top layer. */
export function* listSkeleton(view: SquashedView): Generator<LayerStep, void, void> {
  const { tree } = view;
  const folders: { readonly path: Buffer; readonly node: number }[] = [];
  for (let node = 0; node < tree.nodeCount; node++) {
    if (tree.kinds[node] !== ENTRY_KIND.directory) continue;
    if (node > 0 || view.shown[node] !== NO_ENTRY) folders.push({ path: requirePath(view, node), node });
  }
  folders.sort((a, b) => Buffer.compare(a.path, b.path));
  for (const { path, node } of folders) {
    const entry = view.shown[node]!;
    if (entry === NO_ENTRY) yield stepOf({ kind: 'directory', path, mode: 0o755 });
    else {
      const { facts, i } = locateEntry(view, entry);
      yield stepOf(describeEntry(facts, i, path));
    }
  }
}

function* listFolders(
  path: Uint8Array,
  attributes: readonly FolderAttributes[],
  made: Set<string>,
): Generator<LayerStep, void, void> {
  let depth = 0;
  for (let at = path.indexOf(SLASH); at !== -1; at = path.indexOf(SLASH, at + 1)) {
    const folder = Buffer.from(path.subarray(0, at));
    const { mode, uid, gid } = attributes[depth++]!;
    const text = folder.toString('latin1');
    if (made.has(text)) continue;
    made.add(text);
    yield stepOf({ kind: 'directory', path: folder, mode, uid, gid, mtimeSeconds: 0 });
  }
}

function* listNames({ facts, i, paths, mtimeSeconds }: AtomPlace): Generator<LayerStep, void, void> {
  const [first, ...others] = paths as [Uint8Array, ...Uint8Array[]];
  const item: TarItem = { ...describeEntry(facts, i, first), mtimeSeconds };
  const content = contentKeyOf(facts, i);
  yield { item, content, sizeBytes: content === undefined ? 0 : facts.sizes[i]! };
  for (const path of others) {
    const { device: _, ...rest } = item;
    yield stepOf({ ...rest, kind: 'hardlink', path, target: first });
  }
}

function stepOf(item: TarItem): LayerStep {
  return { item, sizeBytes: 0, content: undefined };
}
