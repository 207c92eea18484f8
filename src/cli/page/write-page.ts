// Writes a page to a file, which appears whole or not at all, or to stdout.
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { removeQuietly } from '../../contents/cache/evict-files.ts';
import { PlimsollError } from '../../errors.ts';
import type { PageDocument } from '../../report/page/page-document.ts';
import type { CliIo } from '../cli-io.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import { formatDocument } from './format-document.ts';

/** Writes it over a file of that name; `-` means stdout. Throws DESTINATION_UNWRITABLE. */
export async function writePage(document: PageDocument, output: string, io: CliIo): Promise<void> {
  const pieces = await formatDocument(document);
  if (output === '-') return writePieces(io.stdout, pieces);
  const temporary = `${output}.${process.pid}.tmp`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(temporary), { signal: io.signal });
    await rename(temporary, output);
  } catch (cause) {
    removeQuietly(temporary);
    if (io.signal.aborted) throw cause;
    throw new PlimsollError('DESTINATION_UNWRITABLE', 'the page cannot be written', {
      subject: output,
      hint: 'Name a file in a folder that is there and can be written to.',
      cause,
    });
  }
}
