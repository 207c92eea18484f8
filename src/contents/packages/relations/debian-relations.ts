// Debian's relationship fields (policy 7.1 and 7.5, deb-control(5)): `a (>= 1) | b:any, c [!arm64]`.
import type { Provision, Relation, VersionOperator } from './relation.ts';

/** dpkg reads the old `<` and `>` as `<=` and `>=`. */
const OPERATORS: Readonly<Record<string, VersionOperator>> = {
  '<<': '<',
  '<=': '<=',
  '<': '<=',
  '=': '=',
  '>': '>=',
  '>=': '>=',
  '>>': '>',
};

const NAME = /[^\s():[\]<>]+/y;
const QUALIFIER = /:([^\s():[\]<>]+)/y;
const VERSION = /\s*\(\s*([<>=]{1,2})\s*([^\s)]+)\s*\)/y;
const ARCHITECTURES = /\s*\[([^\]]*)\]/y;

/**
 * Each element is one requirement, of whose alternatives one must be there. What is not understood is left out: a relation
 * that no package can meet would make a package look broken.
 */
export function parseDebianRelations(field: string, architecture = ''): readonly (readonly Relation[])[] {
  const requirements: Relation[][] = [];
  for (const element of field.split(',')) {
    const alternatives: Relation[] = [];
    for (const text of element.includes('|') ? element.split('|') : [element]) {
      const relation = parseRelation(text.trim(), architecture);
      if (relation !== undefined) alternatives.push(relation);
    }
    if (alternatives.length > 0) requirements.push(alternatives);
  }
  return requirements;
}

/** `Provides`: names, some with `(= version)`. */
export function parseDebianProvides(field: string): readonly Provision[] {
  return parseDebianRelations(field).flatMap((alternatives) =>
    alternatives
      .filter(({ operator }) => operator === '' || operator === '=')
      .map(({ name, architecture, version }) => ({ name, architecture, version })),
  );
}

function parseRelation(text: string, architecture: string): Relation | undefined {
  const name = matchAt(NAME, text, 0);
  if (name === undefined) return undefined;
  const qualifier = matchAt(QUALIFIER, text, name[0].length);
  const afterName = name[0].length + (qualifier?.[0].length ?? 0);
  const version = matchAt(VERSION, text, afterName);
  const restriction = matchAt(ARCHITECTURES, text, afterName + (version?.[0].length ?? 0));
  if (restriction !== undefined && !holdsFor(restriction[1]!, architecture)) return undefined;
  const operator = OPERATORS[version?.[1] ?? ''];
  return {
    name: name[0],
    architecture: qualifier?.[1] ?? '',
    operator: operator ?? '',
    version: operator === undefined ? '' : version![2]!,
  };
}

/** `[amd64 arm64]` or `[!i386 !armhf]`; wildcards of systems other than Linux never fit an image. */
function holdsFor(list: string, architecture: string): boolean {
  const words = list.trim().split(/\s+/);
  const names = (word: string): boolean =>
    word === architecture || word === 'any' || word === 'linux-any' || word === `any-${architecture}`;
  if (words[0]?.startsWith('!')) return !words.some((word) => names(word.slice(1)));
  return words.some(names);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
