// The dynamic section (System V ABI, chapter 5): what the program loader is asked to find.
import { ElfFields } from './elf-fields.ts';
import { SECTION, SEGMENT } from './elf-header.ts';
import { type ElfSource, findOffset, readText } from './elf-source.ts';
import { DYNAMIC_LIMIT_BYTES } from './plan-windows.ts';

const TAG = {
  end: 0,
  needed: 1,
  strings: 5,
  stringsBytes: 10,
  soname: 14,
  rpath: 15,
  runpath: 29,
  flags1: 0x6ffffffb,
} as const;
const FLAG1_PIE = 0x08000000;

const NEEDED_LIMIT = 4096;
const TEXT_LIMIT_BYTES = 4096;
/** The text of one file's dynamic section in all, however often its entries name the same string. */
const TEXTS_LIMIT_BYTES = 256 * 1024;

/** What the dynamic section says. */
export interface DynamicFacts {
  readonly soname: string;
  readonly needed: readonly string[];
  readonly rpath: string;
  readonly runpath: string;
  readonly isPie: boolean;
  readonly unread: 'dynamic section' | 'dynamic strings' | undefined;
}

/** Entries of a dynamic section, by tag; the last of each but of DT_NEEDED. */
interface DynamicEntries {
  readonly values: ReadonlyMap<number, number>;
  readonly needed: readonly number[];
}

const NOTHING = { soname: '', needed: [], rpath: '', runpath: '', isPie: false } as const;

/** Reads the dynamic section of a file; a static one has nothing. */
export function readDynamic(source: ElfSource): DynamicFacts {
  const { segments, sections, windows } = source;
  const segment = segments.find(({ type }) => type === SEGMENT.dynamic);
  // Files of debug symbols keep the program headers of what they were split from, without the bytes.
  const isStored = sections.length === 0 || sections.some(({ type }) => type === SECTION.dynamic);
  if (segment === undefined || segment.fileBytes === 0 || !isStored) return { ...NOTHING, unread: undefined };
  const bytes = windows.read(segment.offset, Math.min(segment.fileBytes, DYNAMIC_LIMIT_BYTES));
  if (bytes === undefined) return { ...NOTHING, unread: 'dynamic section' };
  const { values, needed } = parseEntries(new ElfFields(bytes, source.header));
  const range = stringsRange(source.segments, values);
  const isPie = ((values.get(TAG.flags1) ?? 0) & FLAG1_PIE) !== 0;
  let isWhole = true;
  let textsLeft = TEXTS_LIMIT_BYTES;
  const textAt = (index: number | undefined): string => {
    if (index === undefined) return '';
    const isWithin = range !== undefined && index < range.end - range.offset;
    const limit = isWithin ? Math.min(TEXT_LIMIT_BYTES, range.end - range.offset - index, textsLeft) : 0;
    const text = isWithin ? readText(windows, range.offset + index, limit) : undefined;
    if (text === undefined) isWhole = false;
    else textsLeft -= text.length + 1;
    return text ?? '';
  };
  return {
    soname: textAt(values.get(TAG.soname)),
    rpath: textAt(values.get(TAG.rpath)),
    runpath: textAt(values.get(TAG.runpath)),
    needed: needed.map(textAt).filter((name) => name !== ''),
    isPie,
    unread: isWhole ? undefined : 'dynamic strings',
  };
}

/** Where the dynamic strings are, by the bytes of a dynamic section. */
export function findDynamicStrings(
  bytes: Uint8Array,
  { header, segments }: Pick<ElfSource, 'header' | 'segments'>,
): { readonly offset: number; readonly end: number } | undefined {
  return stringsRange(segments, parseEntries(new ElfFields(bytes, header)).values);
}

function parseEntries(fields: ElfFields): DynamicEntries {
  const wordBytes = fields.is64 ? 8 : 4;
  const values = new Map<number, number>();
  const needed: number[] = [];
  for (let at = 0; at + 2 * wordBytes <= fields.length; at += 2 * wordBytes) {
    const tag = fields.word(at);
    const value = fields.word(at + wordBytes);
    if (tag === TAG.end) break;
    if (tag !== TAG.needed) values.set(tag, value);
    else if (needed.length < NEEDED_LIMIT) needed.push(value);
  }
  return { values, needed };
}

function stringsRange(
  segments: ElfSource['segments'],
  values: ReadonlyMap<number, number>,
): { readonly offset: number; readonly end: number } | undefined {
  const offset = findOffset(segments, values.get(TAG.strings) ?? -1);
  return offset === undefined ? undefined : { offset, end: offset + (values.get(TAG.stringsBytes) ?? 0) };
}
