// The squashed view as a listing, to be compared with the model and with what engines unpacked.
import {
  ENTRY_KIND,
  findSorted,
  type LayerFacts,
  linkText,
  xattrsOf,
} from '../../../src/contents/facts/layer-facts.ts';
import { layerOf } from '../../../src/contents/view/locate-entry.ts';
import type { OverlayView } from '../../../src/contents/view/overlay-layers.ts';
import { ABSENT, type PathTree } from '../../../src/contents/view/path-tree.ts';
import { NO_ENTRY, nodePath, type SquashedView } from '../../../src/contents/view/squashed-view.ts';
import type { Attributes, Listing, Shown } from './shown.ts';

const TYPES = Object.fromEntries(Object.entries(ENTRY_KIND).map(([name, kind]) => [kind, name]));

/** What a view shows; times of directories are all called known, since entries state them. */
export function listView(
  view: Pick<SquashedView, 'layers' | 'entryBases' | 'shown' | 'inodes'> & { readonly tree: PathTree },
  overrideOf: (inode: number) => Attributes | undefined = () => undefined,
): Listing {
  const listing = new Map<string, Shown>();
  for (let node = 0; node < view.tree.nodeCount; node++) {
    const kind = view.tree.kinds[node]!;
    if (kind === ABSENT) continue;
    const isDirectory = kind === ENTRY_KIND.directory;
    const entry = isDirectory ? view.shown[node]! : view.inodes[node]!;
    const path = nodePath(view, node);
    const type = TYPES[kind] as Shown['type'];
    if (entry === NO_ENTRY) {
      const rest = { isMtimeKnown: false, target: '', device: '', contentHash: '' };
      listing.set(path, { type, attributes: null, ...rest, identity: `directory ${node}` });
      continue;
    }
    const layer = layerOf(view, entry);
    const facts = view.layers[layer]!;
    const i = entry - view.entryBases[layer]!;
    const hash = Buffer.from(facts.contents.subarray(i * 16, i * 16 + 16)).toString('hex');
    listing.set(path, {
      type,
      attributes: overrideOf(entry) ?? readAttributes(facts, i),
      isMtimeKnown: true,
      target: type === 'symlink' ? linkText(facts, i) : '',
      device: type === 'character' || type === 'block' ? readDevice(facts, i) : '',
      contentHash: type === 'file' ? hash : '',
      identity: isDirectory ? `directory ${node}` : entry,
    });
  }
  return listing;
}

/** What the overlay view shows, with what hard links' headers did to their files. */
export function listOverlay(over: OverlayView, view: Pick<SquashedView, 'layers' | 'entryBases'>): Listing {
  const { layers, entryBases } = view;
  return listView({ ...over, layers, entryBases }, (entry) => {
    const changed = over.changed.get(entry);
    return changed === undefined ? undefined : { ...changed, xattrs: decodeXattrs(changed.xattrs) };
  });
}

/** The attributes that entry `i` states. */
function readAttributes(facts: LayerFacts, i: number): Attributes {
  const isSymlink = facts.kinds[i] === ENTRY_KIND.symlink;
  return {
    mode: isSymlink ? 0o777 : facts.modes[i]!,
    uid: facts.uids[i]!,
    gid: facts.gids[i]!,
    mtimeSeconds: facts.mtimes[i]!,
    xattrs: decodeXattrs(xattrsOf(facts, i)),
  };
}

/** `NAME\0LENGTH\0VALUE` for each. */
function decodeXattrs(encoded: Uint8Array): Map<string, string> {
  const bytes = Buffer.from(encoded);
  const xattrs = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = bytes.indexOf(0, at);
    const lengthEnd = bytes.indexOf(0, nameEnd + 1);
    const end = lengthEnd + 1 + Number(bytes.toString('latin1', nameEnd + 1, lengthEnd));
    xattrs.set(bytes.toString('utf8', at, nameEnd), bytes.toString('hex', lengthEnd + 1, end));
    at = end;
  }
  return xattrs;
}

function readDevice(facts: LayerFacts, i: number): string {
  const at = findSorted(facts.deviceEntries, i);
  return `${facts.deviceNumbers[at * 2]}:${facts.deviceNumbers[at * 2 + 1]}`;
}
