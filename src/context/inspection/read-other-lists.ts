// Ignore files that lie where some builder looks, and do not count for this one.
import { type EngineRules, engineRules, type IgnoreFilePlace } from '../engines/engine-rules.ts';
import { findIgnoreFile } from '../engines/find-ignore-file.ts';
import { compileList, type PatternList } from '../ignore/pattern-list.ts';
import { readIgnoreFile } from '../ignore/read-ignore-file.ts';

/** One of them. */
export interface OtherList {
  readonly path: string;
  /** Undefined where no list can be made of it. */
  readonly list: PatternList | undefined;
  readonly why: 'shadowed' | 'of another engine';
}

/** Reads them with the builder's own rules, as if they counted. */
export function readOtherLists(
  folder: string,
  dockerfilePath: string,
  rules: EngineRules,
  isNamed: boolean,
): readonly OtherList[] {
  const isHere = ({ at }: IgnoreFilePlace): boolean => !isNamed || at === 'context';
  const known = findIgnoreFile(folder, dockerfilePath, {
    ...rules,
    ignoreFiles: rules.ignoreFiles.filter(isHere),
  });
  const foreign = engineRules('podman').ignoreFiles.filter(
    (place) => isHere(place) && !rules.ignoreFiles.some((own) => isSamePlace(own, place)),
  );
  const others = findIgnoreFile(folder, dockerfilePath, { ...rules, ignoreFiles: foreign });
  const ofOthers = others.used === undefined ? [] : [others.used, ...others.shadowed];
  return [
    ...known.shadowed.map(({ path, bytes }) => ({
      path,
      list: makeList(bytes, rules),
      why: 'shadowed' as const,
    })),
    ...ofOthers.map(({ path, bytes }) => ({
      path,
      list: makeList(bytes, rules),
      why: 'of another engine' as const,
    })),
  ];
}

function isSamePlace(one: IgnoreFilePlace, other: IgnoreFilePlace): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function makeList(bytes: Uint8Array, rules: EngineRules): PatternList | undefined {
  try {
    return compileList(readIgnoreFile(bytes, rules.reader), rules.compiler);
  } catch {
    return undefined;
  }
}
