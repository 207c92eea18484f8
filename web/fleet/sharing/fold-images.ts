// The sharing graph's nodes: images, and folders of images where too many stand side by side to be read. A fleet of a thousand
// images begins with some twenty nodes.
import type { FleetPageImage } from '../../../src/report/page/fleet/fleet-page.ts';
import type { OpenedFleet } from '../opened.ts';

/** A node: an image, or several that are folded into one until somebody opens it. */
export interface SharingNode {
  readonly key: string;
  readonly label: string;
  /** Null for folders. */
  readonly image: number | null;
  /** Images at and below it. */
  readonly imageCount: number;
  /** Of an image what it adds to what it stands on; of a folder all blobs of its images, each once. Summed when asked for. */
  readonly bytes: () => number;
  /** Made when asked for. */
  readonly children: () => readonly SharingNode[];
}

/** More nodes than this side by side are folded. */
const MOST_SIBLINGS = 12;
/** Folders by name take so many. */
const FOLDER_SIZE = 25;

/** The whole fleet as one node. */
export function foldImages(fleet: OpenedFleet): SharingNode {
  const { images } = fleet.page;
  const roots = images.flatMap(({ parent }, i) => (parent === null ? [i] : []));
  const toNode = (i: number): SharingNode => ({
    key: `i${i}`,
    label: images[i]!.name,
    image: i,
    imageCount: images[i]!.descendants + 1,
    bytes: () => images[i]!.aboveBytes,
    children: once(() => fold(fleet.children[i]!.map(toNode), `i${i}`, fleet)),
  });
  return {
    key: 'fleet',
    label: 'All images',
    image: null,
    imageCount: images.length,
    bytes: () => fleet.page.sums.unique.bytes,
    children: once(() => fold(roots.map(toNode), 'fleet', fleet)),
  };
}

/** Few stay as they are; more are folded by repository, then by system, then by name. */
function fold(nodes: readonly SharingNode[], key: string, fleet: OpenedFleet): readonly SharingNode[] {
  const { images } = fleet.page;
  const sorted = sortNodes(nodes);
  if (nodes.length <= MOST_SIBLINGS) return sorted;
  for (const labelOf of GROUPINGS) {
    const groups = groupBy(sorted, ({ image }) => labelOf(images[image!]!));
    if (groups.size < 2 || groups.size > nodes.length / 2) continue;
    const folders = [...groups].map(([label, members], n) =>
      members.length === 1 ? members[0]! : toFolder(`${key}/${n}`, label, members, fleet),
    );
    return folders.length > MOST_SIBLINGS * 3 ? foldByName(folders, `${key}/n`, fleet) : sortNodes(folders);
  }
  return foldByName(sorted, `${key}/n`, fleet);
}

const GROUPINGS: readonly ((image: FleetPageImage) => string)[] = [
  ({ repository }) => repository,
  ({ osVersion }) => osVersion ?? 'system not told',
];

function toFolder(
  key: string,
  label: string,
  members: readonly SharingNode[],
  fleet: OpenedFleet,
): SharingNode {
  return { ...sumUp(key, label, members, fleet), children: once(() => fold(members, key, fleet)) };
}

/** In the order of names, so many in each; folders of folders where there are very many. */
function foldByName(nodes: readonly SharingNode[], key: string, fleet: OpenedFleet): readonly SharingNode[] {
  const byName = nodes.toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const size = Math.max(FOLDER_SIZE, Math.ceil(nodes.length / FOLDER_SIZE));
  if (nodes.length <= FOLDER_SIZE) return sortNodes(nodes);
  return Array.from({ length: Math.ceil(nodes.length / size) }, (_, n) => {
    const members = byName.slice(n * size, (n + 1) * size);
    const folderKey = `${key}${n}`;
    const label = `${members[0]!.label} to ${members.at(-1)!.label}`;
    return {
      ...sumUp(folderKey, label, members, fleet),
      children: once(() => foldByName(members, folderKey, fleet)),
    };
  });
}

function sumUp(key: string, label: string, members: readonly SharingNode[], fleet: OpenedFleet) {
  return {
    key,
    label,
    image: null,
    imageCount: members.reduce((sum, { imageCount }) => sum + imageCount, 0),
    bytes: once(() => sumBlobs(members, fleet)),
  };
}

/** Those that most images stand on first. */
function sortNodes(nodes: readonly SharingNode[]): readonly SharingNode[] {
  return nodes.toSorted((a, b) => b.imageCount - a.imageCount || (a.label < b.label ? -1 : 1));
}

function sumBlobs(members: readonly SharingNode[], { page, children }: OpenedFleet): number {
  const open = [...members];
  const images: number[] = [];
  const blobs = new Set<number>();
  // Folders are told by the images that they begin with.
  for (let node = open.pop(); node !== undefined; node = open.pop())
    if (node.image === null) open.push(...node.children());
    else images.push(node.image);
  for (let i = images.pop(); i !== undefined; i = images.pop()) {
    for (const layer of page.images[i]!.layers) blobs.add(layer);
    for (const child of children[i]!) images.push(child);
  }
  return [...blobs].reduce((sum, layer) => sum + page.layers.shippedBytes[layer]!, 0);
}

function groupBy(
  nodes: readonly SharingNode[],
  keyOf: (node: SharingNode) => string,
): ReadonlyMap<string, readonly SharingNode[]> {
  const groups = new Map<string, SharingNode[]>();
  for (const node of nodes) {
    const group = groups.get(keyOf(node));
    if (group === undefined) groups.set(keyOf(node), [node]);
    else group.push(node);
  }
  return groups;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
