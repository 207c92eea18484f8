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
  /** What all of them add on top of what lies below. */
  readonly aboveBytes: number;
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
  const sums = images.map(({ aboveBytes }) => aboveBytes);
  // Parents before children, whatever order they come in.
  const order = orderByDepth(images);
  for (const i of order.toReversed()) {
    const { parent } = images[i]!;
    if (parent !== null) sums[parent]! += sums[i]!;
  }
  const roots = images.flatMap(({ parent }, i) => (parent === null ? [i] : []));
  const toNode = (i: number): SharingNode => ({
    key: `i${i}`,
    label: images[i]!.name,
    image: i,
    imageCount: images[i]!.descendants + 1,
    aboveBytes: sums[i]!,
    children: once(() => fold(fleet.children[i]!.map(toNode), `i${i}`, images)),
  });
  return {
    key: 'fleet',
    label: 'All images',
    image: null,
    imageCount: images.length,
    aboveBytes: sums.reduce((sum, bytes, i) => sum + (images[i]!.parent === null ? bytes : 0), 0),
    children: once(() => fold(roots.map(toNode), 'fleet', images)),
  };
}

/** Few stay as they are; more are folded by repository, then by system, then by name. */
function fold(
  nodes: readonly SharingNode[],
  key: string,
  images: readonly FleetPageImage[],
): readonly SharingNode[] {
  const sorted = sortNodes(nodes);
  if (nodes.length <= MOST_SIBLINGS) return sorted;
  for (const labelOf of GROUPINGS) {
    const groups = groupBy(sorted, ({ image }) => labelOf(images[image!]!));
    if (groups.size < 2 || groups.size > nodes.length / 2) continue;
    const folders = [...groups].map(([label, members], n) =>
      members.length === 1 ? members[0]! : toFolder(`${key}/${n}`, label, members, images),
    );
    return folders.length > MOST_SIBLINGS * 3 ? foldByName(folders, `${key}/n`) : sortNodes(folders);
  }
  return foldByName(sorted, `${key}/n`);
}

const GROUPINGS: readonly ((image: FleetPageImage) => string)[] = [
  ({ repository }) => repository,
  ({ repository, osVersion }) => `${repository} ${osVersion ?? ''}`.trim(),
];

function toFolder(
  key: string,
  label: string,
  members: readonly SharingNode[],
  images: readonly FleetPageImage[],
): SharingNode {
  return { ...sumUp(key, label, members), children: once(() => fold(members, key, images)) };
}

/** In the order of names, so many in each; folders of folders where there are very many. */
function foldByName(nodes: readonly SharingNode[], key: string): readonly SharingNode[] {
  const byName = nodes.toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const size = Math.max(FOLDER_SIZE, Math.ceil(nodes.length / FOLDER_SIZE));
  if (nodes.length <= FOLDER_SIZE) return sortNodes(nodes);
  return Array.from({ length: Math.ceil(nodes.length / size) }, (_, n) => {
    const members = byName.slice(n * size, (n + 1) * size);
    const folderKey = `${key}${n}`;
    const label = `${members[0]!.label} to ${members.at(-1)!.label}`;
    return { ...sumUp(folderKey, label, members), children: once(() => foldByName(members, folderKey)) };
  });
}

function sumUp(key: string, label: string, members: readonly SharingNode[]) {
  return {
    key,
    label,
    image: null,
    imageCount: members.reduce((sum, { imageCount }) => sum + imageCount, 0),
    aboveBytes: members.reduce((sum, { aboveBytes }) => sum + aboveBytes, 0),
  };
}

/** Those that most images stand on first. */
function sortNodes(nodes: readonly SharingNode[]): readonly SharingNode[] {
  return nodes.toSorted((a, b) => b.imageCount - a.imageCount || (a.label < b.label ? -1 : 1));
}

function orderByDepth(images: readonly FleetPageImage[]): readonly number[] {
  const children: number[][] = images.map(() => []);
  const order: number[] = [];
  for (const [i, { parent }] of images.entries()) (parent === null ? order : children[parent]!).push(i);
  for (let at = 0; at < order.length; at++) for (const child of children[order[at]!]!) order.push(child);
  return order;
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
