// Writes a page to a file, which appears whole or not at all, or to stdout.
import type { PageDocument } from '../../report/page/page-document.ts';
import type { CliIo } from '../cli-io.ts';
import { writeDocuments } from '../formats/write-documents.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { formatDocument } from './format-document.ts';

/** Writes it over a file of that name; `-` means stdout. Throws DESTINATION_UNWRITABLE. */
export async function writePage(document: PageDocument, output: string, io: CliIo): Promise<void> {
  if (output === '-') await writePieces(io.stdout, await formatDocument(document));
  else await writeDocuments([{ file: output, make: () => formatDocument(document) }], io.signal);
}
