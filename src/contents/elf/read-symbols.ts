// The names by which ELF files meet when they are loaded: what a library gives and what a program asks for, with the versions of
// GNU's symbol versioning (System V ABI, chapter 4; LSB Core, "Symbol Versioning"). For files that are read whole.
import { ElfFields } from './elf-fields.ts';
import { type ElfHeader, type ElfSection, parseElfHeader, parseSections } from './elf-header.ts';
import { sectionHeadersBytes } from './plan-windows.ts';

/** Dynamic symbols of one file, as `name` or `name@version`. */
export interface DynamicSymbols {
  /** What others can use. */
  readonly given: ReadonlySet<string>;
  /** What must come from elsewhere; weak ones may stay without. */
  readonly wanted: ReadonlySet<string>;
  /** Versions that must be there, as `soname@version`, whether or not a symbol asks for them. */
  readonly wantedVersions: ReadonlySet<string>;
  /** Versions that the file defines. */
  readonly givenVersions: ReadonlySet<string>;
}

const TYPE = {
  dynamicSymbols: 11,
  versionNeeds: 0x6ffffffe,
  versionDefinitions: 0x6ffffffd,
  versions: 0x6fffffff,
};
const SYMBOLS_LIMIT = 1_000_000;
const NAME_LIMIT_BYTES = 4096;
const CHAIN_LIMIT = 65_536;
const BIND = { local: 0, weak: 2 };
const BASE_VERSION = 1;
const VERSION_MASK = 0x7fff;
const FLAG_BASE = 1;
const FLAG_WEAK = 2;

/** Reads the dynamic symbols; undefined where the file has no table of them, or is no ELF file. */
export function readDynamicSymbols(file: Buffer): DynamicSymbols | undefined {
  const header = parseElfHeader(file);
  if (header === undefined) return undefined;
  const { offset } = header.sections;
  const sections = parseSections(
    file.subarray(offset, offset + sectionHeadersBytes(header, file.length)),
    header,
  );
  const table = sections.find(({ type }) => type === TYPE.dynamicSymbols);
  if (table === undefined) return undefined;
  return new SymbolReader(file, header, sections, table).read();
}

class SymbolReader {
  readonly #file: Buffer;
  readonly #header: ElfHeader;
  readonly #sections: readonly ElfSection[];
  readonly #table: ElfSection;
  readonly #strings: Buffer;

  constructor(file: Buffer, header: ElfHeader, sections: readonly ElfSection[], table: ElfSection) {
    this.#file = file;
    this.#header = header;
    this.#sections = sections;
    this.#table = table;
    this.#strings = this.#bytesOf(sections[table.link]);
  }

  read(): DynamicSymbols {
    const names = new Map<number, string>();
    const wantedVersions = this.#readNeeds(names);
    const givenVersions = this.#readDefinitions(names);
    const versions = this.#fieldsOf(this.#find(TYPE.versions));
    const symbols = this.#fieldsOf(this.#table);
    const { is64 } = this.#header;
    const entryBytes = is64 ? 24 : 16;
    const given = new Set<string>();
    const wanted = new Set<string>();
    const count = Math.min(Math.floor(symbols.length / entryBytes), SYMBOLS_LIMIT);
    for (let i = 1; i < count; i++) {
      const at = i * entryBytes;
      const info = symbols.u16(at + (is64 ? 4 : 12));
      const bind = (this.#header.isBigEndian ? info >> 8 : info & 0xff) >> 4;
      if (bind === BIND.local) continue;
      const index = versions.u16(i * 2) & VERSION_MASK;
      const version = index > BASE_VERSION ? names.get(index) : undefined;
      const name = this.#text(symbols.u32(at));
      if (name === '') continue;
      const full = version === undefined ? name : `${name}@${version}`;
      if (symbols.u16(at + (is64 ? 6 : 14)) !== 0) given.add(full);
      else if (bind !== BIND.weak) wanted.add(full);
    }
    return { given, wanted, wantedVersions, givenVersions };
  }

  #readNeeds(names: Map<number, string>): ReadonlySet<string> {
    const fields = this.#fieldsOf(this.#find(TYPE.versionNeeds));
    const wanted = new Set<string>();
    let links = 0;
    for (let at = 0; at + 16 <= fields.length && links++ < CHAIN_LIMIT; ) {
      const soname = this.#text(fields.u32(at + 4));
      let entry = at + fields.u32(at + 8);
      for (let k = fields.u16(at + 2); k > 0 && entry + 16 <= fields.length && links++ < CHAIN_LIMIT; k--) {
        const version = this.#text(fields.u32(entry + 8));
        names.set(fields.u16(entry + 6) & VERSION_MASK, version);
        if ((fields.u16(entry + 4) & FLAG_WEAK) === 0) wanted.add(`${soname}@${version}`);
        entry += fields.u32(entry + 12) || fields.length;
      }
      at += fields.u32(at + 12) || fields.length;
    }
    return wanted;
  }

  #readDefinitions(names: Map<number, string>): ReadonlySet<string> {
    const fields = this.#fieldsOf(this.#find(TYPE.versionDefinitions));
    const given = new Set<string>();
    let links = 0;
    for (let at = 0; at + 20 <= fields.length && links++ < CHAIN_LIMIT; ) {
      const version = this.#text(fields.u32(at + fields.u32(at + 12)));
      if ((fields.u16(at + 2) & FLAG_BASE) === 0) {
        names.set(fields.u16(at + 4) & VERSION_MASK, version);
        given.add(version);
      }
      at += fields.u32(at + 16) || fields.length;
    }
    return given;
  }

  #find(type: number): ElfSection | undefined {
    return this.#sections.find((section) => section.type === type);
  }

  #fieldsOf(section: ElfSection | undefined): ElfFields {
    return new ElfFields(this.#bytesOf(section), this.#header);
  }

  #bytesOf(section: ElfSection | undefined): Buffer {
    return section === undefined
      ? this.#file.subarray(0, 0)
      : this.#file.subarray(section.offset, section.offset + section.sizeBytes);
  }

  #text(at: number): string {
    const end = this.#strings.indexOf(0, at);
    if (at >= this.#strings.length || end === -1 || end - at > NAME_LIMIT_BYTES) return '';
    return this.#strings.toString('latin1', at, end);
  }
}
