// The report page. A page is drawn by one component a kind of document.
//
// To add a kind of page:
//   1. its data, with a `kind` of its own, as plain data in src/report/page/, joined to PageDocument there;
//   2. its component in web/pages/KIND.tsx (parts of it in web/KIND/), made of web/shared/: Shell around it with its views
//      (its own header: Figures, LoadLine), Table, Treemap, Search;
//   3. a line in PAGES below.
// It imports types and pure functions of src/report/ (amounts, columns), and nothing else of src/; but
// that what-if of a fleet is measured by src/fleet/storage/, which is pure too. What images say (paths,
// instructions, names) is shown as text nodes through `<Text>`, which makes control characters visible; never as HTML.

import type { FunctionComponent } from 'preact';
import { render } from 'preact';
import type { PageDocument } from '../src/report/page/page-document.ts';
import { DifferencePageView } from './pages/difference.tsx';
import { FleetPageView } from './pages/fleet.tsx';
import { ImagePageView } from './pages/image.tsx';
import { startTheme } from './shared/theme.tsx';

type PageView<Kind extends PageDocument['kind']> = FunctionComponent<{
  readonly page: Extract<PageDocument, { kind: Kind }>;
}>;

const PAGES: { readonly [Kind in PageDocument['kind']]: PageView<Kind> } = {
  'image-page': ImagePageView,
  'difference-page': DifferencePageView,
  'fleet-page': FleetPageView,
};

startTheme();
const page = JSON.parse(document.getElementById('data')!.textContent!) as PageDocument;
const View = PAGES[page.kind] as FunctionComponent<{ readonly page: PageDocument }>;
render(<View page={page} />, document.getElementById('page')!);
