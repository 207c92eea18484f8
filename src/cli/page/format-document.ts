// A page's data as the whole file: put into the template that lies beside the program.
import { formatPage } from '../../report/page/format-page.ts';
import type { PageDocument } from '../../report/page/page-document.ts';
import { readTemplate } from './read-template.ts';

/** The file in pieces; throws INTERNAL where the package was not built whole. */
export async function formatDocument(document: PageDocument): Promise<Iterable<string>> {
  return formatPage(await readTemplate(), document);
}
