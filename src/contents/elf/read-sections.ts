// What the section headers tell: bytes that only debuggers read, the link to debug symbols kept elsewhere, the compilers.
import type { ByteWindows } from './byte-windows.ts';
import {
  type ElfHeader,
  type ElfSection,
  EXTENDED_INDEX,
  parseSections,
  SECTION,
  SECTION_FLAG,
} from './elf-header.ts';
import { type NamedSection, readText } from './elf-source.ts';
import { sectionHeadersBytes } from './plan-windows.ts';

const NAME_LIMIT_BYTES = 64;
const COMMENT_LIMIT_BYTES = 16 * 1024;
const LINK_LIMIT_BYTES = 4096;
const COMPILERS_LIMIT = 16;
const DEBUG_NAME = /^\.z?debug_/;

/** The sections, named where the names were kept too. */
export interface ReadSections {
  readonly sections: readonly NamedSection[];
  readonly unread: 'section headers' | 'section names' | undefined;
}

/** Reads the section headers of a file; `sections` is empty where it has none. */
export function readSections(windows: ByteWindows, header: ElfHeader, sizeBytes: number): ReadSections {
  const { offset, count, entryBytes } = header.sections;
  if (offset === 0) return { sections: [], unread: undefined };
  const bytes = windows.readUpTo(offset, sectionHeadersBytes(header, sizeBytes));
  const bare = parseSections(bytes, header);
  if (bare.length === 0 || bytes.length < count * entryBytes)
    return { sections: [], unread: 'section headers' };
  const index = header.namesIndex === EXTENDED_INDEX ? bare[0]!.link : header.namesIndex;
  const names = bare[index];
  const namesBytes = names && windows.read(names.offset, names.sizeBytes);
  let isWhole = namesBytes !== undefined;
  const text = namesBytes?.toString('latin1') ?? '';
  const sections = bare.map((section): NamedSection => {
    const [name = ''] = text.slice(section.name, section.name + NAME_LIMIT_BYTES).split('\0', 1);
    return { ...section, text: name };
  });
  // Nothing has a name in a file with the one section that every table begins with.
  if (bare.length <= 1) isWhole = true;
  return { sections, unread: isWhole ? undefined : 'section names' };
}

/** Facts of the sections that no program loads. */
export interface UnloadedFacts {
  readonly debugBytes: number;
  readonly symbolBytes: number;
  readonly debugLink: string;
  readonly compilers: readonly string[];
}

/** Sums up what is there for debuggers; a section that lies beyond the file's end counts for what the file has of it. */
export function readUnloaded(
  windows: ByteWindows,
  sections: readonly NamedSection[],
  sizeBytes: number,
): UnloadedFacts {
  let [debugBytes, symbolBytes] = [0, 0];
  let debugLink = '';
  let compilers: readonly string[] = [];
  for (const section of sections) {
    if (section.type === SECTION.nothingStored) continue;
    const storedBytes = Math.max(0, Math.min(section.sizeBytes, sizeBytes - section.offset));
    if (section.type === SECTION.symbols)
      symbolBytes += storedBytes + linkedBytes(section, sections, sizeBytes);
    else if (DEBUG_NAME.test(section.text)) debugBytes += storedBytes;
    else if (section.text === '.gnu_debuglink')
      debugLink = readText(windows, section.offset, Math.min(storedBytes, LINK_LIMIT_BYTES)) ?? '';
    else if (section.text === '.comment')
      compilers = readCompilers(windows.readUpTo(section.offset, Math.min(storedBytes, COMMENT_LIMIT_BYTES)));
  }
  return {
    debugBytes: Math.min(debugBytes, sizeBytes),
    symbolBytes: Math.min(symbolBytes, sizeBytes),
    debugLink,
    compilers,
  };
}

/** The strings of a symbol table go when it goes, unless a program loads them. */
function linkedBytes(section: ElfSection, sections: readonly NamedSection[], sizeBytes: number): number {
  const strings = sections[section.link];
  if (strings?.type !== SECTION.strings || (strings.flags & SECTION_FLAG.allocated) !== 0) return 0;
  return Math.max(0, Math.min(strings.sizeBytes, sizeBytes - strings.offset));
}

function readCompilers(comment: Buffer): readonly string[] {
  const texts = comment.toString('utf8').split('\0');
  return [...new Set(texts.filter((text) => text !== ''))].slice(0, COMPILERS_LIMIT);
}
