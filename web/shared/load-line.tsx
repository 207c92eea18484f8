// The load line: what is needed against what is ballast, as one bar with the mark where ballast begins.
import { formatBytes, formatShare } from '../../src/report/format-amount.ts';
import { Mark } from './mark.tsx';

/** What the bar is made of; a colour class for each part is in style/load-line.css. */
export interface LoadPart {
  readonly kind: 'needed' | 'advice' | 'inherited' | 'ballast';
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
      <div class="load-bar-frame" aria-hidden="true">
        <div class="load-bar">
          {parts.map(
            ({ kind, bytes }) =>
              bytes > 0 && <span key={kind} class={`fill-${kind}`} style={{ flexGrow: bytes }} />,
          )}
        </div>
        <span class="load-mark" style={{ left: `${at}%` }}>
          <Mark size={44} />
        </span>
      </div>
      <dl class="legend">
        {parts.map(({ kind, label, bytes, hint }) => (
          <div key={kind}>
            <dt>
              <span class={`swatch fill-${kind}`} aria-hidden="true" />
              {label}
            </dt>
            <dd>
              <strong>{formatBytes(bytes)}</strong> <span class="faint">{formatShare(bytes, whole)}</span>
              <span class="hint">{hint}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
