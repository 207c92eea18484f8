// glibc's cache of shared libraries, `etc/ld.so.cache`, in the form of glibc 2.2 and later (elf/cache.c, dl-cache.h): a header,
// an entry for each name of a library, the strings. The loader looks names up by halving, so their order is part of the form.

/** A library as the cache lists it. */
export interface CachedLibrary {
  /** The name that programs ask for. */
  readonly name: string;
  /** With a leading slash. */
  readonly path: string;
  readonly machine: string;
}

const MAGIC = 'glibc-ld.so.cache1.1';
const HEADER_BYTES = 48;
const ENTRY_BYTES = 24;
const LITTLE_ENDIAN = 2;
const COUNT_OFFSET = 20;
const STRINGS_BYTES_OFFSET = 24;
const FLAGS_OFFSET = 28;

/** FLAG_ELF_LIBC6 and the architecture (sysdeps/generic/ldconfig.h); machines that are not here have no flag of their own. */
const MACHINE_FLAGS: Readonly<Record<string, number>> = {
  x86_64: 0x0303,
  aarch64: 0x0a03,
  i386: 0x0003,
  riscv64: 0x1003,
  s390x: 0x0403,
  ppc64le: 0x0503,
};

/** Whether caches can be written for a machine. */
export function knowsLoaderCacheOf(machine: string): boolean {
  return Object.hasOwn(MACHINE_FLAGS, machine);
}

/** Writes the cache of little-endian machines; of one name for one machine the first library is the one that is found. */
export function writeLoaderCache(libraries: readonly CachedLibrary[]): Buffer {
  const seen = new Set<string>();
  const listed = libraries
    .filter(({ name, machine }) => {
      const key = `${machine} ${name}`;
      return knowsLoaderCacheOf(machine) && !seen.has(key) && seen.add(key) !== undefined;
    })
    .sort((a, b) => compareLibraryNames(b.name, a.name) || flagsOf(b) - flagsOf(a));
  const stringsStart = HEADER_BYTES + ENTRY_BYTES * listed.length;
  const head = Buffer.alloc(stringsStart);
  const strings: Buffer[] = [];
  let at = stringsStart;
  const addString = (text: string): number => {
    const bytes = Buffer.from(`${text}\0`);
    strings.push(bytes);
    at += bytes.length;
    return at - bytes.length;
  };
  head.write(MAGIC, 'latin1');
  head.writeUInt32LE(listed.length, COUNT_OFFSET);
  head[FLAGS_OFFSET] = LITTLE_ENDIAN;
  for (const [i, library] of listed.entries()) {
    const offset = HEADER_BYTES + ENTRY_BYTES * i;
    head.writeInt32LE(flagsOf(library), offset);
    head.writeUInt32LE(addString(library.name), offset + 4);
    head.writeUInt32LE(addString(library.path), offset + 8);
  }
  head.writeUInt32LE(at - stringsStart, STRINGS_BYTES_OFFSET);
  return Buffer.concat([head, ...strings]);
}

function flagsOf({ machine }: CachedLibrary): number {
  return MACHINE_FLAGS[machine] ?? 0;
}

/** `_dl_cache_libcmp`: numbers in names are compared by value, and a digit comes after any other character. */
export function compareLibraryNames(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length) {
    if (isDigit(a[i])) {
      if (!isDigit(b[j])) return 1;
      const [x, y] = [/^\d+/.exec(a.slice(i))![0], /^\d+/.exec(b.slice(j))![0]];
      const order = Number(x) - Number(y);
      if (order !== 0) return order;
      i += x.length;
      j += y.length;
    } else if (isDigit(b[j])) return -1;
    else if (a[i] !== b[j]) return (a.charCodeAt(i) || 0) - (j < b.length ? b.charCodeAt(j) : 0);
    else {
      i++;
      j++;
    }
  }
  return j < b.length ? -1 : 0;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}
