// The load line: what is needed against what is ballast, as one bar with the mark where ballast begins.
import { formatBytes, formatShare } from '../../src/report/format-amount.ts';
import { Mark } from './mark.tsx';

/** What the bar is made of; a colour class for each part is in style/load-line.css. */
export interface LoadPart {
  readonly kind: 'needed' | 'advice' | 'inherited' | 'ballast' | 'saved';
  readonly label: string;
  readonly bytes: number;
  readonly hint: string;
}

/** The bar, its mark and its legend, which is its table. */
export function LoadLine({ parts }: { readonly parts: readonly LoadPart[] }) {
  const whole = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  const needed = parts
    .filter(({ kind }) => kind === 'needed' || kind === 'advice')
    .reduce((sum, { bytes }) => sum + bytes, 0);
  const at = whole === 0 ? 100 : (needed / whole) * 100;
  return (
    <section class="load-line" aria-label="Load line: what is needed and what is ballast">
      <LoadBar parts={parts} markAt={at} />
      <dl class="legend">
        {parts.map((part) => (
          <LegendPart key={part.kind} part={part} share={formatShare(part.bytes, whole)} />
        ))}
      </dl>
    </section>
  );
}

/** The bar and the mark on it, `markAt` hundredths from its beginning; the legend tells the same in words. */
export function LoadBar({ parts, markAt }: { readonly parts: readonly LoadPart[]; readonly markAt: number }) {
  return (
    <div class="load-bar-frame" aria-hidden="true">
      <div class="load-bar">
        {parts.map(
          ({ kind, bytes }) =>
            bytes > 0 && <span key={kind} class={`fill-${kind}`} style={{ flexGrow: bytes }} />,
        )}
      </div>
      <span class="load-mark" style={{ left: `${markAt}%` }}>
        <Mark size={44} />
      </span>
    </div>
  );
}

/** A part of the bar in words. */
export function LegendPart({ part, share }: { readonly part: LoadPart; readonly share: string }) {
  const { kind, label, bytes, hint } = part;
  return (
    <div>
      <dt>
        <span class={`swatch fill-${kind}`} aria-hidden="true" />
        {label}
      </dt>
      <dd>
        <strong>{formatBytes(bytes)}</strong> <span class="faint">{share}</span>
        <span class="hint">{hint}</span>
      </dd>
    </div>
  );
}
