// Writes the repaired ignore file.

import type { Repair } from './repair-ignore-file.ts';
import { replaceFile } from './replace-file.ts';

/** Replaces the file; throws DESTINATION_UNWRITABLE. A link to the file stays, and what it leads to is replaced. */
export function writeIgnoreFile({ file, bytes }: Pick<Repair, 'file' | 'bytes'>): void {
  replaceFile({ path: file.path, before: file.bytes, bytes, what: 'the ignore file' });
}
