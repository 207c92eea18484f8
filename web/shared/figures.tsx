// A row of key figures.
import type { ComponentChildren } from 'preact';

/** One figure. */
export interface Figure {
  readonly label: string;
  readonly value: string;
  readonly note?: ComponentChildren;
}

/** The row. */
export function Figures({ of }: { readonly of: readonly Figure[] }) {
  return (
    <dl class="figures">
      {of.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <strong>{value}</strong>
            {note !== undefined && <span class="hint">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
