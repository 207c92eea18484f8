// Where the boxes of a treemap lie: the largest of them, each with the largest of what is in it.
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { TreemapItem } from './treemap-item.ts';

/** Where a box lies, in pixels of the picture, or of the box that it is in. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A box, and those in it. */
export interface Drawn {
  readonly key: string | number;
  readonly item: TreemapItem;
  readonly box: Rectangle;
  readonly inner: readonly Omit<Drawn, 'inner'>[];
}

interface Box {
  readonly item: TreemapItem | null;
  readonly inner?: readonly Box[];
}

const MOST_BOXES = 80;
const MOST_INNER = 24;
/** Where a box's label stands. */
const LABEL_PIXELS = 22;

/** Lays the boxes out. */
export function layOutTreemap(
  items: readonly TreemapItem[],
  width: number,
  height: number,
): readonly Drawn[] {
  const root: Box = {
    item: null,
    inner: limit(items, MOST_BOXES).map((item) => ({
      item,
      inner: limit(item.inner ?? [], MOST_INNER).map((part) => ({ item: part })),
    })),
  };
  const nodes = hierarchy<Box>(root, ({ inner }) => (inner === undefined ? [] : [...inner]))
    .sum(({ item, inner }) => (inner === undefined || inner.length === 0 ? (item?.bytes ?? 0) : 0))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const laid = treemap<Box>()
    .tile(treemapSquarify.ratio(1.4))
    .size([width, height])
    .paddingInner(2)
    .paddingTop((node) => (node.depth === 1 && node.children !== undefined ? LABEL_PIXELS : 0))
    .round(true)(nodes);
  const toBox = (node: typeof laid, parent?: Rectangle): Rectangle => ({
    left: node.x0 - (parent?.left ?? 0),
    top: node.y0 - (parent?.top ?? 0),
    width: node.x1 - node.x0,
    height: node.y1 - node.y0,
  });
  return (laid.children ?? []).map((node) => {
    const item = node.data.item!;
    const box = toBox(node);
    return {
      key: item.key,
      item,
      box,
      inner: (node.children ?? [])
        .map((child) => ({ key: child.data.item!.key, item: child.data.item!, box: toBox(child, box) }))
        .filter((part) => part.box.width > 3 && part.box.height > 3),
    };
  });
}

/** The largest first; what is left becomes one box. */
function limit(items: readonly TreemapItem[], most: number): readonly TreemapItem[] {
  const seen = items.filter(({ bytes }) => bytes > 0);
  if (seen.length <= most) return seen;
  const sorted = seen.toSorted((a, b) => b.bytes - a.bytes);
  const rest = sorted.slice(most - 1);
  const sum = (bytesOf: (item: TreemapItem) => number): number =>
    rest.reduce((total, item) => total + bytesOf(item), 0);
  return [
    ...sorted.slice(0, most - 1),
    {
      key: 'rest',
      label: `${rest.length} smaller`,
      bytes: sum(({ bytes }) => bytes),
      ballastBytes: sum(({ ballastBytes }) => ballastBytes),
      adviceBytes: sum(({ adviceBytes }) => adviceBytes),
      ...(rest[0]?.fill === undefined ? {} : { fill: rest[0].fill }),
    },
  ];
}
