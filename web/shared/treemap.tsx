// A treemap: areas are bytes, and each box is filled from below as far as it is ballast. Boxes are buttons that one walks into;
// the table that belongs to the picture is its maker's.
import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatBytes } from '../../src/report/format-amount.ts';
import { makeVisible } from '../../src/report/visible-text.ts';

/** One box. */
export interface TreemapItem {
  readonly key: string | number;
  readonly label: string;
  readonly bytes: number;
  /** Of those bytes, what is ballast and what is advice. */
  readonly ballastBytes: number;
  readonly adviceBytes: number;
  /** Drawn within, as far as there is room; they are not buttons. */
  readonly inner?: readonly TreemapItem[];
  /** Behind the label for those who do not see the box: `folder, 12 files`. */
  readonly note?: string;
}

/** What is drawn, and where a box leads. */
export interface TreemapProps {
  /** What the picture shows. */
  readonly label: string;
  readonly items: readonly TreemapItem[];
  /** Undefined for boxes that lead nowhere. */
  readonly onOpen: (item: TreemapItem) => (() => void) | undefined;
  readonly height?: number;
}

interface Box {
  readonly item: TreemapItem | null;
  readonly inner?: readonly Box[];
}

const MOST_BOXES = 80;
const MOST_INNER = 24;
/** Where a box's label stands. */
const LABEL_PIXELS = 22;

/** The picture. */
export function Treemap({ label, items, onOpen, height = 420 }: TreemapProps) {
  const [width, frame] = useWidth();
  const drawn = useMemo(() => (width === 0 ? [] : layOut(items, width, height)), [items, width, height]);
  return (
    <div class="treemap" ref={frame} style={{ height: `${height}px` }} role="group" aria-label={label}>
      {drawn.map(({ item, key, box, inner }) => {
        const open = onOpen(item);
        const text = makeVisible(item.label);
        const inside = (
          <>
            {box.width > 46 && box.height > 16 && (
              <span class="box-label">
                {text} <span class="box-bytes">{formatBytes(item.bytes)}</span>
              </span>
            )}
            {inner.map((part) => (
              <span key={part.key} class="inner-box" style={{ ...toStyle(part.box), ...toFill(part.item) }}>
                {part.box.width > 60 && part.box.height > 18 && makeVisible(part.item.label)}
              </span>
            ))}
          </>
        );
        const name = `${text}, ${formatBytes(item.bytes)}${item.ballastBytes > 0 ? `, ${formatBytes(item.ballastBytes)} ballast` : ''}${item.note === undefined ? '' : `, ${item.note}`}`;
        const style = { ...toStyle(box), ...toFill(item) };
        return open === undefined ? (
          <span key={key} class="box" style={style} title={name}>
            {inside}
          </span>
        ) : (
          <button
            key={key}
            type="button"
            class="box"
            style={style}
            title={name}
            aria-label={name}
            onClick={open}
          >
            {inside}
          </button>
        );
      })}
    </div>
  );
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Drawn {
  readonly key: string | number;
  readonly item: TreemapItem;
  readonly box: Rectangle;
  readonly inner: readonly Omit<Drawn, 'inner'>[];
}

function layOut(items: readonly TreemapItem[], width: number, height: number): readonly Drawn[] {
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

/** The largest; what is left becomes one box. */
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
    },
  ];
}

function toStyle({ left, top, width, height }: Rectangle) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
}

/** Filled from below: ballast, then advice, then what is needed. */
function toFill({ bytes, ballastBytes, adviceBytes }: TreemapItem) {
  const share = (part: number): number => (bytes === 0 ? 0 : Math.round((part / bytes) * 1000) / 10);
  const ballast = share(ballastBytes);
  const advice = share(ballastBytes + adviceBytes);
  return {
    background: `linear-gradient(to top, var(--ballast) ${ballast}%, var(--advice) ${ballast}% ${advice}%, var(--needed) ${advice}%)`,
  };
}

function useWidth() {
  const [width, setWidth] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = frame.current!;
    setWidth(element.clientWidth);
    const watcher = new ResizeObserver(() => setWidth(element.clientWidth));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return [width, frame] as const;
}
