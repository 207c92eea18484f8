// What a package needs, gives and recommends, one relation a line, in the words of `rpm -q --requires`.
import type { PackageHeader } from './package-header.ts';

const LESS = 1 << 1;
const GREATER = 1 << 2;
const EQUAL = 1 << 3;

/** `NAME`, or `NAME >= VERSION`, in the header's order, each once; a rich relation (`(a if b)`) is a name. */
export function describeRelations(
  header: PackageHeader,
  nameTag: number,
  flagsTag: number,
  versionTag: number,
): string {
  const names = header.strings(nameTag);
  if (names.length === 0) return '';
  const flags = header.numbers(flagsTag);
  const versions = header.strings(versionTag);
  const lines = new Set<string>();
  for (let i = 0; i < names.length; i++) {
    const sense = comparison(flags[i] ?? 0);
    const version = versions[i] ?? '';
    lines.add(names[i]! + (sense === '' ? '' : ` ${sense}`) + (version === '' ? '' : ` ${version}`));
  }
  return [...lines].join('\n');
}

function comparison(flags: number): string {
  return (flags & LESS ? '<' : '') + (flags & GREATER ? '>' : '') + (flags & EQUAL ? '=' : '');
}
