// Search over what a page holds: the maker answers, this asks and shows.
import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';

/** One thing found. */
export interface SearchHit {
  readonly key: string;
  readonly what: ComponentChildren;
  readonly note: string;
  readonly open: () => void;
}

/** Hits of one kind; `count` says how many there are in all. */
export interface SearchGroup {
  readonly title: string;
  readonly count: number;
  readonly hits: readonly SearchHit[];
}

/** The field and its answers. `find` gets what was typed in lower case, never empty. */
export function Search({
  label,
  find,
}: {
  readonly label: string;
  readonly find: (words: string) => readonly SearchGroup[];
}) {
  const [words, setWords] = useState('');
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const asked = words.trim().toLowerCase();
  const groups = useMemo(() => (asked === '' ? [] : find(asked).filter(({ count }) => count > 0)), [asked]);
  const close = () => setOpen(false);
  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      close();
      box.current?.querySelector('input')?.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const stops = [...box.current!.querySelectorAll<HTMLElement>('input, .hit')];
    const at = stops.indexOf(document.activeElement as HTMLElement);
    stops[Math.max(0, Math.min(stops.length - 1, at + step))]?.focus();
  };
  return (
    <div
      class="search"
      role="search"
      ref={box}
      onKeyDown={move}
      onFocusOut={({ relatedTarget }) => {
        if (!box.current?.contains(relatedTarget as Node | null)) close();
      }}
    >
      <input
        type="search"
        placeholder={label}
        aria-label={label}
        value={words}
        onInput={(event) => {
          setWords((event.currentTarget as HTMLInputElement).value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
      />
      <p class="unseen" aria-live="polite">
        {asked !== '' && `${groups.reduce((sum, { count }) => sum + count, 0)} found`}
      </p>
      {isOpen && asked !== '' && (
        <div class="hits">
          {groups.length === 0 && <p class="empty">Nothing has that in its name.</p>}
          {groups.map(({ title, count, hits }) => (
            <section key={title} aria-label={title}>
              <h3>
                {title} <span class="count">{count}</span>
              </h3>
              <ul>
                {hits.map(({ key, what, note, open }) => (
                  <li key={key}>
                    <button
                      type="button"
                      class="hit"
                      onClick={() => {
                        close();
                        open();
                      }}
                    >
                      <span>{what}</span> <span class="faint">{note}</span>
                    </button>
                  </li>
                ))}
              </ul>
              {count > hits.length && <p class="faint">and {count - hits.length} more</p>}
            </section>
          ))}
        </div>
      )}
    </div>
  );
}
