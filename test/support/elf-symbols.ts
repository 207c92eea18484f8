// Dynamic symbols with versions, as linkers lay them out in their sections (LSB Core, "Symbol Versioning").
import type { NumberWriter } from './elf-files.ts';

/** A symbol that a file gives to others, wants of them, or can be without. */
export interface MadeSymbol {
  readonly name: string;
  readonly kind: 'given' | 'wanted' | 'weak' | 'local';
  readonly version?: string;
  /** The soname of the library that a wanted version is of. */
  readonly from?: string;
}

/** The sections that hold the symbols, their strings first, each with its type. */
export function makeSymbolSections(
  symbols: readonly MadeSymbol[],
  numbers: NumberWriter,
  is64: boolean,
): readonly { readonly name: string; readonly type: number; readonly bytes: Buffer }[] {
  let strings = '\0';
  const at = (text: string): number => {
    const known = strings.indexOf(`\0${text}\0`);
    if (known !== -1) return known + 1;
    strings += `${text}\0`;
    return strings.length - text.length - 1;
  };
  const indexes = new Map<string, number>();
  const indexOf = ({ version, kind, from = '' }: MadeSymbol): number => {
    if (version === undefined) return 1;
    const key = `${kind === 'given' ? '' : from}@${version}`;
    if (!indexes.has(key)) indexes.set(key, indexes.size + 2);
    return indexes.get(key)!;
  };
  const entries = symbols.map(({ name, kind }) => {
    const bind = kind === 'local' ? 0 : kind === 'weak' ? 2 : 1;
    const info = Buffer.from([(bind << 4) | 2, 0]);
    const section = numbers.u16(kind === 'given' || kind === 'local' ? 1 : 0);
    return is64
      ? Buffer.concat([numbers.u32(at(name)), info, section, numbers.word(0, 0)])
      : Buffer.concat([numbers.u32(at(name), 0, 0), info, section]);
  });
  const versions = numbers.u16(0, ...symbols.map(indexOf));
  const given = [...indexes].filter(([key]) => key.startsWith('@'));
  const definitions = given.map(([key, index], i) =>
    Buffer.concat([
      numbers.u16(1, 0, index, 1),
      numbers.u32(0, 20, i === given.length - 1 ? 0 : 28),
      numbers.u32(at(key.slice(1)), 0),
    ]),
  );
  const wanted = [...indexes].filter(([key]) => !key.startsWith('@'));
  const needs = wanted.map(([key, index], i) => {
    const [from, version] = key.split('@') as [string, string];
    return Buffer.concat([
      numbers.u16(1, 1),
      numbers.u32(at(from), 16, i === wanted.length - 1 ? 0 : 32),
      numbers.u32(0),
      numbers.u16(0, index),
      numbers.u32(at(version), 0),
    ]);
  });
  return [
    { name: '.dynsymstr', type: 3, bytes: Buffer.from(strings) },
    { name: '.dynsym', type: 11, bytes: Buffer.concat([Buffer.alloc(is64 ? 24 : 16), ...entries]) },
    { name: '.gnu.version', type: 0x6fffffff, bytes: versions },
    { name: '.gnu.version_d', type: 0x6ffffffd, bytes: Buffer.concat(definitions) },
    { name: '.gnu.version_r', type: 0x6ffffffe, bytes: Buffer.concat(needs) },
  ].filter(({ bytes }) => bytes.length > 0);
}
