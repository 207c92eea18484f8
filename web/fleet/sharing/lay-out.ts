// Where the nodes of the sharing graph stand: from left to right where there is room, each beside the
// first of those that stand on it, so that whoever opens one stays where they are; else an indented list.
import { hierarchy } from 'd3-hierarchy';
import type { SharingNode } from './fold-images.ts';

/** A node in its place; pixels from the top left corner. */
export interface PlacedNode {
  readonly node: SharingNode;
  /** The label without what a node before it says already. */
  readonly label: string;
  readonly parent: string | null;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  readonly left: number;
  readonly top: number;
}

/** The picture. */
export interface Layout {
  readonly nodes: readonly PlacedNode[];
  readonly width: number;
  readonly height: number;
  readonly isList: boolean;
  readonly nodeWidth: number;
}

/** A node's box. */
export const NODE_HEIGHT = 42;
const ROW = 50;
const NODE_WIDTH = 268;
/** From one level to the next. */
export const COLUMN = 308;
const INDENT = 18;
const MARGIN = 8;

/** Lays out what is open; `width` is that of the frame. */
export function layOut(root: SharingNode, open: ReadonlySet<string>, width: number): Layout {
  const top = hierarchy(root, (node) => (open.has(node.key) ? [...node.children()] : []));
  const isList = width < 720;
  const nodeWidth = isList
    ? Math.max(180, width - INDENT * Math.min(top.height, 6) - 2 * MARGIN)
    : NODE_WIDTH;
  const points = new Map<string, { left: number; top: number }>();
  let row = -1;
  top.eachBefore(({ data, depth, parent }) => {
    // What stands on a node begins beside it, and a list goes on below it.
    if (isList || parent?.children?.[0]?.data !== data) row++;
    points.set(data.key, { left: depth * (isList ? INDENT : COLUMN), top: row * ROW });
  });
  const nodes: PlacedNode[] = [];
  top.eachBefore(({ data, parent, depth }) => {
    const siblings = parent?.children ?? [];
    const { left, top: y } = points.get(data.key)!;
    nodes.push({
      node: data,
      label: shorten(data, parent?.ancestors().map((node) => node.data.label) ?? []),
      parent: parent?.data.key ?? null,
      level: depth + 1,
      position: parent === null ? 1 : siblings.findIndex((other) => other.data === data) + 1,
      siblings: Math.max(1, siblings.length),
      left: left + MARGIN,
      top: y + MARGIN,
    });
  });
  return {
    nodes,
    isList,
    nodeWidth,
    width: Math.max(...nodes.map(({ left }) => left)) + nodeWidth + MARGIN,
    height: Math.max(...nodes.map(({ top: y }) => y)) + NODE_HEIGHT + MARGIN,
  };
}

/** Among images of one repository the tag tells them apart. */
function shorten({ label, image }: SharingNode, above: readonly string[]): string {
  const colon = label.lastIndexOf(':');
  if (image === null || colon <= label.lastIndexOf('/')) return label;
  const repository = label.slice(0, colon);
  const isTold = above.some((other) => other === repository || other.startsWith(`${repository}:`));
  return isTold ? label.slice(colon + 1) : label;
}
