// Bars for amounts side by side. The table that belongs to them is their maker's.
import { formatBytes } from '../../src/report/format-amount.ts';
import { ShareBar } from '../shared/share-bar.tsx';
import { CutName } from './cut-name.tsx';

/** One bar. */
export interface Bar {
  readonly key: string | number;
  readonly label: string;
  readonly bytes: number;
  readonly note?: string;
}

/** From left to right, as time goes. */
export function Columns({ bars }: { readonly bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ bytes }) => bytes));
  const step = Math.ceil(bars.length / 14);
  return (
    <div class="time-bars" aria-hidden="true">
      {bars.map(({ key, label, bytes, note }, i) => (
        <div key={key} title={`${label}: ${formatBytes(bytes)}${note === undefined ? '' : `, ${note}`}`}>
          <span class="time-amount">{bars.length <= 16 && formatBytes(bytes)}</span>
          <span
            class="time-bar"
            style={{ height: `${Math.max(bytes > 0 ? 1 : 0, (bytes / most) * 150)}px` }}
          />
          <span class="time-label">{i % step === 0 ? label : '\u00a0'}</span>
        </div>
      ))}
    </div>
  );
}

/** One below the other, each a button. */
export function Rows(props: {
  readonly label: string;
  readonly bars: readonly Bar[];
  readonly onOpen: (bar: Bar) => void;
}) {
  const { label, bars, onOpen } = props;
  const most = Math.max(1, ...bars.map(({ bytes }) => bytes));
  return (
    <ol class="bars wide" aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key}>
          <button type="button" onClick={() => onOpen(bar)}>
            <span class="bar-label">
              <CutName of={bar.label} />
            </span>
            <span class="bar-value">
              <strong>{formatBytes(bar.bytes)}</strong> <span class="faint">{bar.note}</span>
            </span>
            <ShareBar most={most} parts={[{ kind: 'needed', bytes: bar.bytes }]} />
          </button>
        </li>
      ))}
    </ol>
  );
}
