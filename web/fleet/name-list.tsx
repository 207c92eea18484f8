// A list of names that lead somewhere; the first of many, and all when asked.
import type { ComponentChildren } from 'preact';

const FIRST_NAMES = 12;

/** The list. */
export function NameList(props: {
  readonly names: readonly { readonly key: number; readonly name: ComponentChildren }[];
  readonly onOpen: (key: number) => void;
}) {
  const { names, onOpen } = props;
  const draw = ({ key, name }: (typeof names)[number]) => (
    <li key={key}>
      <button type="button" class="name-button" onClick={() => onOpen(key)}>
        {name}
      </button>
    </li>
  );
  return (
    <>
      <ul class="names">{names.slice(0, FIRST_NAMES).map(draw)}</ul>
      {names.length > FIRST_NAMES && (
        <details class="all-names">
          <summary>and {names.length - FIRST_NAMES} more</summary>
          <ul class="names">{names.slice(FIRST_NAMES).map(draw)}</ul>
        </details>
      )}
    </>
  );
}
