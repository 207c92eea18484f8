// The load line of a fleet: what is stored, what of it is there again although equal, and what sharing saves.
import { formatBytes, formatShare } from '../../src/report/format-amount.ts';
import type { FleetPageSums } from '../../src/report/page/fleet/fleet-page.ts';
import { Mark } from '../shared/mark.tsx';

/** The bar, the mark at what is stored, and the legend, which is its table. */
export function FleetLoadLine({ sums }: { readonly sums: FleetPageSums }) {
  const { naive, unique, repeatedBytes, equalSizes } = sums;
  const parts = [
    {
      kind: 'needed',
      label: 'Stored once',
      bytes: unique.bytes - (repeatedBytes ?? 0),
      hint: repeatedBytes === null ? 'each layer in the registry' : 'layers that nothing else holds',
    },
    ...(repeatedBytes === null
      ? []
      : [
          {
            kind: 'ballast',
            label: 'Stored again',
            bytes: repeatedBytes,
            hint: 'another layer holds the same, or nearly',
          },
        ]),
    {
      kind: 'saved',
      label: 'Saved by sharing',
      bytes: naive.bytes - unique.bytes,
      hint: `of ${formatBytes(naive.bytes)} that images have one by one`,
    },
  ];
  // What a node holds is nearly always estimated, and marked so; what is stored seldom.
  const bases = unique.basis === null ? [] : [unique.basis];
  const at = naive.bytes === 0 ? 100 : (unique.bytes / naive.bytes) * 100;
  return (
    <section class="load-line" aria-label="Load line: what is stored and what sharing saves">
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
              <strong>{formatBytes(bytes)}</strong>{' '}
              <span class="faint">
                {unique.basis !== null && 'about, '}
                {formatShare(bytes, naive.bytes)}
              </span>
              <span class="hint">{hint}</span>
            </dd>
          </div>
        ))}
        <div>
          <dt>On a node with all of them</dt>
          <dd>
            <strong>{formatBytes(sums.node.bytes)}</strong>
            {sums.node.basis !== null && <span class="faint"> about</span>}
            <span class="hint">unpacked, {formatBytes(sums.nodeDisk.bytes)} on disk</span>
          </dd>
        </div>
      </dl>
      {repeatedBytes === null && equalSizes.layers > 0 && (
        <p class="hint load-note">
          Layers were not read. {equalSizes.layers} of them have exactly the size of another one (
          {formatBytes(equalSizes.bytes)}): perhaps equal content, stored again.
        </p>
      )}
      {bases.map((basis) => (
        <p key={basis} class="hint load-note">
          An estimate: {basis}.
        </p>
      ))}
    </section>
  );
}
