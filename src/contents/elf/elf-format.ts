// The stored form of ELF facts: a JSON array of fields in a fixed order, half the size of an object of them.
import { PlimsollError } from '../../errors.ts';
import { BARE_RECORD, type PackageRecord } from '../packages/package-record.ts';
import type { ElfFacts, ElfPart } from './elf-facts.ts';

type StoredPackage = readonly [
  type: PackageRecord['type'],
  name: string,
  version: string,
  fields?: Readonly<Record<string, string>>,
];

type StoredElf = readonly [
  flags: readonly [type: ElfFacts['type'], machine: string, bits: 32 | 64, isBigEndian: 0 | 1, isPie: 0 | 1],
  texts: readonly [interpreter: string, soname: string, rpath: string, runpath: string],
  debug: readonly [debugBytes: number, symbolBytes: number, debugLink: string, buildId: string],
  needed: readonly string[],
  compilers: readonly string[],
  packages: readonly StoredPackage[],
  unread: readonly ElfPart[],
];

/** The facts as bytes, to be stored. */
export function encodeElf(facts: ElfFacts): Uint8Array {
  const { type, machine, bits, isBigEndian, isPie } = facts;
  const stored: StoredElf = [
    [type, machine, bits, isBigEndian ? 1 : 0, isPie ? 1 : 0],
    [facts.interpreter, facts.soname, facts.rpath, facts.runpath],
    [facts.debugBytes, facts.symbolBytes, facts.debugLink, facts.buildId],
    facts.needed,
    facts.compilers,
    facts.packages.map(storePackage),
    facts.unread,
  ];
  return Buffer.from(JSON.stringify(stored));
}

/** The facts in bytes that `encodeElf` made; throws INTERNAL where they are anything else. */
export function decodeElf(bytes: Uint8Array): ElfFacts {
  const stored = parse(bytes);
  const [[type, machine, bits, isBigEndian, isPie], texts, debug, needed, compilers, packages, unread] =
    stored;
  const [interpreter, soname, rpath, runpath] = texts;
  const [debugBytes, symbolBytes, debugLink, buildId] = debug;
  return {
    type,
    machine,
    bits,
    isBigEndian: isBigEndian === 1,
    isPie: isPie === 1,
    interpreter,
    soname,
    needed,
    rpath,
    runpath,
    debugBytes,
    symbolBytes,
    debugLink,
    buildId,
    compilers,
    packages: packages.map(([ecosystem, name, version, fields = {}]) => ({
      ...BARE_RECORD,
      type: ecosystem,
      name,
      version,
      fields,
      files: { kind: 'itself' },
    })),
    unread,
  };
}

function storePackage({ type, name, version, fields }: PackageRecord): StoredPackage {
  return Object.keys(fields).length === 0 ? [type, name, version] : [type, name, version, fields];
}

function parse(bytes: Uint8Array): StoredElf {
  try {
    const stored: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (isStoredElf(stored)) return stored;
  } catch {
    // Told below.
  }
  throw new PlimsollError('INTERNAL', 'stored ELF facts are not readable');
}

function isStoredElf(stored: unknown): stored is StoredElf {
  if (!Array.isArray(stored) || stored.length !== 7 || !stored.every(Array.isArray)) return false;
  const [flags, texts, debug, needed, compilers, packages, unread] = stored as unknown[][];
  return (
    hasForm(flags!, ['string', 'string', 'number', 'number', 'number']) &&
    hasForm(texts!, ['string', 'string', 'string', 'string']) &&
    hasForm(debug!, ['number', 'number', 'string', 'string']) &&
    [needed!, compilers!, unread!].every((list) => list.every((item) => typeof item === 'string')) &&
    packages!.every(isStoredPackage)
  );
}

function isStoredPackage(stored: unknown): boolean {
  if (!Array.isArray(stored) || !hasForm(stored.slice(0, 3), ['string', 'string', 'string'])) return false;
  const fields: unknown = stored[3];
  if (stored.length === 3) return true;
  return stored.length === 4 && typeof fields === 'object' && fields !== null && !Array.isArray(fields);
}

function hasForm(list: readonly unknown[], types: readonly string[]): boolean {
  return list.length === types.length && types.every((type, i) => typeof list[i] === type);
}
