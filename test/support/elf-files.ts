// ELF files made in code: what linkers lay out, in both word sizes and byte orders, with everything that facts are read from.
import { type MadeSymbol, makeSymbolSections } from './elf-symbols.ts';

/** What a made file has; all of it may be left out. */
export interface MadeElf {
  readonly is64?: boolean;
  readonly isBigEndian?: boolean;
  /** e_type; 3, a shared object, unless said otherwise. */
  readonly type?: number;
  /** e_machine; 62, x86-64, unless said otherwise. */
  readonly machine?: number;
  readonly interpreter?: string;
  readonly soname?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  /** DT_FLAGS_1. */
  readonly flags1?: number;
  /** `end`: in a segment behind the section headers, as patchelf does. */
  readonly strings?: 'first' | 'end';
  readonly buildId?: Buffer;
  readonly isGo?: boolean;
  /** Put first of the data. */
  readonly data?: Buffer;
  /** `.data` unless said otherwise. */
  readonly dataName?: string;
  /** Sections that no program loads, in order, before the symbol table. */
  readonly unloaded?: Readonly<Record<string, Buffer>>;
  readonly dynamicSymbols?: readonly MadeSymbol[];
  readonly symbols?: Buffer;
  readonly symbolStrings?: Buffer;
  /** False: as `sstrip` leaves it. */
  readonly hasSections?: boolean;
  /** Whether the first section header has the number of sections and the names' index. */
  readonly isExtended?: boolean;
}

/** Addresses are offsets and this. */
export const BASE_ADDRESS = 0x400000;

interface Segment {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

interface Section {
  readonly name: string;
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly sizeBytes: number;
  readonly link?: number;
}

/** The file's bytes. */
export function makeElf(made: MadeElf = {}): Buffer {
  return new ElfMaker(made).make();
}

/** Numbers in a word size and a byte order. */
export class NumberWriter {
  readonly #is64: boolean;
  readonly #isBigEndian: boolean;

  constructor({ is64 = true, isBigEndian = false }: MadeElf = {}) {
    this.#is64 = is64;
    this.#isBigEndian = isBigEndian;
  }

  u16(...numbers: readonly number[]): Buffer {
    return this.#write(2, numbers);
  }

  u32(...numbers: readonly number[]): Buffer {
    return this.#write(4, numbers);
  }

  word(...numbers: readonly number[]): Buffer {
    return this.#write(this.#is64 ? 8 : 4, numbers);
  }

  #write(sizeBytes: number, numbers: readonly number[]): Buffer {
    const bytes = Buffer.alloc(sizeBytes * numbers.length);
    numbers.forEach((number, i) => {
      const one = bytes.subarray(i * sizeBytes, (i + 1) * sizeBytes);
      if (sizeBytes < 8) one.writeUIntLE(number, 0, sizeBytes);
      else one.writeBigUInt64LE(BigInt(number));
      if (this.#isBigEndian) one.reverse();
    });
    return bytes;
  }
}

class ElfMaker {
  readonly #made: MadeElf;
  readonly #numbers: NumberWriter;
  readonly #is64: boolean;
  readonly #parts: Buffer[] = [];
  readonly #segments: Segment[] = [];
  readonly #sections: Section[] = [{ name: '', type: 0, flags: 0, offset: 0, sizeBytes: 0 }];
  #offset = 0;

  constructor(made: MadeElf) {
    this.#made = made;
    this.#numbers = new NumberWriter(made);
    this.#is64 = made.is64 ?? true;
  }

  make(): Buffer {
    const made = this.#made;
    const { strings, tags } = this.#dynamicStrings();
    const isDynamic = tags.length > 0;
    const segmentCount =
      2 + Number(made.interpreter !== undefined) + 1 + Number(isDynamic) + Number(made.strings === 'end');
    const headBytes = (this.#is64 ? 64 : 52) + segmentCount * (this.#is64 ? 56 : 32);
    this.#offset = headBytes;
    if (made.interpreter !== undefined)
      this.#segments.push({
        ...this.#add('.interp', 1, Buffer.from(`${made.interpreter}\0`)),
        type: 3,
        flags: 4,
      });
    this.#segments.push({ ...this.#add('.note', 7, this.#notes()), type: 4, flags: 4 });
    let stringsOffset = 0;
    if (isDynamic && made.strings !== 'end') stringsOffset = this.#add('.dynstr', 3, strings).offset;
    const readOnlyEnd = this.#offset;
    this.#align();
    const dataOffset = this.#offset;
    this.#add(made.dataName ?? '.data', 1, made.data ?? Buffer.alloc(16));
    let patchStrings: (offset: number) => void = () => {};
    if (isDynamic) {
      const dynamic = this.#dynamic(tags, strings.length);
      const place = this.#add('.dynamic', 6, dynamic);
      this.#segments.push({ ...place, type: 2, flags: 6 });
      patchStrings = (offset) => this.#numbers.word(offset + BASE_ADDRESS).copy(dynamic, this.#is64 ? 8 : 4);
      patchStrings(stringsOffset);
    }
    this.#segments.push(
      { type: 1, flags: 4, offset: 0, sizeBytes: readOnlyEnd },
      { type: 1, flags: 6, offset: dataOffset, sizeBytes: this.#offset - dataOffset },
    );
    for (const [name, bytes] of Object.entries(made.unloaded ?? {})) this.#add(name, 1, bytes, 0);
    const sections = this.#sectionHeaders();
    if (made.strings === 'end') {
      this.#align();
      const place = this.#place(strings);
      patchStrings(place.offset);
      this.#segments.push({ type: 1, flags: 6, ...place });
    }
    return Buffer.concat([this.#fileHeader(sections, segmentCount), this.#segmentHeaders(), ...this.#parts]);
  }

  #place(bytes: Buffer): { readonly offset: number; readonly sizeBytes: number } {
    const place = { offset: this.#offset, sizeBytes: bytes.length };
    this.#parts.push(bytes);
    this.#offset += bytes.length;
    return place;
  }

  #add(name: string, type: number, bytes: Buffer, flags = 2, link = 0): Section {
    const section = { name, type, flags, link, ...this.#place(bytes) };
    this.#sections.push(section);
    return section;
  }

  #align(): void {
    this.#place(Buffer.alloc((16 - (this.#offset % 16)) % 16));
  }

  #notes(): Buffer {
    const note = (name: string, type: number, value: Buffer): Buffer =>
      Buffer.concat([
        this.#numbers.u32(4, value.length, type),
        Buffer.from(name, 'latin1'),
        value,
        Buffer.alloc((4 - (value.length % 4)) % 4),
      ]);
    return Buffer.concat([
      note('GNU\0', 1, Buffer.alloc(16)),
      ...(this.#made.isGo ? [note('Go\0\0', 4, Buffer.from('abc/def'))] : []),
      ...(this.#made.buildId === undefined ? [] : [note('GNU\0', 3, this.#made.buildId)]),
    ]);
  }

  #dynamicStrings(): { readonly strings: Buffer; readonly tags: readonly (readonly [number, number])[] } {
    const { needed = [], soname, rpath, runpath, flags1 } = this.#made;
    const strings: Buffer[] = [Buffer.alloc(1)];
    const places = new Map<string, number>();
    let length = 1;
    const tags: (readonly [number, number])[] = [];
    const add = (tag: number, text: string | undefined): void => {
      if (text === undefined) return;
      if (!places.has(text)) {
        const bytes = Buffer.from(`${text}\0`);
        places.set(text, length);
        strings.push(bytes);
        length += bytes.length;
      }
      tags.push([tag, places.get(text)!]);
    };
    for (const name of needed) add(1, name);
    add(14, soname);
    add(15, rpath);
    add(29, runpath);
    if (flags1 !== undefined) tags.push([0x6ffffffb, flags1]);
    return { strings: Buffer.concat(strings), tags };
  }

  #dynamic(tags: readonly (readonly [number, number])[], stringsBytes: number): Buffer {
    return Buffer.concat([
      this.#numbers.word(5, 0, 10, stringsBytes),
      ...tags.map((tag) => this.#numbers.word(...tag)),
      this.#numbers.word(0, 0),
    ]);
  }

  #sectionHeaders(): { readonly offset: number; readonly count: number } {
    if (this.#made.hasSections === false) return { offset: 0, count: 0 };
    const { symbols, symbolStrings = Buffer.alloc(1), dynamicSymbols = [] } = this.#made;
    const strings = this.#sections.length;
    if (dynamicSymbols.length > 0)
      for (const { name, type, bytes } of makeSymbolSections(dynamicSymbols, this.#numbers, this.#is64))
        this.#add(name, type, bytes, 0, strings);
    if (symbols !== undefined) {
      this.#add('.symtab', 2, symbols, 0, this.#sections.length + 1);
      this.#add('.strtab', 3, symbolStrings, 0);
    }
    const all = [...this.#sections.map(({ name }) => name), '.shstrtab'];
    const names = Buffer.from(`${all.join('\0')}\0`);
    this.#add('.shstrtab', 3, names, 0);
    const { isExtended } = this.#made;
    const headers = this.#sections.map((section, i) => {
      const { name, type, flags, offset, sizeBytes, link = 0 } = section;
      const isFirst = i === 0 && isExtended;
      const size = isFirst ? this.#sections.length : sizeBytes;
      return Buffer.concat([
        this.#numbers.u32(names.indexOf(`${name}\0`), type),
        this.#numbers.word(flags, flags === 0 ? 0 : offset + BASE_ADDRESS, offset, size),
        this.#numbers.u32(isFirst ? this.#sections.length - 1 : link, 0),
        this.#numbers.word(1, 0),
      ]);
    });
    return { offset: this.#place(Buffer.concat(headers)).offset, count: headers.length };
  }

  #fileHeader({ offset, count }: { offset: number; count: number }, segmentCount: number): Buffer {
    const { type = 3, machine = 62, isBigEndian = false, isExtended = false } = this.#made;
    const headerBytes = this.#is64 ? 64 : 52;
    const ident = Buffer.from([0x7f, 0x45, 0x4c, 0x46, this.#is64 ? 2 : 1, isBigEndian ? 2 : 1, 1]);
    return Buffer.concat([
      ident,
      Buffer.alloc(9),
      this.#numbers.u16(type, machine),
      this.#numbers.u32(1),
      this.#numbers.word(0, headerBytes, offset),
      this.#numbers.u32(0),
      this.#numbers.u16(headerBytes, this.#is64 ? 56 : 32, segmentCount, this.#is64 ? 64 : 40),
      this.#numbers.u16(isExtended ? 0 : count, isExtended ? 0xffff : Math.max(0, count - 1)),
    ]);
  }

  #segmentHeaders(): Buffer {
    return Buffer.concat(
      this.#segments.map(({ type, flags, offset, sizeBytes }) => {
        const place = this.#numbers.word(
          offset,
          offset + BASE_ADDRESS,
          offset + BASE_ADDRESS,
          sizeBytes,
          sizeBytes,
        );
        return this.#is64
          ? Buffer.concat([this.#numbers.u32(type, flags), place, this.#numbers.word(16)])
          : Buffer.concat([this.#numbers.u32(type), place, this.#numbers.u32(flags, 16)]);
      }),
    );
  }
}
