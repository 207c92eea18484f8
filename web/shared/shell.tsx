// The frame of every page: whose report it is, its verdict, search, the theme; and its views as tabs. On paper all views
// follow one another.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Mark } from './mark.tsx';
import { Text } from './text.tsx';
import { ThemeButton } from './theme.tsx';

/** One view of a page. */
export interface ShellView {
  /** Stands in the address behind `#`. */
  readonly id: string;
  readonly title: string;
  /** Shown beside the title. */
  readonly count?: string;
  readonly draw: () => ComponentChildren;
}

/** What a page puts into its frame. */
export interface ShellProps {
  /** What kind of report it is: `Image report`. */
  readonly kind: string;
  readonly title: string;
  /** Small print below the title. */
  readonly subtitle: ComponentChildren;
  readonly verdict?: { readonly passes: boolean; readonly text: string };
  readonly search?: ComponentChildren;
  /** Stands above the tabs in every view. */
  readonly head: ComponentChildren;
  readonly views: readonly ShellView[];
  readonly view: string;
  readonly onView: (id: string) => void;
  readonly version: string;
}

/** The frame. */
export function Shell(props: ShellProps) {
  const { kind, title, subtitle, verdict, search, head, views, view, onView, version } = props;
  const isPrinting = usePrinting();
  useEffect(() => {
    document.title = `${title} - Plimsoll`;
  }, [title]);
  return (
    <>
      <a class="skip" href="#main">
        Skip to the report
      </a>
      <header class="top">
        <div class="top-row">
          <p class="brand">
            <Mark /> Plimsoll <span class="faint">{kind}</span>
          </p>
          {search}
          <ThemeButton />
        </div>
        <div class="title-row">
          <h1>
            <Text of={title} />
          </h1>
          {verdict !== undefined && (
            <span class={`verdict ${verdict.passes ? 'good' : 'bad'}`}>{verdict.text}</span>
          )}
        </div>
        <div class="subtitle">{subtitle}</div>
      </header>
      <main id="main" tabIndex={-1}>
        {head}
        <Tabs views={views} view={view} onView={onView} />
        {views.map((item) => {
          const isShown = item.id === view;
          return (
            <section
              key={item.id}
              id={`view-${item.id}`}
              role="tabpanel"
              aria-labelledby={`tab-${item.id}`}
              class="view"
              hidden={!isShown && !isPrinting}
            >
              <h2>{item.title}</h2>
              {(isShown || isPrinting) && item.draw()}
            </section>
          );
        })}
      </main>
      <footer class="faint">
        Made by Plimsoll {version}. This file holds all that it shows and sends nothing.
      </footer>
    </>
  );
}

/** The view that the address names, and how to go to another. */
export function useView(ids: readonly string[]): [string, (id: string) => void] {
  const read = () => {
    const id = location.hash.slice(1).split('/')[0]!;
    return ids.includes(id) ? id : ids[0]!;
  };
  const [view, setView] = useState(read);
  useEffect(() => {
    const follow = () => setView(read());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return [
    view,
    (id) => {
      if (location.hash.slice(1) !== id) history.pushState(null, '', `#${id}`);
      setView(id);
    },
  ];
}

function Tabs({ views, view, onView }: Pick<ShellProps, 'views' | 'view' | 'onView'>) {
  const list = useRef<HTMLDivElement>(null);
  // Where tabs are wider than the screen, the chosen one is moved into it.
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>(`#tab-${view}`);
    if (tab != null) list.current!.scrollLeft = Math.max(0, tab.offsetLeft - list.current!.offsetLeft - 24);
  }, [view]);
  const move = (event: KeyboardEvent) => {
    const at = views.findIndex(({ id }) => id === view);
    const to =
      event.key === 'ArrowRight'
        ? (at + 1) % views.length
        : event.key === 'ArrowLeft'
          ? (at + views.length - 1) % views.length
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? views.length - 1
              : -1;
    if (to < 0) return;
    event.preventDefault();
    onView(views[to]!.id);
    list.current?.querySelector<HTMLElement>(`#tab-${views[to]!.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Views" ref={list} onKeyDown={move}>
      {views.map(({ id, title, count }) => (
        <button
          key={id}
          id={`tab-${id}`}
          type="button"
          role="tab"
          aria-selected={id === view}
          aria-controls={`view-${id}`}
          tabIndex={id === view ? 0 : -1}
          onClick={() => onView(id)}
        >
          {title}
          {count !== undefined && <span class="count">{count}</span>}
        </button>
      ))}
    </div>
  );
}

/** Whether the page is drawn for paper, where everything must be there. */
export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(() => matchMedia('print').matches);
  useEffect(() => {
    const query = matchMedia('print');
    const follow = () => setPrinting(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return isPrinting;
}
