// Writes a folder of bills of materials; each file appears whole or not at all.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeQuietly } from '../contents/cache/evict-files.ts';
import { PlimsollError } from '../errors.ts';

/** One file of the folder. */
export interface BillFile {
  readonly name: string;
  readonly text: string;
}

/** Writes the files, over those of the same names; throws DESTINATION_UNWRITABLE. */
export function writeBills(folder: string, files: Iterable<BillFile>): void {
  for (const { name, text } of files) {
    const path = join(folder, name);
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(temporary, text);
      renameSync(temporary, path);
    } catch (cause) {
      removeQuietly(temporary);
      throw new PlimsollError('DESTINATION_UNWRITABLE', 'the bill of materials cannot be written', {
        subject: path,
        hint: 'Name a folder that can be made and written to.',
        cause,
      });
    }
  }
}
