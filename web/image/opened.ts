// An image's data opened for its views: the tree of its files, and what each finding is worth, made once when first asked for.
import { type FileTree, openFiles } from '../../src/report/page/file-tree.ts';
import type { ImagePage } from '../../src/report/page/image-page.ts';

/** What a file's bytes are counted as. */
export const HEADING = { needed: 0, advice: 1, ballast: 2 } as const;

/** The page with what its views share. */
export interface OpenedPage {
  readonly page: ImagePage;
  readonly tree: FileTree;
  /** For each finding one of HEADING: what is ignored counts as needed. */
  readonly headings: Uint8Array;
}

/** Opens the data of a page. */
export function openPage(page: ImagePage): OpenedPage {
  return {
    page,
    tree: openFiles(page.files),
    headings: Uint8Array.from(page.findings, ({ ignored, severity }) =>
      ignored !== null ? HEADING.needed : severity === 'advice' ? HEADING.advice : HEADING.ballast,
    ),
  };
}
