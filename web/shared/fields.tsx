// Names and their values, one below the other.
import type { ComponentChildren } from 'preact';

/** One of them; left out where the value is null. */
export type Field = readonly [name: string, value: ComponentChildren | null];

/** The list. */
export function Fields({ of }: { readonly of: readonly Field[] }) {
  return (
    <dl class="fields">
      {of.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
