// A treemap: areas are bytes, and each box is filled from below as far as it is ballast. Boxes are buttons that one walks into;
// the table that belongs to the picture is its maker's.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatBytes } from '../../src/report/format-amount.ts';
import { makeVisible } from '../../src/report/visible-text.ts';
import { keepFocus } from './keep-focus.ts';
import { layOutTreemap, type Rectangle } from './lay-out-treemap.ts';
import type { TreemapItem } from './treemap-item.ts';

export type { TreemapItem } from './treemap-item.ts';

/** What is drawn, and where a box leads. */
export interface TreemapProps {
  /** What the picture shows. */
  readonly label: string;
  readonly items: readonly TreemapItem[];
  /** Undefined for boxes that lead nowhere. */
  readonly onOpen: (item: TreemapItem) => (() => void) | undefined;
  readonly height?: number;
}

/** The picture. */
export function Treemap({ label, items, onOpen, height = 420 }: TreemapProps) {
  const [width, frame] = useWidth();
  const [active, setActive] = useState(0);
  const drawn = useMemo(
    () => (width === 0 ? [] : layOutTreemap(items, width, height)),
    [items, width, height],
  );
  useEffect(() => setActive(0), [items]);
  // One stop of the tab key for the picture; within, the arrow keys go from box to box.
  const move = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const boxes = [...frame.current!.querySelectorAll<HTMLElement>('button.box')];
    const at = boxes.indexOf(document.activeElement as HTMLElement);
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(boxes.length - 1, at + step));
    setActive(to);
    boxes[to]!.focus();
  };
  let count = 0;
  return (
    <div
      class="treemap"
      ref={frame}
      style={{ height: `${height}px` }}
      role="group"
      aria-label={label}
      onKeyDown={move}
    >
      {drawn.map(({ item, key, box, inner }) => {
        const open = onOpen(item);
        const position = open === undefined ? -1 : count++;
        const text = makeVisible(item.label);
        const inside = (
          <span aria-hidden="true">
            {inner.length === 0 && item.isHatched && <span class="hatch" />}
            {box.width > 46 && box.height > 16 && (
              <span class="box-label">
                {text} <span class="box-bytes">{formatBytes(item.bytes)}</span>
              </span>
            )}
            {inner.map((part) => (
              <span key={part.key} class="inner-box" style={{ ...toStyle(part.box), ...toFill(part.item) }}>
                {part.item.isHatched && <span class="hatch" />}
                {part.box.width > 60 && part.box.height > 18 && (
                  <span class="inner-label">{makeVisible(part.item.label)}</span>
                )}
              </span>
            ))}
          </span>
        );
        const name = `${text}, ${formatBytes(item.bytes)}${item.ballastBytes > 0 ? `, ${formatBytes(item.ballastBytes)} ballast` : ''}${item.note === undefined ? '' : `, ${item.note}`}`;
        const style = { ...toStyle(box), ...(inner.length === 0 ? toFill(item) : {}) };
        return open === undefined ? (
          <span key={key} class="box" style={style} title={name}>
            <span class="unseen">{name}</span>
            {inside}
          </span>
        ) : (
          <button
            key={key}
            type="button"
            class="box"
            style={style}
            title={name}
            tabIndex={position === active ? 0 : -1}
            onClick={() => {
              open();
              keepFocus(() => frame.current?.querySelector<HTMLElement>('button.box'));
            }}
          >
            <span class="unseen">{name}</span>
            {inside}
          </button>
        );
      })}
    </div>
  );
}

function toStyle({ left, top, width, height }: Rectangle) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
}

/** Filled from below: ballast, then advice, then what is needed. */
function toFill({ bytes, ballastBytes, adviceBytes, fill }: TreemapItem) {
  if (fill !== undefined) return { background: fill };
  const share = (part: number): number => (bytes === 0 ? 0 : Math.round((part / bytes) * 1000) / 10);
  const ballast = share(ballastBytes);
  const advice = share(ballastBytes + adviceBytes);
  return {
    background: `linear-gradient(to top, var(--ballast) ${ballast}%, var(--advice) ${ballast}% ${advice}%, var(--needed) ${advice}%)`,
  };
}

/** What the colours of boxes mean. */
export function FillLegend({ isOfBoxes = true }: { readonly isOfBoxes?: boolean }) {
  return (
    <ul class="fill-legend">
      {(['needed', 'advice', 'ballast'] as const).map((kind) => (
        <li key={kind}>
          <span class={`swatch fill-${kind}`} aria-hidden="true" />
          {kind}
        </li>
      ))}
      {isOfBoxes && (
        <>
          <li>
            <span class="swatch fill-ballast" aria-hidden="true">
              <span class="hatch" />
            </span>
            hidden by a later layer
          </li>
          <li class="faint">Each box is filled from below by its share.</li>
        </>
      )}
    </ul>
  );
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
