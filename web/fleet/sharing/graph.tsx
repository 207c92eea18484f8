// The sharing graph: which image stands on which. A tree of the keyboard's too: right opens, left closes, up and down go on.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { countOf, formatBytes } from '../../../src/report/format-amount.ts';
import { makeVisible } from '../../../src/report/visible-text.ts';
import type { SharingNode } from './fold-images.ts';
import { COLUMN, type Layout, layOut, NODE_HEIGHT, type PlacedNode } from './lay-out.ts';

/** What is left free beside a node that is scrolled to. */
const EDGE = 16;
/** How far round the corners of links go. */
const BEND = 8;

/** The picture. */
export function SharingGraph(props: {
  readonly root: SharingNode;
  readonly open: ReadonlySet<string>;
  readonly onOpen: (open: ReadonlySet<string>) => void;
  /** The node that is looked at. */
  readonly chosen: string | null;
  readonly onChoose: (node: SharingNode) => void;
}) {
  const { root, open, onOpen, chosen, onChoose } = props;
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [active, setActive] = useState('fleet');
  const wantsFocus = useRef(false);
  /** The node that was opened last: what stands on it comes into view. */
  const wantsRoom = useRef<string | null>(null);
  useEffect(() => {
    const element = frame.current!;
    setWidth(element.clientWidth);
    const watcher = new ResizeObserver(() => setWidth(element.clientWidth));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  const layout = useMemo(() => (width === 0 ? null : layOut(root, open, width)), [root, open, width]);
  useLayoutEffect(() => {
    const opened = layout?.nodes.find(({ node }) => node.key === wantsRoom.current);
    wantsRoom.current = null;
    if (opened === undefined || layout!.isList) return;
    const { scrollLeft, clientWidth } = frame.current!;
    const right = opened.left + COLUMN + layout!.nodeWidth + 2 * EDGE;
    if (right > scrollLeft + clientWidth)
      frame.current!.scrollLeft = Math.min(right - clientWidth, opened.left - EDGE);
  }, [layout]);
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    const element = frame.current?.querySelector<SVGElement>(`[data-key="${active}"]`);
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [active, layout]);
  const toggle = (key: string) => {
    const next = new Set(open);
    if (next.delete(key)) return onOpen(next);
    next.add(key);
    onOpen(next);
    wantsRoom.current = key;
  };
  const goTo = (node: PlacedNode | undefined) => {
    if (node === undefined) return;
    wantsFocus.current = true;
    setActive(node.node.key);
  };
  const move = (event: KeyboardEvent) => {
    const nodes = layout?.nodes ?? [];
    const at = nodes.findIndex(({ node }) => node.key === active);
    const here = nodes[at];
    if (here === undefined) return;
    const canOpen = hasChildren(here.node);
    const isOpen = open.has(here.node.key);
    switch (event.key) {
      case 'ArrowDown':
        goTo(nodes[at + 1]);
        break;
      case 'ArrowUp':
        goTo(nodes[at - 1]);
        break;
      case 'Home':
        goTo(nodes[0]);
        break;
      case 'End':
        goTo(nodes.at(-1));
        break;
      case 'ArrowRight':
        if (canOpen && !isOpen) toggle(here.node.key);
        else if (canOpen) goTo(nodes[at + 1]);
        break;
      case 'ArrowLeft':
        if (canOpen && isOpen) toggle(here.node.key);
        else goTo(nodes.find(({ node }) => node.key === here.parent));
        break;
      case 'Enter':
      case ' ':
        onChoose(here.node);
        if (canOpen) toggle(here.node.key);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const current = layout?.nodes.some(({ node }) => node.key === active) === true ? active : 'fleet';
  return (
    <div class="graph-frame" ref={frame}>
      {layout !== null && (
        <svg
          role="tree"
          aria-label="Which image stands on which"
          width={layout.width}
          height={layout.height}
          onKeyDown={move}
        >
          <g aria-hidden="true">{drawLinks(layout)}</g>
          {layout.nodes.map((placed) => (
            <Node
              key={placed.node.key}
              placed={placed}
              width={layout.nodeWidth}
              isOpen={open.has(placed.node.key)}
              isChosen={placed.node.key === chosen}
              isActive={placed.node.key === current}
              onClick={() => {
                setActive(placed.node.key);
                onChoose(placed.node);
                if (hasChildren(placed.node)) toggle(placed.node.key);
              }}
              onFocus={() => setActive(placed.node.key)}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

/** Known without making them. */
function hasChildren({ image, imageCount }: SharingNode): boolean {
  return image === null ? imageCount > 0 : imageCount > 1;
}

function drawLinks({ nodes, isList, nodeWidth }: Layout) {
  const byKey = new Map(nodes.map((placed) => [placed.node.key, placed]));
  return nodes.flatMap(({ node, parent, left, top }) => {
    const from = parent === null ? undefined : byKey.get(parent);
    if (from === undefined) return [];
    const y = top + NODE_HEIGHT / 2;
    const path = isList
      ? `M${from.left + 8} ${from.top + NODE_HEIGHT}V${y}H${left}`
      : bend(from.left + nodeWidth, from.top + NODE_HEIGHT / 2, left, y);
    return [<path key={node.key} class="graph-link" d={path} />];
  });
}

/** To the side, down a trunk that all have in common, and in. */
function bend(x1: number, y1: number, x2: number, y2: number): string {
  if (y1 === y2) return `M${x1} ${y1}H${x2}`;
  const trunk = x2 - 20;
  return `M${x1} ${y1}H${trunk - BEND}Q${trunk} ${y1} ${trunk} ${y1 + BEND}V${y2 - BEND}Q${trunk} ${y2} ${trunk + BEND} ${y2}H${x2}`;
}

function Node(props: {
  readonly placed: PlacedNode;
  readonly width: number;
  readonly isOpen: boolean;
  readonly isChosen: boolean;
  readonly isActive: boolean;
  readonly onClick: () => void;
  readonly onFocus: () => void;
}) {
  const { placed, width, isOpen, isChosen, isActive, onClick, onFocus } = props;
  const { node, left, top, level, position, siblings } = placed;
  const shown = makeVisible(placed.label);
  const { label, image, imageCount, bytes } = node;
  const canOpen = hasChildren(node);
  const isFolder = image === null;
  const below = isFolder ? countOf(imageCount, 'image') : imageCount > 1 ? `${imageCount - 1} on it` : '';
  const amount = `${isFolder ? '' : '+'}${formatBytes(bytes())}`;
  const text = makeVisible(label);
  const most = Math.floor((width - 46) / 7.9);
  return (
    <g
      class={`graph-node${isFolder ? ' folder' : ''}${isChosen ? ' chosen' : ''}`}
      transform={`translate(${left} ${top})`}
      role="treeitem"
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={isChosen}
      {...(canOpen ? { 'aria-expanded': isOpen } : {})}
      tabIndex={isActive ? 0 : -1}
      data-key={node.key}
      onClick={onClick}
      onFocus={onFocus}
    >
      {/* Its name, for those who hear it and those who point at it. */}
      <title>{`${text}, ${amount}${below === '' ? '' : `, ${below}`}`}</title>
      <g aria-hidden="true">
        {isFolder && <rect class="behind" x="4" y="4" width={width} height={NODE_HEIGHT} rx="8" />}
        <rect class="box-back" width={width} height={NODE_HEIGHT} rx="8" />
        <text class="graph-label" x="12" y="18">
          {shown.length > most ? `${shown.slice(0, most - 17)}…${shown.slice(-16)}` : shown}
        </text>
        <text class="graph-note" x="12" y="34">
          {amount}
          {below !== '' && `, ${below}`}
        </text>
        {canOpen && (
          <path
            class="graph-arrow"
            transform={`translate(${width - 18} ${NODE_HEIGHT / 2})${isOpen ? ' rotate(90)' : ''}`}
            d="M-3 -5L3 0L-3 5"
          />
        )}
      </g>
    </g>
  );
}
