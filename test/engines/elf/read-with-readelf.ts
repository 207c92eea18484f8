// The facts of ELF files as binutils' readelf has them, in the words of ElfFacts.
import { spawnSync } from 'node:child_process';
import type { ElfFacts } from '../../../src/contents/elf/elf-facts.ts';

/** What readelf's output is compared in. */
export type ReadelfFacts = Pick<
  ElfFacts,
  | 'type'
  | 'bits'
  | 'isBigEndian'
  | 'interpreter'
  | 'soname'
  | 'needed'
  | 'rpath'
  | 'runpath'
  | 'debugBytes'
  | 'symbolBytes'
  | 'buildId'
>;

const TYPES: Readonly<Record<string, ElfFacts['type']>> = {
  EXEC: 'executable',
  DYN: 'shared',
  REL: 'object',
  CORE: 'core',
};

/** Facts of each of the files that readelf understands. */
export function readWithReadelf(paths: readonly string[]): ReadonlyMap<string, ReadelfFacts> {
  const { stdout } = spawnSync('readelf', ['-dlhSnW', ...paths], {
    encoding: 'latin1',
    maxBuffer: 2 ** 30,
    env: { ...process.env, LC_ALL: 'C' },
  });
  const facts = new Map<string, ReadelfFacts>();
  for (const part of `\n${stdout}`.split('\nFile: ').slice(1)) {
    const end = part.indexOf('\n');
    facts.set(part.slice(0, end), parse(part.slice(end)));
  }
  return facts;
}

function parse(text: string): ReadelfFacts {
  const one = (pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';
  let [debugBytes, symbolBytes] = [0, 0];
  // The name may be empty, the type never is; sizes are hexadecimal.
  const section = /^ {2}\[ *\d+\] (\S*) +([A-Z][A-Z0-9_]+) +[0-9a-f]{8,16} [0-9a-f]{6,} ([0-9a-f]{6,}) /gm;
  for (const [, name, type, size] of text.matchAll(section)) {
    if (type === 'NOBITS') continue;
    if (/^\.z?debug_/.test(name!)) debugBytes += Number.parseInt(size!, 16);
    if (name === '.symtab' || name === '.strtab') symbolBytes += Number.parseInt(size!, 16);
  }
  return {
    type: TYPES[one(/^ {2}Type: +(\w+)/m)] ?? 'other',
    bits: one(/^ {2}Class: +(\w+)/m) === 'ELF64' ? 64 : 32,
    isBigEndian: one(/^ {2}Data: +(.*)/m).includes('big endian'),
    interpreter: one(/\[Requesting program interpreter: (.*)\]/),
    soname: one(/\(SONAME\) +Library soname: \[(.*)\]/),
    needed: [...text.matchAll(/\(NEEDED\) +Shared library: \[(.*)\]/g)].map(([, name]) => name!),
    rpath: one(/\(RPATH\) +Library rpath: \[(.*)\]/),
    runpath: one(/\(RUNPATH\) +Library runpath: \[(.*)\]/),
    debugBytes,
    symbolBytes,
    buildId: one(/Build ID: ([0-9a-f]+)/),
  };
}
