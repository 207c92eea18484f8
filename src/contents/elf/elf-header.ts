// The ELF header, and the two tables that it leads to: program headers and section headers (System V ABI, chapter 4).
import { type ElfEncoding, ElfFields } from './elf-fields.ts';

/** Where a table is: `count` entries of `entryBytes` each. */
export interface ElfTable {
  readonly offset: number;
  readonly count: number;
  readonly entryBytes: number;
}

/** The ELF header. */
export interface ElfHeader extends ElfEncoding {
  /** e_type: 1 object, 2 executable, 3 shared, 4 core. */
  readonly type: number;
  /** e_machine. */
  readonly machine: number;
  readonly programs: ElfTable;
  /** `count` is 0 beside an `offset` where the first section header has the number. */
  readonly sections: ElfTable;
  /** e_shstrndx. */
  readonly namesIndex: number;
}

/** A program header: a segment of the file. */
export interface ElfSegment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly address: number;
  readonly fileBytes: number;
}

/** A section header. */
export interface ElfSection {
  /** Where its name is in the section name table. */
  readonly name: number;
  readonly type: number;
  readonly flags: number;
  readonly address: number;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly link: number;
}

export const SEGMENT = { load: 1, dynamic: 2, interpreter: 3, note: 4, relro: 0x6474e552 } as const;
export const SEGMENT_FLAG = { execute: 1, write: 2 } as const;
export const SECTION = { symbols: 2, strings: 3, dynamic: 6, note: 7, nothingStored: 8 } as const;
export const SECTION_FLAG = { allocated: 2 } as const;

/** In e_shstrndx: the first section header's `link` has the index. */
export const EXTENDED_INDEX = 0xffff;

/** The header that `head` begins with, or undefined where it is none. */
export function parseElfHeader(head: Uint8Array): ElfHeader | undefined {
  if (head.length < 52 || head[0] !== 0x7f || head[1] !== 0x45 || head[2] !== 0x4c || head[3] !== 0x46)
    return undefined;
  const [wordClass, byteOrder] = [head[4]!, head[5]!];
  if (wordClass < 1 || wordClass > 2 || byteOrder < 1 || byteOrder > 2) return undefined;
  const encoding: ElfEncoding = { is64: wordClass === 2, isBigEndian: byteOrder === 2 };
  const { is64 } = encoding;
  if (is64 && head.length < 64) return undefined;
  const fields = new ElfFields(head, encoding);
  const sizes = is64 ? 52 : 40;
  const table = (offset: number, at: number, leastBytes: number): ElfTable => {
    const entryBytes = fields.u16(at);
    const isTable = offset > 0 && entryBytes >= leastBytes;
    return isTable
      ? { offset, entryBytes, count: fields.u16(at + 2) }
      : { offset: 0, entryBytes: 0, count: 0 };
  };
  return {
    ...encoding,
    type: fields.u16(16),
    machine: fields.u16(18),
    programs: table(fields.word(is64 ? 32 : 28), sizes + 2, is64 ? 56 : 32),
    sections: table(fields.word(is64 ? 40 : 32), sizes + 6, is64 ? 64 : 40),
    namesIndex: fields.u16(sizes + 10),
  };
}

/** The segments of a table of program headers; as many as its bytes hold. */
export function parseSegments(bytes: Uint8Array, header: ElfHeader): readonly ElfSegment[] {
  const fields = new ElfFields(bytes, header);
  const { entryBytes, count } = header.programs;
  const segments: ElfSegment[] = [];
  for (let i = 0, at = 0; i < count && at + entryBytes <= bytes.length; i++, at += entryBytes)
    segments.push({
      type: fields.u32(at),
      flags: fields.u32(at + (header.is64 ? 4 : 24)),
      offset: fields.word(at + (header.is64 ? 8 : 4)),
      address: fields.word(at + (header.is64 ? 16 : 8)),
      fileBytes: fields.word(at + (header.is64 ? 32 : 16)),
    });
  return segments;
}

/** The sections of a table of section headers; as many as its bytes hold. */
export function parseSections(bytes: Uint8Array, header: ElfHeader): readonly ElfSection[] {
  const { entryBytes } = header.sections;
  if (entryBytes === 0) return [];
  const { is64 } = header;
  const fields = new ElfFields(bytes, header);
  const first = is64 ? fields.u64(32) : fields.u32(20);
  const count = Math.min(header.sections.count || first, Math.floor(bytes.length / entryBytes));
  const sections: ElfSection[] = [];
  for (let i = 0, at = 0; i < count; i++, at += entryBytes)
    sections.push({
      name: fields.u32(at),
      type: fields.u32(at + 4),
      flags: fields.word(at + 8),
      address: fields.word(at + (is64 ? 16 : 12)),
      offset: fields.word(at + (is64 ? 24 : 16)),
      sizeBytes: fields.word(at + (is64 ? 32 : 20)),
      link: fields.u32(at + (is64 ? 40 : 24)),
    });
  return sections;
}
