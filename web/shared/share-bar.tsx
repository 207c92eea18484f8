// A small bar in a table's row: parts of an amount, drawn against the largest amount of the column.
import type { LoadPart } from './load-line.tsx';

/** One part. */
export interface SharePart {
  readonly kind: LoadPart['kind'] | 'grown' | 'shrunk';
  readonly bytes: number;
}

/** The bar; what it says stands in the row's other cells. */
export function ShareBar({ parts, most }: { readonly parts: readonly SharePart[]; readonly most: number }) {
  return (
    <span class="share-bar" aria-hidden="true">
      {parts.map(
        ({ kind, bytes }) =>
          bytes > 0 && (
            <span
              key={kind}
              class={`fill-${kind}`}
              style={{ width: `${(bytes / Math.max(most, 1)) * 100}%` }}
            />
          ),
      )}
    </span>
  );
}
