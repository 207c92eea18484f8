// What is known of a file when it has passed: its headers, and the windows that were kept of it.
import type { ByteWindows } from './byte-windows.ts';
import type { ElfHeader, ElfSection, ElfSegment } from './elf-header.ts';
import { SEGMENT } from './elf-header.ts';

/** A file as kept. */
export interface ElfSource {
  readonly header: ElfHeader;
  readonly segments: readonly ElfSegment[];
  /** None where the file has none, or they were not kept. */
  readonly sections: readonly NamedSection[];
  readonly windows: ByteWindows;
  readonly sizeBytes: number;
}

/** A section with its name; empty where the names were not kept. */
export interface NamedSection extends ElfSection {
  readonly text: string;
}

/** Where an address is in the file, or undefined where no segment has it. */
export function findOffset(segments: readonly ElfSegment[], address: number): number | undefined {
  if (!Number.isSafeInteger(address)) return undefined;
  for (const { type, address: start, offset, fileBytes } of segments)
    if (type === SEGMENT.load && address >= start && address - start < fileBytes)
      return offset + address - start;
  return undefined;
}

/** Text up to a NUL within what is kept, at most `limitBytes` long; undefined where there is no end to it. */
export function readText(windows: ByteWindows, offset: number, limitBytes: number): string | undefined {
  const bytes = windows.readUpTo(offset, limitBytes);
  const end = bytes.indexOf(0);
  return end === -1 ? undefined : bytes.toString('utf8', 0, end);
}
