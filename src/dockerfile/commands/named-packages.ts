// Package names among the operands of an installing command.
import type { ShellWord } from '../shell/shell-script.ts';
import type { NamedPackage } from './effect.ts';

/** Operands sorted into names and files. */
export interface SortedOperands {
  readonly packages: readonly NamedPackage[];
  readonly files: readonly string[];
  /** False where an operand is unknown, or a pattern. */
  readonly isComplete: boolean;
}

/** How a manager writes its packages. */
export interface PackageSyntax {
  /** Groups: name, version. */
  readonly pattern: RegExp;
  readonly isFile: (operand: string) => boolean;
}

/** Sorts operands. A name is known although its version is not. */
export function sortOperands(
  operands: readonly ShellWord[],
  { pattern, isFile }: PackageSyntax,
): SortedOperands {
  const packages: NamedPackage[] = [];
  const files: string[] = [];
  let isComplete = true;
  for (const { value, prefix, start, end, isPlain } of operands) {
    const [, name, version] = pattern.exec(value ?? prefix) ?? [];
    const range = { start, end };
    if (value !== undefined && isFile(value)) files.push(value);
    else if (name === undefined || (value === undefined && version === undefined)) isComplete = false;
    else if (value === undefined || version === undefined || version === '')
      packages.push({ name, range, isPlain });
    else packages.push({ name, version, range, isPlain });
  }
  return { packages, files, isComplete };
}

/** Paths and URLs. */
export function isPathOrUrl(operand: string): boolean {
  return /^(?:\.{0,2}\/|\.{1,2}$|~|[a-z][a-z0-9+.-]*:\/\/)/i.test(operand);
}
