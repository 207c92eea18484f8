// Notes (elf(5), "Notes"): the build id that GNU's linker and its followers write, and the one that Go's toolchain writes.
import type { ByteWindows } from './byte-windows.ts';
import { ElfFields } from './elf-fields.ts';
import { type ElfHeader, type ElfSection, type ElfSegment, SECTION, SEGMENT } from './elf-header.ts';

const NOTE_GNU_BUILD_ID = 3;
const NOTE_GO_BUILD_ID = 4;
const BUILD_ID_LIMIT_BYTES = 64;
const NOTES_LIMIT_BYTES = 64 * 1024;
const PLACES_LIMIT = 64;

/** What the notes say. */
export interface NoteFacts {
  /** In hexadecimal; empty where there is none. */
  readonly buildId: string;
  /** Whether Go's toolchain left its note. */
  readonly isGo: boolean;
}

/** Reads the notes of a file, as far as they are kept; some have a section and no segment. */
export function readNotes(
  windows: ByteWindows,
  header: ElfHeader,
  segments: readonly ElfSegment[],
  sections: readonly ElfSection[] = [],
): NoteFacts {
  const places = [
    ...segments
      .filter(({ type }) => type === SEGMENT.note)
      .map(({ offset, fileBytes }) => ({ offset, sizeBytes: fileBytes })),
    ...sections.filter(({ type }) => type === SECTION.note),
  ].slice(0, PLACES_LIMIT);
  let buildId = '';
  let isGo = false;
  for (const { offset, sizeBytes } of places) {
    const bytes = windows.readUpTo(offset, Math.min(sizeBytes, NOTES_LIMIT_BYTES));
    const fields = new ElfFields(bytes, header);
    for (let at = 0; at + 12 <= bytes.length; ) {
      const [nameBytes, valueBytes, type] = [fields.u32(at), fields.u32(at + 4), fields.u32(at + 8)];
      const name = bytes.toString('latin1', at + 12, at + 12 + Math.min(nameBytes, 4));
      const valueAt = at + 12 + align4(nameBytes);
      if (name === 'GNU\0' && type === NOTE_GNU_BUILD_ID && valueBytes <= BUILD_ID_LIMIT_BYTES)
        buildId = bytes.toString('hex', valueAt, valueAt + valueBytes);
      if (name === 'Go\0\0' && type === NOTE_GO_BUILD_ID) isGo = true;
      at = valueAt + align4(valueBytes);
    }
  }
  return { buildId, isGo };
}

function align4(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 4) * 4;
}
