// How one view of an image's page leads to another.
import type { FilesPlace } from './file-filter.ts';
import type { OpenedPage } from './opened.ts';

/** What is looked at in full, over the page. */
export type Detail =
  | { readonly kind: 'file'; readonly file: number }
  | { readonly kind: 'package'; readonly position: number }
  | { readonly kind: 'layer'; readonly index: number };

/** The ways. */
export interface Navigation {
  /** To files, from everything but for what is said. */
  readonly showFiles: (place: Partial<FilesPlace>) => void;
  readonly showFinding: (position: number) => void;
  readonly showDetail: (detail: Detail) => void;
  readonly showView: (id: string) => void;
}

/** What every view gets. */
export interface ViewProps {
  readonly opened: OpenedPage;
  readonly go: Navigation;
}
