// What an ELF file says of itself (System V ABI, chapters 4 and 5; elf(5)): what it needs to run, what it carries for
// debuggers, and which packages were compiled into it.
import type { PackageRecord } from '../packages/package-record.ts';

/** Facts of one ELF file. Text is empty where the file has none. */
export interface ElfFacts {
  /** e_type. A position-independent executable is `shared`, as a library is; `isPie` tells them apart. */
  readonly type: 'executable' | 'shared' | 'object' | 'core' | 'other';
  /** As `uname -m` or GNU's triplets have it (`x86_64`, `aarch64`), or `em-NUMBER` for the rarer ones. */
  readonly machine: string;
  readonly bits: 32 | 64;
  readonly isBigEndian: boolean;
  /** Whether it states that it is a position-independent executable (DF_1_PIE), or is `shared` and has an interpreter. */
  readonly isPie: boolean;
  /** PT_INTERP: the program loader. */
  readonly interpreter: string;
  /** DT_SONAME. */
  readonly soname: string;
  /** DT_NEEDED, in the file's order. */
  readonly needed: readonly string[];
  /** DT_RPATH, with its colons. */
  readonly rpath: string;
  /** DT_RUNPATH, with its colons. */
  readonly runpath: string;
  /** Sections named `.debug_*` or `.zdebug_*`, as stored. */
  readonly debugBytes: number;
  /** `.symtab` and its `.strtab`: what `strip` takes. */
  readonly symbolBytes: number;
  /** The file that `.gnu_debuglink` names. */
  readonly debugLink: string;
  /** NT_GNU_BUILD_ID in hexadecimal. */
  readonly buildId: string;
  /** The compilers and linkers that `.comment` names, each once. */
  readonly compilers: readonly string[];
  /** Go modules and Rust crates compiled into it. */
  readonly packages: readonly PackageRecord[];
  /** What the file has and could not be read: it was damaged, or streamed by before its place was known. */
  readonly unread: readonly ElfPart[];
}

/** A part of an ELF file that facts are read from. */
export type ElfPart =
  | 'program headers'
  | 'dynamic section'
  | 'dynamic strings'
  | 'section headers'
  | 'section names'
  | 'Go build info'
  | 'Rust audit data';
