// The load line of a fleet: what is stored, what of it is there again although equal, and what sharing saves.
import { formatBytes, formatShare } from '../../src/report/format-amount.ts';
import type { FleetPageSums } from '../../src/report/page/fleet/fleet-page.ts';
import { LegendPart, LoadBar, type LoadPart } from '../shared/load-line.tsx';

/** The bar, the mark at what is stored, and the legend, which is its table. */
export function FleetLoadLine({ sums }: { readonly sums: FleetPageSums }) {
  const { naive, unique, repeatedBytes, equalSizes } = sums;
  const parts: readonly LoadPart[] = [
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
            kind: 'ballast' as const,
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
  const about = unique.basis === null ? '' : 'about, ';
  const bases = unique.basis === null ? [] : [unique.basis];
  const at = naive.bytes === 0 ? 100 : (unique.bytes / naive.bytes) * 100;
  return (
    <section class="load-line" aria-label="Load line: what is stored and what sharing saves">
      <LoadBar parts={parts} markAt={at} />
      <dl class="legend">
        {parts.map((part) => (
          <LegendPart key={part.kind} part={part} share={`${about}${formatShare(part.bytes, naive.bytes)}`} />
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
