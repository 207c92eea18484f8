// Alpine's dependency words (apk-world(5), apk-package(5)): `so:libc.musl-x86_64.so.1`, `cmd:sh`, `busybox>=1.36`, `!conflict`.
import type { Provision, Relation, VersionOperator } from './relation.ts';

/** What a field of dependencies asks for, and what it refuses. */
export interface ApkRelations {
  readonly needs: readonly Relation[];
  readonly conflicts: readonly Relation[];
}

const WORD = /^(?<name>[^\s<>=~@]+)(?:@[^\s<>=~]*)?(?:(?<operator>><|[<>=~]+)(?<version>\S+))?$/;

const OPERATORS: Readonly<Record<string, VersionOperator>> = {
  '<': '<',
  '<=': '<=',
  '=<': '<=',
  '=': '=',
  '>=': '>=',
  '=>': '>=',
  '>': '>',
  '~': '~',
  '=~': '~',
  '~=': '~',
  '<~': '<=',
  '>~': '>=',
};

/** Reads `D:`, `i:` (install_if) or a line of `etc/apk/world`. */
export function parseApkRelations(field: string): ApkRelations {
  const needs: Relation[] = [];
  const conflicts: Relation[] = [];
  for (const word of splitWords(field)) {
    const relation = parseWord(word.startsWith('!') ? word.slice(1) : word);
    if (relation !== undefined) (word.startsWith('!') ? conflicts : needs).push(relation);
  }
  return { needs, conflicts };
}

/** Reads `p:`: `so:libz.so.1=1.3.1`, `cmd:wget=1.21-r0`, `pc:zlib=1.3`, `/bin/sh`. */
export function parseApkProvides(field: string): readonly Provision[] {
  return splitWords(field).flatMap((word) => {
    const relation = parseWord(word);
    return relation === undefined
      ? []
      : [{ name: relation.name, architecture: '', version: relation.version }];
  });
}

function splitWords(field: string): readonly string[] {
  return field.split(/\s+/).filter((word) => word !== '');
}

/** `><` compares a checksum: only the name counts here. */
function parseWord(word: string): Relation | undefined {
  const { name, operator, version } = WORD.exec(word)?.groups ?? {};
  if (name === undefined) return undefined;
  const known = OPERATORS[operator ?? ''] ?? '';
  return { name, architecture: '', operator: known, version: known === '' ? '' : version! };
}
