// The card about the one thing that was chosen; it takes the focus when it opens, and Escape closes it.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The card. */
export function Detail(props: {
  /** Changes with what is shown. */
  readonly id: string;
  readonly kind: string;
  readonly title: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}) {
  const { id, kind, title, onClose, children } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('.detail')?.scrollIntoView({ block: 'nearest' });
  }, [id]);
  return (
    <section
      class="detail"
      aria-label={kind}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClose();
      }}
    >
      <div class="detail-head">
        <p class="faint">{kind}</p>
        <button type="button" class="plain-button" onClick={onClose}>
          Close
        </button>
      </div>
      <h3 tabIndex={-1} ref={heading}>
        {title}
      </h3>
      {children}
    </section>
  );
}

/** A list of names that lead somewhere; the first of many, and all when asked. */
export function NameList(props: {
  readonly names: readonly { readonly key: number; readonly name: ComponentChildren }[];
  readonly onOpen: (key: number) => void;
}) {
  const { names, onOpen } = props;
  const first = names.slice(0, FIRST_NAMES);
  const rest = names.slice(FIRST_NAMES);
  const draw = ({ key, name }: (typeof names)[number]) => (
    <li key={key}>
      <button type="button" class="chip" onClick={() => onOpen(key)}>
        {name}
      </button>
    </li>
  );
  return (
    <>
      <ul class="chips">{first.map(draw)}</ul>
      {rest.length > 0 && (
        <details class="more">
          <summary>and {rest.length} more</summary>
          <ul class="chips">{rest.map(draw)}</ul>
        </details>
      )}
    </>
  );
}

const FIRST_NAMES = 12;
