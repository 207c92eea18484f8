// How structures are written down: a table of names and one function that finds secrets in the text.

import type { SecretKind } from '../secret-rule.ts';
import { isSamplePath } from './judging/sample-path.ts';
import { findSecretSpans } from './judging/secret-spans.ts';
import type { Strictness } from './judging/secret-value.ts';
import type { NamedValue, TextSpan } from './reading/named-value.ts';
import type { SecretStructure, StructureMatch } from './secret-structure.ts';

const MEBIBYTE = 1 << 20;

/** What a file is told by, and what it can hold. */
export interface StructureHead {
  readonly id: string;
  readonly names?: readonly string[];
  readonly endings?: readonly string[];
  /** What the path must match beside its name or ending; matched in lower case. */
  readonly path?: RegExp;
  /** Default 4 MiB. */
  readonly limitBytes?: number;
  readonly kinds: readonly SecretKind[];
}

/** A secret in a text; without a kind it is the structure's first. */
export interface SecretSpan extends TextSpan {
  readonly kindId?: string | undefined;
}

/** A structure whose secrets `find` finds in the file's bytes as Latin-1 text. */
export function defineTextStructure(
  head: StructureHead,
  find: (
    text: string,
    path: string,
    sampleOr: (strictness: Strictness) => Strictness,
  ) => Iterable<SecretSpan>,
): SecretStructure {
  return defineBytesStructure(head, (content, path) => {
    const isSample = isSamplePath(path);
    return find(content.toString('latin1'), path, (strictness) => (isSample ? 'sample' : strictness));
  });
}

/** Likewise for files that are no text. */
export function defineBytesStructure(
  head: StructureHead,
  find: (content: Buffer, path: string) => Iterable<SecretSpan>,
): SecretStructure {
  const { id, names = [], endings = [], path: pattern, limitBytes = 4 * MEBIBYTE, kinds } = head;
  const [nameSet, endingSet] = [new Set(names), new Set(endings)];
  return {
    id,
    names,
    endings,
    limitBytes,
    kinds,
    matches: (path) => {
      const lower = path.toLowerCase();
      const name = lower.slice(lower.lastIndexOf('/') + 1);
      const dot = name.lastIndexOf('.');
      if (!nameSet.has(name) && !(dot >= 0 && endingSet.has(name.slice(dot)))) return false;
      return pattern === undefined || pattern.test(lower);
    },
    find: (content, path) => {
      if (content.length > limitBytes) return [];
      const matches = new Map<number, StructureMatch>();
      for (const { kindId, start, end } of find(content, path))
        if (end > start)
          matches.set(start, {
            ruleId: kindId ?? kinds[0]!.id,
            offsetBytes: start,
            lengthBytes: end - start,
          });
      return [...matches.values()].sort((a, b) => a.offsetBytes - b.offsetBytes);
    },
  };
}

/** How a file of named values is read and judged. */
export interface NamedValueForm {
  readonly read: (text: string) => Iterable<NamedValue>;
  /** Which values are secrets as a whole. Default: those whose names say so. */
  readonly isSecret?: (value: NamedValue) => boolean;
  /** Of a file that is no sample. Default `settings`. */
  readonly strictness?: Strictness;
  /** The kind of a value, where there are several. */
  readonly kindOf?: (value: NamedValue) => string;
}

/** A structure of names and values: those that are named like secrets, and passwords in URLs and connection strings. */
export function defineNamedValues(head: StructureHead, form: NamedValueForm): SecretStructure {
  return defineTextStructure(head, function* (text, _path, sampleOr) {
    const strictness = sampleOr(form.strictness ?? 'settings');
    for (const value of form.read(text))
      for (const span of findSecretSpans(value, strictness, form.isSecret))
        yield { ...span, kindId: form.kindOf?.(value) };
  });
}
