// Where the nodes of the sharing graph stand: a tidy tree from left to right where there is room, else an indented list.
import { hierarchy, tree } from 'd3-hierarchy';
import type { SharingNode } from './fold-images.ts';

/** A node in its place; pixels from the top left corner. */
export interface PlacedNode {
  readonly node: SharingNode;
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
const NODE_WIDTH = 250;
const COLUMN = 300;
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
  if (isList) {
    let row = 0;
    top.eachBefore(({ data, depth }) => {
      points.set(data.key, { left: depth * INDENT, top: row * ROW });
      row++;
    });
  } else {
    const laid = tree<SharingNode>()
      .nodeSize([ROW, COLUMN])
      .separation(() => 1)(top);
    let least = 0;
    laid.each(({ x }) => {
      least = Math.min(least, x);
    });
    laid.each(({ data, x, y }) => {
      points.set(data.key, { left: y, top: x - least });
    });
  }
  const nodes: PlacedNode[] = [];
  top.eachBefore(({ data, parent, depth }) => {
    const siblings = parent?.children ?? [];
    const { left, top: y } = points.get(data.key)!;
    nodes.push({
      node: data,
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
