// What differs between what two images show at one path. Times are left out: every build gives its files new ones.
import { ENTRY_KIND, findSorted, hasSameContent, type LayerFacts, xattrsOf } from '../facts/layer-facts.ts';
import { layerOf, linkBytes } from '../view/locate-entry.ts';
import { NO_ENTRY, type SquashedView } from '../view/squashed-view.ts';

/** Bits of what can differ. */
export const DIFFERS = {
  type: 1,
  content: 2,
  mode: 4,
  owner: 8,
  target: 16,
  device: 32,
  xattrs: 64,
  /** The same content, but counted at this path in one image only: hard links lie another way. */
  links: 128,
} as const;

/** What engines give to a directory that they make on the way. */
const IMPLIED_MODE = 0o755;
const NO_XATTRS = new Uint8Array();

/** Compares what shows at a node of each of two images, by what it is and not by which layer says so. */
export class EntryComparer {
  readonly #a: SquashedView;
  readonly #b: SquashedView;
  /** Entries numbered below this are the same in both, for the layers that have them are. */
  readonly #sharedEntries: number;

  constructor(a: SquashedView, b: SquashedView) {
    this.#a = a;
    this.#b = b;
    let shared = 0;
    while (shared < a.layers.length && a.layers[shared]!.diffId === b.layers[shared]?.diffId) shared++;
    this.#sharedEntries = shared < a.layers.length ? a.entryBases[shared]! : a.hiddenBy.length;
  }

  /** Bits of DIFFERS, 0 where nothing differs. */
  compare(nodeA: number, nodeB: number): number {
    const kind = this.#a.tree.kinds[nodeA]!;
    if (kind !== this.#b.tree.kinds[nodeB]!) return DIFFERS.type;
    const a = entryAt(this.#a, nodeA);
    const b = entryAt(this.#b, nodeB);
    if (a === b && (a === NO_ENTRY || a < this.#sharedEntries)) return 0;
    if (a === NO_ENTRY) return compareWithImplied(this.#b, b);
    if (b === NO_ENTRY) return compareWithImplied(this.#a, a);
    const layerA = layerOf(this.#a, a);
    const layerB = layerOf(this.#b, b);
    const i = a - this.#a.entryBases[layerA]!;
    const j = b - this.#b.entryBases[layerB]!;
    return compareFacts(kind, this.#a.layers[layerA]!, i, this.#b.layers[layerB]!, j);
  }
}

/** The entry that has the attributes of what shows at a node, or NO_ENTRY for an implied directory. */
export function entryAt(view: SquashedView, node: number): number {
  return view.tree.kinds[node] === ENTRY_KIND.directory ? view.shown[node]! : view.inodes[node]!;
}

function compareFacts(kind: number, a: LayerFacts, i: number, b: LayerFacts, j: number): number {
  let bits = 0;
  if (kind === ENTRY_KIND.file && !hasSameContent(a, i, b, j)) bits |= DIFFERS.content;
  if (kind === ENTRY_KIND.symlink && !areEqual(linkBytes(a, i), linkBytes(b, j))) bits |= DIFFERS.target;
  // A symlink has no mode of its own.
  if (kind !== ENTRY_KIND.symlink && a.modes[i] !== b.modes[j]) bits |= DIFFERS.mode;
  if (a.uids[i] !== b.uids[j] || a.gids[i] !== b.gids[j]) bits |= DIFFERS.owner;
  if (!areEqual(xattrsOf(a, i), xattrsOf(b, j))) bits |= DIFFERS.xattrs;
  const isDevice = kind === ENTRY_KIND.character || kind === ENTRY_KIND.block;
  if (isDevice && deviceOf(a, i) !== deviceOf(b, j)) bits |= DIFFERS.device;
  return bits;
}

function compareWithImplied(view: SquashedView, entry: number): number {
  const layer = layerOf(view, entry);
  const facts = view.layers[layer]!;
  const i = entry - view.entryBases[layer]!;
  return (
    (facts.modes[i] === IMPLIED_MODE ? 0 : DIFFERS.mode) |
    (facts.uids[i] === 0 && facts.gids[i] === 0 ? 0 : DIFFERS.owner) |
    (areEqual(xattrsOf(facts, i), NO_XATTRS) ? 0 : DIFFERS.xattrs)
  );
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function deviceOf(facts: LayerFacts, i: number): string {
  const at = findSorted(facts.deviceEntries, i);
  return `${facts.deviceNumbers[at * 2]}:${facts.deviceNumbers[at * 2 + 1]}`;
}
