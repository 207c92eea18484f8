// A table that sorts by its headings and draws only the rows that are looked at, so that a hundred thousand take no longer
// than a hundred. With `onOpen` each row's first cell is a button; the arrow keys go from row to row.
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../src/report/format-amount.ts';
import { keepFocus } from './keep-focus.ts';
import { usePrinting } from './shell.tsx';

/** A column; `sortBy` makes its heading a button. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly title: string;
  readonly draw: (row: Row) => ComponentChildren;
  readonly sortBy?: (row: Row) => number | string;
  /** Amounts: to the right, and the largest first when sorted by. */
  readonly isAmount?: boolean;
  /** Left out on narrow screens. */
  readonly isExtra?: boolean;
  /** CSS width; what is left is shared by columns without. */
  readonly width?: string;
}

/** What a table shows. */
export interface TableProps<Row> {
  /** What the rows are, for those who do not see it. */
  readonly caption: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
  /** The column by which rows are sorted at first; without, they stay as they are. */
  readonly sortedBy?: string;
  readonly onOpen?: (row: Row) => void;
  /** Instead of a table without rows. */
  readonly empty?: string;
}

const ROW_PIXELS = 37;
/** Tables of up to this many rows are drawn whole and scroll with the page. */
const WHOLE_ROWS = 60;
const SEEN_PIXELS = 560;
const MARGIN_ROWS = 12;
/** More would be a book. */
const PRINTED_ROWS = 200;

interface Order {
  readonly id: string;
  readonly isFalling: boolean;
}

/** The table. */
export function Table<Row>({ caption, columns, rows, keyOf, sortedBy, onOpen, empty }: TableProps<Row>) {
  const isPrinting = usePrinting();
  const [order, setOrder] = useState<Order | null>(() => {
    const column = columns.find(({ id }) => id === sortedBy);
    return column === undefined ? null : { id: column.id, isFalling: column.isAmount === true };
  });
  const [top, setTop] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const wanted = useRef(-1);
  const sorted = useMemo(() => sortRows(rows, columns, order), [rows, order]);
  useEffect(() => {
    if (frame.current !== null) frame.current.scrollTop = 0;
    setTop(0);
  }, [rows, order]);
  useEffect(() => {
    if (wanted.current < 0) return;
    frame.current
      ?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] button`)
      ?.focus({ preventScroll: true });
    wanted.current = -1;
  });
  if (rows.length === 0) return <p class="empty">{empty ?? 'Nothing here.'}</p>;
  const isWhole = rows.length <= WHOLE_ROWS;
  const first = isWhole || isPrinting ? 0 : Math.max(0, Math.floor(top / ROW_PIXELS) - MARGIN_ROWS);
  const last = isPrinting
    ? Math.min(rows.length, PRINTED_ROWS)
    : isWhole
      ? rows.length
      : Math.min(rows.length, Math.ceil((top + SEEN_PIXELS) / ROW_PIXELS) + MARGIN_ROWS);
  const move = (event: KeyboardEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row'];
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 14, PageUp: -14 }[event.key];
    if (row === undefined || step === undefined || onOpen === undefined) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(rows.length - 1, Number(row) + step));
    const box = frame.current!;
    if (!isWhole) {
      const up = to * ROW_PIXELS;
      if (up < box.scrollTop) box.scrollTop = up;
      else if (up + 3 * ROW_PIXELS > box.scrollTop + box.clientHeight)
        box.scrollTop = up + 3 * ROW_PIXELS - box.clientHeight;
      wanted.current = to;
      setTop(box.scrollTop + (box.scrollTop === top ? 0.01 : 0));
    }
    box.querySelector<HTMLElement>(`[data-row="${to}"] button`)?.focus();
  };
  return (
    <div
      class={`table-frame ${isWhole ? '' : 'virtual'}`}
      ref={frame}
      onScroll={isWhole ? undefined : (event) => setTop((event.currentTarget as HTMLElement).scrollTop)}
      // What scrolls must be reached by the keyboard, also where no row is a button.
      {...(isWhole ? {} : { tabIndex: 0, role: 'region', 'aria-label': caption })}
    >
      <table aria-rowcount={rows.length + 1} onKeyDown={move}>
        <caption class="unseen">{caption}</caption>
        <colgroup>
          {columns.map(({ id, width, isExtra }) => (
            <col key={id} class={isExtra ? 'extra' : ''} style={width === undefined ? {} : { width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Heading key={column.id} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr class="gap" aria-hidden="true" style={{ height: `${first * ROW_PIXELS}px` }} />}
          {sorted.slice(first, last).map((row, i) => (
            <tr key={keyOf(row)} aria-rowindex={first + i + 2} data-row={first + i}>
              {columns.map(({ id, draw, isAmount, isExtra }, k) => (
                <td key={id} class={`${isAmount ? 'amount' : ''} ${isExtra ? 'extra' : ''}`}>
                  {k === 0 && onOpen !== undefined ? (
                    <button
                      type="button"
                      class="row-button"
                      onClick={() => {
                        onOpen(row);
                        keepFocus(() => frame.current?.querySelector<HTMLElement>('.row-button'));
                      }}
                    >
                      {draw(row)}
                    </button>
                  ) : (
                    draw(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
          {!isPrinting && last < rows.length && (
            <tr class="gap" aria-hidden="true" style={{ height: `${(rows.length - last) * ROW_PIXELS}px` }} />
          )}
        </tbody>
      </table>
      {isPrinting && last < rows.length && (
        <p class="faint">and {formatCount(rows.length - last)} more, which the page itself shows</p>
      )}
    </div>
  );
}

function Heading<Row>(props: {
  readonly column: TableColumn<Row>;
  readonly order: Order | null;
  readonly onOrder: (order: Order) => void;
}) {
  const { column, order, onOrder } = props;
  const { id, title, isAmount, isExtra, sortBy } = column;
  const kind = `${isAmount ? 'amount' : ''} ${isExtra ? 'extra' : ''}`;
  if (sortBy === undefined)
    return (
      <th scope="col" class={kind}>
        {title}
      </th>
    );
  const isOrder = order?.id === id;
  const isFalling = isOrder ? !order.isFalling : isAmount === true;
  return (
    <th scope="col" class={kind} aria-sort={!isOrder ? 'none' : order.isFalling ? 'descending' : 'ascending'}>
      <button type="button" class="sort" onClick={() => onOrder({ id, isFalling })}>
        {title}
        <span class="arrow" aria-hidden="true">
          {isOrder ? (order.isFalling ? '▾' : '▴') : ''}
        </span>
      </button>
    </th>
  );
}

function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly TableColumn<Row>[],
  order: Order | null,
): readonly Row[] {
  const sortBy = columns.find(({ id }) => id === order?.id)?.sortBy;
  if (order === null || sortBy === undefined) return rows;
  const keys = rows.map(sortBy);
  const sign = order.isFalling ? -1 : 1;
  return [...rows.keys()]
    .sort((a, b) => (keys[a]! < keys[b]! ? -sign : keys[a]! > keys[b]! ? sign : a - b))
    .map((i) => rows[i]!);
}
